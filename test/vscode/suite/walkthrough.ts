// The walkthrough's commands. What its pages look like is seen in the window's tests.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeExtension, eventually, extensionId, findingsIn, openFile } from "./editor.ts";

describe("The walkthrough", () => {
  before(async () => {
    await openFile("floating.ts");
    await activeExtension();
  });

  for (const family of ["unawaited", "blocking"]) {
    it(`opens a sample with a mistake of the ${family} family, outside the workspace`, async () => {
      await vscode.commands.executeCommand("asyncInsight.openSample", family);
      const document = vscode.window.activeTextEditor?.document;
      assert.ok(document);
      assert.ok(document.uri.path.endsWith(`/sample/${family}.ts`), document.uri.path);
      assert.equal(vscode.workspace.getWorkspaceFolder(document.uri), undefined);
      await eventually(() => assert.equal(findingsIn(document.uri).length, 1));
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    });
  }

  it("has a picture for each theme at every step, and a text for those who do not see it", async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension);
    const manifest: { contributes: { walkthroughs: { steps: Step[] }[] } } = extension.packageJSON;
    for (const { id, media } of manifest.contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      const pictures = typeof media.image === "string" ? [media.image] : Object.values(media.image);
      assert.ok(pictures.length === 1 || pictures.length === 4, id);
      assert.ok(media.altText.length > 20, id);
      for (const picture of pictures) {
        await vscode.workspace.fs.stat(vscode.Uri.joinPath(extension.extensionUri, picture));
      }
    }
  });
});

interface Step {
  readonly id: string;
  readonly media: { readonly image: string | Record<string, string>; readonly altText: string };
}
