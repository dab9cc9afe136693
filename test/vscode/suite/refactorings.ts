// Refactorings as VS Code offers them under Refactor…, and what applying one does.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { findings, openFile, rangeOf, revert } from "./editor.ts";

const kind = "refactor.rewrite.asyncInsight";

describe("Refactorings", () => {
  it("change the text", async () => {
    const document = await openFile("refactored.ts");
    await findings(document);
    const [action] = await refactoringsAt(document, "const amount", `${kind}.startNow`);
    assert.equal(action?.title, "Start now, await at first use");
    assert.ok(action.edit, "the refactoring has no edit");
    const texts = action.edit.get(document.uri).map(({ newText }) => newText.trim());
    assert.deepEqual(texts, [
      "const amountPromise =",
      "amountPromise.catch(() => {});",
      "const amount = await amountPromise;",
    ]);
    // Without the question that its doubts ask: nobody is there to answer it.
    const unasked = new vscode.WorkspaceEdit();
    unasked.set(document.uri, action.edit.get(document.uri));
    assert.ok(await vscode.workspace.applyEdit(unasked));
    assert.equal(document.lineAt(4).text, "  const amountPromise = charge(order);");
    assert.equal(document.lineAt(7).text, "  const amount = await amountPromise;");
    await findings(document);
    await revert(document);
  });

  it("gather what is selected", async () => {
    const document = await openFile("refactored.ts");
    await findings(document);
    const selection = rangeOf(document, "const amount = await charge(order);\n  await reserve(order);");
    const [action] = await refactorings(document, selection, `${kind}.gatherAwaits`);
    assert.equal(action?.title, "Gather the selected awaits");
    const [first] = action.edit?.get(document.uri) ?? [];
    assert.equal(first?.newText, "const [amount] = await Promise.all([charge(order), reserve(order)]);");
  });

  it("are not offered where there is nothing to refactor", async () => {
    const document = await openFile("refactored.ts");
    await findings(document);
    assert.deepEqual(await refactoringsAt(document, "return", kind), []);
  });
});

function refactoringsAt(document: vscode.TextDocument, text: string, only: string): Promise<vscode.CodeAction[]> {
  const { start } = rangeOf(document, text);
  return refactorings(document, new vscode.Range(start, start), only);
}

/** With their edits resolved. */
async function refactorings(
  document: vscode.TextDocument,
  range: vscode.Range,
  only: string,
): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    range,
    only,
    20,
  );
}
