// Which fixes of a file go together in one edit.

import { expect, test } from "vitest";
import { combineFixes } from "../../server/src/lsp/combine-fixes.ts";
import type { Fix } from "../../server/src/rules/finding.ts";
import { applyEdits } from "../../server/src/text/edit.ts";

const file = "/f.ts";
const text = "function f() { a(); b(); }";

function fix(...edits: readonly (readonly [start: number, end: number, newText: string])[]): Fix {
  return {
    title: "",
    isSafe: true,
    isPreferred: true,
    needsCheck: false,
    edits: edits.map(([start, end, newText]) => ({ file, span: { start, end }, newText })),
  };
}

const combined = (...fixes: readonly Fix[]) => applyEdits(text, combineFixes(fixes));

test("fixes that do not meet are all applied", () => {
  expect(combined(fix([15, 15, "await "]), fix([20, 20, "void "]))).toBe("function f() { await a(); void b(); }");
});

test("an edit that two fixes share is made once", () => {
  const first = fix([0, 0, "async "], [15, 15, "await "]);
  const second = fix([0, 0, "async "], [20, 20, "await "]);
  expect(combined(first, second)).toBe("async function f() { await a(); await b(); }");
});

test("a fix that collides with an earlier one is left out whole", () => {
  const first = fix([15, 18, "x()"]);
  const second = fix([16, 20, ""], [20, 20, "y(); "]);
  expect(combined(first, second)).toBe("function f() { x(); b(); }");
});
