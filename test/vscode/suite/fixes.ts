// What a person can have done: quick fixes, and the fix-all on which VS Code's "code actions on save" builds.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { findings, fixesAt, openFile, revert } from "./editor.ts";

describe("Fixes", () => {
  it("are offered where the finding is, the one that solves it preferred", async () => {
    const document = await openFile("floating.ts");
    await findings(document, "floating-promise");
    const offered = await fixesAt(document, "save();");
    assert.deepEqual(
      offered.filter(({ isPreferred }) => isPreferred === true).map(({ title }) => title),
      ["Add `await`"],
    );
    assert.ok(offered.some(({ title }) => title === "Mark as intentional with `void`"));
  });

  it("are not offered elsewhere", async () => {
    const document = await openFile("floating.ts");
    await findings(document, "floating-promise");
    assert.deepEqual(await fixesAt(document, "async function save"), []);
  });

  for (const { title, line } of [
    { title: "Add `await`", line: "  await save();" },
    { title: "Mark as intentional with `void`", line: "  void save();" },
  ]) {
    it(`change the text: ${title}`, async () => {
      const document = await openFile("floating.ts");
      await findings(document, "floating-promise");
      const fix = (await fixesAt(document, "save();")).find((action) => action.title === title);
      assert.ok(fix?.edit, `"${title}" has no edit`);
      assert.ok(await vscode.workspace.applyEdit(fix.edit));
      assert.equal(document.lineAt(3).text, line);
      await findings(document);
      await revert(document);
    });
  }

  it("are not applied all at once where only the author can decide", async () => {
    const document = await openFile("floating.ts");
    await findings(document, "floating-promise");
    const before = document.getText();
    await vscode.commands.executeCommand("asyncInsight.fixAll");
    assert.equal(document.getText(), before);
  });
});
