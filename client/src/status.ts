// The language status item: what the engine is doing, in the editor's own place for that. A click opens the log.

import * as vscode from "vscode";
import { State } from "vscode-languageclient/node";
import type { LanguageClient } from "vscode-languageclient/node";
import { findingsText } from "./counts.ts";
import type { ServerStatus } from "./protocol.ts";
import { documentSelector } from "./server-process.ts";
import { statusDetail, statusText } from "./status-words.ts";

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
    item.text = `${item.name}: ${statusText(status, vscode.l10n.t, findingsText)}`;
    item.detail = statusDetail(status, vscode.l10n.t, {
      project: status.project === undefined ? "" : vscode.workspace.asRelativePath(status.project),
      time: analyzedAt.toLocaleTimeString(vscode.env.language),
    });
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
