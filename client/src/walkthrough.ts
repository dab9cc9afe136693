// What the walkthrough's buttons do: samples with one mistake each, to be tried out. A sample is a copy in the extension's
// own storage, so that whoever changes it changes nothing else, and it is there again when it is opened again.

import * as vscode from "vscode";
import type { Family } from "./protocol.ts";

const samples: readonly Family[] = ["unawaited", "blocking", "sequential"];

export function registerWalkthrough(context: vscode.ExtensionContext): vscode.Disposable[] {
  return [
    vscode.commands.registerCommand("asyncInsight.openWalkthrough", () =>
      vscode.commands.executeCommand("workbench.action.openWalkthrough", `${context.extension.id}#asyncInsight.start`),
    ),
    vscode.commands.registerCommand("asyncInsight.openSample", (family: unknown) =>
      openSample(context, samples.find((each) => each === family) ?? "unawaited"),
    ),
  ];
}

async function openSample(context: vscode.ExtensionContext, family: Family): Promise<void> {
  const folder = vscode.Uri.joinPath(context.globalStorageUri, "sample");
  await vscode.workspace.fs.copy(vscode.Uri.joinPath(context.extensionUri, "media", "walkthrough", "sample"), folder, {
    overwrite: true,
  });
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, `${family}.ts`));
  // The walkthrough stays where it is, so that its words can be read beside the code.
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
  // The step counts as done.
  await vscode.commands.executeCommand("setContext", `asyncInsight.sample.${family}`, true);
}
