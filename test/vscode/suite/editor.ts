// The steps that the tests in the extension host are made of: open, edit, wait for findings. What is expected stands in
// the tests.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { AsyncInsight } from "../../../client/src/extension.ts";

export const extensionId = "async-insight.async-insight";

/** How long a test waits for something that the server does. The first one includes the engine's start. */
const patience = 20_000;

export async function openFile(name: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "the window has no folder open");
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
  // A preview would give its tab to the next file, and a file without a tab has no findings.
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

/** Puts the file back as it is on disk, so that the next test finds it so. */
export async function revert(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand("workbench.action.files.revert");
}

export async function replace(document: vscode.TextDocument, before: string, after: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeOf(document, before), after);
  assert.ok(await vscode.workspace.applyEdit(edit), `${document.uri.path} could not be edited`);
}

/** Where the text stands for the first time. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  assert.notEqual(start, -1, `\`${text}\` does not occur in ${document.uri.path}`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/** Only ours: VS Code's own TypeScript has its word about the same files. */
export function findingsIn(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "async-insight");
}

/** The finding's rule, which is the value of the diagnostic's linked code. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return typeof code === "object" ? String(code.value) : `a code without a link: ${String(code)}`;
}

/** Waits until the document's findings are of exactly these rules, in this order. */
export async function findings(document: vscode.TextDocument, ...rules: string[]): Promise<vscode.Diagnostic[]> {
  return eventually(() => {
    const found = findingsIn(document.uri);
    assert.deepEqual(found.map(ruleOf), rules, `findings of ${document.uri.path}`);
    return found;
  });
}

/** With their edits resolved. VS Code does not tell whose they are; its own TypeScript has none for these files. */
export async function fixesAt(document: vscode.TextDocument, text: string): Promise<vscode.CodeAction[]> {
  const { start } = rangeOf(document, text);
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    new vscode.Range(start, start),
    vscode.CodeActionKind.QuickFix.value,
    20,
  );
}

/** Tries until nothing is thrown, and throws the last error when patience ends. */
export async function eventually<T>(attempt: () => T | Promise<T>): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(50);
    }
  }
}

async function pause(milliseconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, milliseconds);
  await promise;
}

/** What the extension offers to others, once it is active. */
export async function activeExtension(): Promise<AsyncInsight> {
  const extension = vscode.extensions.getExtension<AsyncInsight>(extensionId);
  assert.ok(extension, `${extensionId} is not installed in this window`);
  return eventually(() => {
    assert.ok(extension.isActive, "the extension is not active");
    return extension.exports;
  });
}
