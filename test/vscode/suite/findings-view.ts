// The findings view, as far as the extension host sees it: what is in its tree, and what its commands do.

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { findingsBelow } from "../../../client/src/findings-tree.ts";
import type { FindingsNode } from "../../../client/src/findings-tree.ts";
import { activeExtension, eventually, findings, openFile, replace, revert } from "./editor.ts";

describe("The findings view", () => {
  before(async () => {
    await openFile("floating.ts");
    await activeExtension();
    await vscode.commands.executeCommand("asyncInsight.findings.focus");
    await vscode.commands.executeCommand("asyncInsight.scanWorkspace");
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.view.explorer");
  });

  it("lists the workspace's findings by family, rule and file", async () => {
    await eventually(async () => {
      const family = await nodeAt("unawaited");
      const rule = await nodeAt("unawaited", "floating-promise");
      assert.ok(findingsBelow(family).length > findingsBelow(rule).length);
      const names = rule.children.map((file) => file.kind === "file" && file.uri.split("/").at(-1));
      assert.ok(names.includes("floating.ts") && names.includes("unopened.ts"), names.join(", "));
    });
  });

  it("shows what a filter leaves", async () => {
    const { findings: view } = await activeExtension();
    view.filter("unopened");
    assert.deepEqual(
      view.tree.flatMap(findingsBelow).map(({ uri }) => uri.split("/").at(-1)),
      ["unopened.ts"],
    );
    await vscode.commands.executeCommand("asyncInsight.findings.clearFilter");
    assert.ok(view.tree.flatMap(findingsBelow).length > 1);
  });

  it("follows the text while somebody types", async () => {
    const document = await openFile("typing.ts");
    await findings(document);
    await replace(document, "await ", "");
    await eventually(async () => assert.ok((await filesWith("floating-promise")).includes("typing.ts")));
    await revert(document);
    await eventually(async () => assert.ok(!(await filesWith("floating-promise")).includes("typing.ts")));
  });

  it("repairs what a node stands for, in one step that can be undone", async () => {
    const document = await openFile("floating.ts");
    await replace(document, "  save();", "  save();\n  save();");
    await findings(document, "floating-promise", "floating-promise");
    const node = await eventually(async () => {
      const rule = await nodeAt("unawaited", "floating-promise");
      const file = rule.children.find((each) => each.kind === "file" && each.uri.endsWith("/floating.ts"));
      assert.ok(file !== undefined && findingsBelow(file).length === 2);
      return file;
    });
    assert.equal(await vscode.commands.executeCommand("asyncInsight.findings.fix", node), 2);
    assert.match(document.getText(), /await save\(\);\n {2}await save\(\);/u);
    await findings(document);
    await revert(document);
    await findings(document, "floating-promise");
  });
});

/** The node below these; families are named for themselves, all others by the beginning of their id. */
async function nodeAt(...path: readonly string[]): Promise<FindingsNode> {
  const { findings: view } = await activeExtension();
  let nodes = view.tree;
  let found: FindingsNode | undefined;
  for (const id of path) {
    found = nodes.find((node) => node.id === id);
    assert.ok(found, `${path.join(" › ")} is not in the view`);
    nodes = found.children;
  }
  assert.ok(found);
  return found;
}

async function filesWith(rule: string): Promise<string[]> {
  const { children } = await nodeAt("unawaited", rule);
  return children.flatMap((file) => (file.kind === "file" ? [file.uri.split("/").at(-1) ?? ""] : []));
}
