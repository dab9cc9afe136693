// What a person sees without asking: diagnostics, hovers and the state of the engine.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeExtension, eventually, extensionId, findings, openFile, rangeOf, replace, revert } from "./editor.ts";

describe("Findings", () => {
  it("wait for the first TypeScript file: opening it activates the extension", async () => {
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, false);
    await openFile("floating.ts");
    await activeExtension();
  });

  it("appear on the expression, with the rule's name linking to its page", async () => {
    const document = await openFile("floating.ts");
    const [finding] = await findings(document, "floating-promise");
    assert.equal(finding?.message, "Nothing waits for `save()`.");
    assert.equal(document.getText(finding.range), "save()");
    assert.equal(finding.range.start.line, 3);
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Warning);
    assert.ok(typeof finding.code === "object" && finding.code.target.scheme === "https");
  });

  it("appear on the variable's name", async () => {
    const document = await openFile("unused.ts");
    const [finding] = await findings(document, "unused-promise");
    assert.equal(document.getText(finding?.range), "pending");
  });

  for (const name of ["script.js", "view.tsx"]) {
    it(`appear in ${name}`, async () => {
      await findings(await openFile(name), "floating-promise");
    });
  }

  it("appear in a file that was never saved", async () => {
    const content = "export {};\nasync function save() {}\nasync function close() {\n  save();\n}\n";
    const document = await vscode.workspace.openTextDocument({ language: "typescript", content });
    await vscode.window.showTextDocument(document);
    await findings(document, "floating-promise");
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("do not appear where a comment suppresses them", async () => {
    const document = await openFile("suppressed.ts");
    await replace(document, " -- the process waits for it", "\n  save();");
    // The second call is what shows that the file was analyzed at all.
    const [finding] = await findings(document, "floating-promise");
    assert.equal(finding?.range.start.line, 5);
    await revert(document);
    await findings(document);
  });

  it("come and go while somebody types", async () => {
    const document = await openFile("typing.ts");
    await replace(document, "await ", "");
    await findings(document, "floating-promise");
    await replace(document, "  save()", "  await save()");
    await findings(document);
  });

  it("follow an edit in another file", async () => {
    const consumer = await openFile("consumer.ts");
    const producer = await openFile("producer.ts");
    await replace(producer, "export function refresh(): void", "export async function refresh(): Promise<void>");
    const [finding] = await findings(consumer, "floating-promise");
    assert.equal(consumer.getText(finding?.range), "refresh()");
    assert.equal(consumer.isDirty, false);
    await revert(producer);
    await findings(consumer);
  });

  it("are explained in a hover", async () => {
    const document = await openFile("floating.ts");
    await findings(document, "floating-promise");
    const position = rangeOf(document, "save();").start;
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      position,
    );
    const text = hovers.flatMap(({ contents }) => contents.map(markdownOf)).join("\n");
    assert.match(text, /floating-promise/u);
    assert.match(text, /promise/iu);
  });

  it("are counted in the status item", async () => {
    const document = await openFile("floating.ts");
    await findings(document, "floating-promise");
    const extension = await activeExtension();
    // The status is of the document that was analyzed last, so an edit makes it this one.
    await replace(document, "  save();", "  save();\n  save();");
    await findings(document, "floating-promise", "floating-promise");
    await eventually(() => {
      const { state, findings: count } = extension.status();
      assert.deepEqual({ state, count }, { state: "ready", count: 2 });
    });
    await revert(document);
  });
});

function markdownOf(content: vscode.MarkdownString | vscode.MarkedString): string {
  return typeof content === "string" ? content : content.value;
}
