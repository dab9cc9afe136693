// What the command palette offers. Repairing or suppressing a single finding is not here: those are code actions, which
// come from the server.

import * as vscode from "vscode";
import { WorkDoneProgress } from "vscode-languageclient/node";
import type { LanguageClient, Location, Position } from "vscode-languageclient/node";
import { filesText, findingsText } from "./counts.ts";
import type { FindingsNode } from "./findings-tree.ts";
import { fixFindings } from "./fix-findings.ts";
import type { ScanResult } from "./protocol.ts";

/** @returns what unregisters the commands */
export function registerCommands(client: LanguageClient): vscode.Disposable[] {
  const commands: Record<string, (argument?: unknown) => unknown> = {
    "asyncInsight.restart": () => client.restart(),
    "asyncInsight.showLog": () => client.outputChannel.show(),
    "asyncInsight.scanWorkspace": () => scanWorkspace(client),
    "asyncInsight.fixAll": fixAll,
    // Only nodes of the view pass an argument.
    "asyncInsight.findings.fix": (node) => fixFindings(client, node as FindingsNode | undefined),
    "asyncInsight.explainFile": () => explainFile(client),
  };
  return [
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
    vscode.commands.registerCommand(
      "asyncInsight.showPlaces",
      (uri: string, position: Position, locations: readonly Location[]) => showPlaces(client, uri, position, locations),
    ),
  ];
}

/** @returns what the server said, for whoever runs the command from code; undefined when the request failed */
async function scanWorkspace(client: LanguageClient): Promise<ScanResult | undefined> {
  const { t } = vscode.l10n;
  try {
    const result = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: t("Async Insight: scanning"), cancellable: true },
      (progress, cancellation) => requestScan(client, progress, cancellation),
    );
    // The message stays until it is read, so nobody may wait for its answer.
    void announce(result);
    return result;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    client.error(t("The workspace scan failed: {0}", message), error, "force");
    return undefined;
  }
}

let scans = 0;

async function requestScan(
  client: LanguageClient,
  progress: vscode.Progress<{ message?: string; increment?: number }>,
  cancellation: vscode.CancellationToken,
): Promise<ScanResult> {
  scans += 1;
  const workDoneToken = `asyncInsight/scanWorkspace/${scans}`;
  let percentage = 0;
  const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
    if (value.kind === "end") return;
    // The protocol counts from zero to a hundred, the editor wants what was added since the last report.
    const increment = Math.max(0, (value.percentage ?? percentage) - percentage);
    percentage += increment;
    progress.report({ increment, ...(value.message === undefined ? {} : { message: value.message }) });
  });
  try {
    return await client.sendRequest<ScanResult>("asyncInsight/scanWorkspace", { workDoneToken }, cancellation);
  } catch (error) {
    // A server may answer a cancelled request with an error instead of what it has so far.
    if (cancellation.isCancellationRequested) return { files: 0, findings: 0, cancelled: true };
    throw error;
  } finally {
    listener.dispose();
  }
}

async function announce({ files, findings, cancelled }: ScanResult): Promise<void> {
  const { t } = vscode.l10n;
  if (cancelled) return;
  const showProblems = t("Show problems");
  const message = t("Async Insight: {0} in {1}.", findingsText(findings), filesText(files));
  const actions = findings === 0 ? [] : [showProblems];
  const choice = await vscode.window.showInformationMessage(message, ...actions);
  if (choice === showProblems) await vscode.commands.executeCommand("workbench.actions.view.problems");
}

/** Applies what is safe without a look; VS Code says so itself when there is nothing to fix. */
async function fixAll(): Promise<void> {
  await vscode.commands.executeCommand("editor.action.codeAction", {
    kind: "source.fixAll.asyncInsight",
    apply: "first",
  });
}

/** Lets people look at the places that a lens is about, without leaving the one where they are. */
async function showPlaces(
  client: LanguageClient,
  uri: string,
  position: Position,
  locations: readonly Location[],
): Promise<void> {
  const { protocol2CodeConverter: convert } = client;
  await vscode.commands.executeCommand(
    "editor.action.peekLocations",
    convert.asUri(uri),
    convert.asPosition(position),
    locations.map((each) => convert.asLocation(each)),
    "peek",
  );
}

/** Opens what each step of the analysis saw in the file of the active editor, to be pasted into a bug report. */
async function explainFile(client: LanguageClient): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) {
    await vscode.window.showInformationMessage(vscode.l10n.t("Open the file that is to be explained first."));
    return;
  }
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  const content = await client.sendRequest<string>("asyncInsight/explain", { textDocument: { uri } });
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
}
