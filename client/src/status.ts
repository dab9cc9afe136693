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

  function update(status: ServerStatus): void {
    current = status;
    // The list of status items shows each item's text, and whose it is only where the text says so.
    item.text = `${item.name}: ${textOf(status)}`;
    item.detail = detailOf(status);
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
  if (status.limited !== undefined) return vscode.LanguageStatusSeverity.Warning;
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

function detailOf(status: ServerStatus): string {
  const { t } = vscode.l10n;
  const project = status.project === undefined ? "" : vscode.workspace.asRelativePath(status.project);
  const details: Record<ServerStatus["state"], string> = {
    starting: "",
    loading: project,
    analyzing: project,
    ready: durationText(status),
    idle: t("The engine starts again with the next edit."),
    failed: t("The log says why."),
  };
  return status.limited ?? status.message ?? details[status.state];
}

function durationText({ milliseconds }: ServerStatus): string {
  return milliseconds === undefined ? "" : vscode.l10n.t("analyzed in {0} ms", Math.round(milliseconds));
}
