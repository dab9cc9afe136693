// A window in restricted mode: analysis runs no code of the workspace, so it works there as well.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeExtension, findings, openFile } from "./editor.ts";

describe("Restricted mode", () => {
  it("shows findings in a workspace that is not trusted", async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const document = await openFile("floating.ts");
    await activeExtension();
    await findings(document, "floating-promise");
  });
});
