// The timeline, lenses and hints, as far as the extension host sees them.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeExtension, eventually, openFile, rangeOf } from "./editor.ts";

describe("The timeline", () => {
  it("shows the function of the cursor, and follows it", async () => {
    const document = await openFile("timeline.ts");
    const { timeline } = await activeExtension();
    const editor = await vscode.window.showTextDocument(document);
    const at = (text: string): void => {
      const { start } = rangeOf(document, text);
      editor.selection = new vscode.Selection(start, start);
    };
    at("await fetchUser");
    await vscode.commands.executeCommand("asyncInsight.showTimeline");
    await eventually(() => assert.equal(timeline.shown?.name, "report"));
    assert.match(timeline.shown?.svg ?? "", /class="bar blocked"/u);
    at("Promise.all");
    await eventually(() => assert.equal(timeline.shown?.name, "both"));
    at("declare function");
    await eventually(() => assert.equal(timeline.shown, undefined));
    await vscode.commands.executeCommand("workbench.action.closeEditorsInOtherGroups");
  });
});

describe("Lenses and hints", () => {
  it("are off until a setting turns them on, and then there at once", async () => {
    const document = await openFile("timeline.ts");
    assert.deepEqual(await lensesOf(document), []);
    assert.deepEqual(await hintsOf(document), []);
    const configuration = vscode.workspace.getConfiguration("asyncInsight");
    await configuration.update("codeLens.enable", true, vscode.ConfigurationTarget.Workspace);
    await configuration.update("inlayHints.enable", true, vscode.ConfigurationTarget.Workspace);
    await eventually(async () => {
      const titles = await lensesOf(document);
      assert.ok(titles.includes("3 awaits") && titles.includes("reaches 1 blocking call"), titles.join(", "));
    });
    await eventually(async () => {
      const labels = await hintsOf(document);
      assert.ok(
        labels.some((label) => label.startsWith("pending until line ")),
        labels.join(", "),
      );
    });
    await configuration.update("codeLens.enable", undefined, vscode.ConfigurationTarget.Workspace);
    await configuration.update("inlayHints.enable", undefined, vscode.ConfigurationTarget.Workspace);
  });

  it("lead somewhere: every lens has a command that exists", async () => {
    const document = await openFile("timeline.ts");
    const configuration = vscode.workspace.getConfiguration("asyncInsight");
    await configuration.update("codeLens.enable", true, vscode.ConfigurationTarget.Workspace);
    await eventually(async () => assert.notDeepEqual(await lensesOf(document), []));
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      document.uri,
      20,
    );
    const known = new Set(await vscode.commands.getCommands(true));
    for (const { command } of lenses) assert.ok(command && known.has(command.command), command?.command);
    const blocking = lenses.find(({ command }) => command?.title === "reaches 1 blocking call")?.command;
    assert.ok(blocking);
    await vscode.commands.executeCommand(blocking.command, ...(blocking.arguments ?? []));
    await configuration.update("codeLens.enable", undefined, vscode.ConfigurationTarget.Workspace);
  });
});

async function lensesOf({ uri }: vscode.TextDocument): Promise<(string | undefined)[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, 20);
  return lenses.map(({ command }) => command?.title);
}

async function hintsOf(document: vscode.TextDocument): Promise<string[]> {
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    "vscode.executeInlayHintProvider",
    document.uri,
    new vscode.Range(0, 0, document.lineCount, 0),
  );
  return hints.map(({ label }) => (typeof label === "string" ? label : label.map(({ value }) => value).join("")));
}
