// What the command palette offers.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { ScanResult } from "../../../client/src/protocol.ts";
import { activeExtension, extensionId, eventually, findings, findingsIn, openFile, ruleOf } from "./editor.ts";

describe("Commands", () => {
  it("are registered as the manifest declares them", async () => {
    await openFile("floating.ts");
    await activeExtension();
    const manifest: { contributes: { commands: { command: string }[] } } | undefined =
      vscode.extensions.getExtension(extensionId)?.packageJSON;
    const declared = manifest?.contributes.commands.map(({ command }) => command) ?? [];
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.notDeepEqual(declared, []);
    assert.deepEqual(
      declared.filter((command) => !registered.has(command)),
      [],
    );
  });

  it("Scan Workspace finds what is in files that nobody opened", async () => {
    const [unopened] = await vscode.workspace.findFiles("unopened.ts");
    assert.ok(unopened);
    const result = await vscode.commands.executeCommand<ScanResult>("asyncInsight.scanWorkspace");
    assert.equal(result.cancelled, false);
    // A floor each, since the numbers grow with the folder: the file above and those with a known finding.
    assert.ok(result.files >= 9, `${result.files} files scanned`);
    assert.ok(result.findings >= 5, `${result.findings} findings`);
    await eventually(() => assert.deepEqual(findingsIn(unopened).map(ruleOf), ["floating-promise"]));
    assert.ok(vscode.workspace.textDocuments.every(({ uri }) => uri.path !== unopened.path));
  });

  it("Restart brings the findings back", async () => {
    const document = await openFile("floating.ts");
    await findings(document, "floating-promise");
    await vscode.commands.executeCommand("asyncInsight.restart");
    await findings(document, "floating-promise");
  });

  it("Explain opens what the analysis saw", async () => {
    const document = await openFile("floating.ts");
    await findings(document, "floating-promise");
    await vscode.commands.executeCommand("asyncInsight.explainFile");
    const explanation = vscode.window.activeTextEditor?.document;
    assert.ok(explanation?.isUntitled);
    assert.match(explanation.getText(), /floating-promise/u);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });
});
