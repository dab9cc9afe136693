// Settings are in force at once, for the files to which they belong.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually, findings, findingsIn, openFile } from "./editor.ts";

describe("Settings", () => {
  it("turn a rule off and on", async () => {
    const document = await openFile("floating.ts");
    await findings(document, "floating-promise");
    await set("floatingPromise.severity", "off");
    await findings(document);
    await set("floatingPromise.severity", undefined);
    await findings(document, "floating-promise");
  });

  it("change a rule's severity", async () => {
    const document = await openFile("floating.ts");
    await set("floatingPromise.severity", "error");
    await eventually(() =>
      assert.deepEqual(
        findingsIn(document.uri).map(({ severity }) => severity),
        [vscode.DiagnosticSeverity.Error],
      ),
    );
    await set("floatingPromise.severity", undefined);
  });

  it("turn everything off and on", async () => {
    const document = await openFile("floating.ts");
    try {
      await set("enable", false);
      await findings(document);
    } finally {
      // What comes after this test needs findings, however it ended.
      await set("enable", undefined);
    }
    await findings(document, "floating-promise");
  });
});

/** `undefined` puts the default back. */
async function set(name: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration("asyncInsight");
  await configuration.update(name, value, vscode.ConfigurationTarget.Workspace);
}
