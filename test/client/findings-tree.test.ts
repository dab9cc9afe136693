// The findings view's tree: how findings are arranged, counted and filtered.

import { expect, test } from "vitest";
import { findingsBelow, findingsTree, targetsOf } from "../../client/src/findings-tree.ts";
import type { FindingsNode } from "../../client/src/findings-tree.ts";
import type { KnownFinding, KnownFindings } from "../../client/src/protocol.ts";

const finding = (rule: string, line: number, message = `${rule} here`): KnownFinding => ({
  rule,
  message,
  severity: 2,
  range: { start: { line, character: 0 }, end: { line, character: 5 } },
});

const known: KnownFindings = {
  rules: [
    { name: "await-in-loop", family: "sequential", summary: "" },
    { name: "floating-promise", family: "unawaited", summary: "" },
    { name: "unused-promise", family: "unawaited", summary: "" },
  ],
  files: [
    { uri: "file:///project/first%20part.ts", findings: [finding("floating-promise", 1), finding("await-in-loop", 2)] },
    { uri: "file:///project/second.ts", findings: [finding("floating-promise", 3), finding("floating-promise", 4)] },
    { uri: "file:///project/third.ts", findings: [finding("unused-promise", 5, "`pending` is never read.")] },
  ],
  hasScanned: true,
  isScanning: false,
};

/** What the tree says, one line a node: its last word and how many findings are below it. */
function outline(nodes: readonly FindingsNode[], depth = 0): string[] {
  return nodes.flatMap((node) => [
    `${"  ".repeat(depth)}${node.kind} ${node.id.split("/").at(-1)} ${findingsBelow(node).length}`,
    ...(node.kind === "file" ? [] : outline(node.children, depth + 1)),
  ]);
}

test("families come in the product's order, then rules and files with their counts", () => {
  expect(outline(findingsTree(known))).toEqual([
    "family unawaited 4",
    "  rule floating-promise 3",
    "    file first%20part.ts 1",
    "    file second.ts 2",
    "  rule unused-promise 1",
    "    file third.ts 1",
    "family sequential 1",
    "  rule await-in-loop 1",
    "    file first%20part.ts 1",
  ]);
});

test.each([
  ["second", ["family unawaited 2", "  rule floating-promise 2", "    file second.ts 2"]],
  ["First part  AWAIT-IN", ["family sequential 1", "  rule await-in-loop 1", "    file first%20part.ts 1"]],
  ["never read", ["family unawaited 1", "  rule unused-promise 1", "    file third.ts 1"]],
  ["sequential", ["family sequential 1", "  rule await-in-loop 1", "    file first%20part.ts 1"]],
  ["nowhere", []],
])("a filter for %j leaves what contains its words", (filter, expected) => {
  expect(outline(findingsTree(known, filter))).toEqual(expected);
});

test("a node's repair means exactly what it shows", () => {
  const [unawaited] = findingsTree(known, "second");
  expect(targetsOf(unawaited!)).toEqual([
    { uri: "file:///project/second.ts", rule: "floating-promise", start: { line: 3, character: 0 } },
    { uri: "file:///project/second.ts", rule: "floating-promise", start: { line: 4, character: 0 } },
  ]);
});

test("every node has an id of its own", () => {
  const ids = (nodes: readonly FindingsNode[]): string[] => nodes.flatMap((node) => [node.id, ...ids(node.children)]);
  const all = ids(findingsTree(known));
  expect(new Set(all).size).toBe(all.length);
});
