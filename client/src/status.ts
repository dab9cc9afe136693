// The language status item: what the engine is doing, in the editor's own place for that. A click opens the log.

import * as vscode from "vscode";
import { State } from "vscode-languageclient/node";
import type { LanguageClient } from "vscode-languageclient/node";
import { findingsText } from "./counts.ts";
import type { ServerStatus } from "./protocol.ts";
import { documentSelector } from "./server-process.ts";

export interface Status extends vscode.Disposable {
  readonly current: ServerStatus;
  update(status: ServerStatus): void;
}

/** Creates the item and keeps it current, with what the server says and with whether there is a server at all. */
export function showStatus(client: LanguageClient): Status {
  const item = vscode.languages.createLanguageStatusItem("asyncInsight.status", documentSelector);
  item.name = "Async Insight";
  item.command = { command: "asyncInsight.showLog", title: vscode.l10n.t("Show log") };
  let current: ServerStatus = { state: "starting" };
  let analyzedAt = new Date();

  function update(status: ServerStatus): void {
    current = status;
    if (status.milliseconds !== undefined) analyzedAt = new Date();
    // The list of status items shows each item's text, and whose it is only where the text says so.
    item.text = `${item.name}: ${textOf(status)}`;
    item.detail = detailOf(status, analyzedAt);
    item.busy = status.state === "starting" || status.state === "loading" || status.state === "analyzing";
    item.severity = severityOf(status);
  }

  update(current);
  const listeners = [
    client.onNotification("asyncInsight/status", update),
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Starting) update({ state: "starting" });
      if (newState === State.Stopped) {
        update({ state: "failed", message: vscode.l10n.t("The language server is not running.") });
      }
    }),
  ];
  return {
    get current() {
      return current;
    },
    update,
    dispose: () => vscode.Disposable.from(item, ...listeners).dispose(),
  };
}

function severityOf(status: ServerStatus): vscode.LanguageStatusSeverity {
  if (status.state === "failed") return vscode.LanguageStatusSeverity.Error;
  if (status.limited !== undefined || status.budget !== undefined) return vscode.LanguageStatusSeverity.Warning;
  return vscode.LanguageStatusSeverity.Information;
}

function textOf({ state, findings }: ServerStatus): string {
  const { t } = vscode.l10n;
  const texts: Record<ServerStatus["state"], string> = {
    starting: t("starting"),
    loading: t("loading the project"),
    analyzing: t("analyzing"),
    ready: findings === undefined ? t("ready") : findingsText(findings),
    idle: t("idle"),
    failed: t("failed"),
  };
  return texts[state];
}

function detailOf(status: ServerStatus, analyzedAt: Date): string {
  const { t } = vscode.l10n;
  const project = status.project === undefined ? "" : vscode.workspace.asRelativePath(status.project);
  const details: Record<ServerStatus["state"], string> = {
    starting: "",
    loading: project,
    analyzing: project,
    ready: [project, durationText(status, analyzedAt)].filter((part) => part !== "").join(" · "),
    idle: t("The engine starts again with the next edit."),
    failed: t("The log says why."),
  };
  const remarks = [budgetText(status), status.limited, status.message].filter((remark) => remark !== undefined);
  return remarks.length > 0 ? remarks.join(" · ") : details[status.state];
}

function durationText({ milliseconds }: ServerStatus, analyzedAt: Date): string {
  if (milliseconds === undefined) return "";
  const time = analyzedAt.toLocaleTimeString(vscode.env.language);
  return vscode.l10n.t("analyzed at {0} in {1} ms", time, Math.round(milliseconds));
}

/** Whoever waits for findings is told that it is this file which takes its time, and not the editor. */
function budgetText({ budget, milliseconds }: ServerStatus): string | undefined {
  if (budget === undefined || milliseconds === undefined) return undefined;
  return vscode.l10n.t(
    "slow: this file took {0} ms, one should take less than {1} ms",
    Math.round(milliseconds),
    budget,
  );
}
