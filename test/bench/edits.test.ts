// The bench compares servers on the same texts, so its edits must be reproducible and must add up.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeEdits } from "./edits.ts";
import { statementLines } from "./statement-lines.ts";

const text =
  "export const a = 1;\nexport async function f() {\n  await g();\n  if (a) { await g(); }\n}\nasync function g() {\n  return 1;\n}\n";
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "edits-"));
  file = join(folder, "a.ts");
  await writeFile(file, text);
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { types: [] }, include: ["*.ts"] }));
});

afterAll(() => rm(folder, { recursive: true }));

test("statements are typed where a function's statements begin a line", async () => {
  const starts = await statementLines(folder, file);
  expect(starts.map((start) => text.slice(start).split("\n")[0])).toEqual([
    "  await g();",
    "  if (a) { await g(); }",
    "  return 1;",
  ]);
});

test("each edit leads from the text before it to the next", async () => {
  const edits = await makeEdits(folder, file, 60);
  expect(edits).toHaveLength(60);
  let current = text;
  for (const edit of edits) {
    expect(edit.before).toBe(current);
    current = current.slice(0, edit.start) + edit.newText + current.slice(edit.end);
    expect(edit.after).toBe(current);
  }
  expect(edits.some(({ newText }) => newText === "")).toBe(true);
  expect(new Set(edits.map(({ causes }) => causes))).toEqual(new Set([undefined, "floating promise", "syntax error"]));
});

test("the same file gets the same edits", async () => {
  expect(await makeEdits(folder, file, 20)).toEqual(await makeEdits(folder, file, 20));
});

test("what was typed is deleted again as a whole", async () => {
  const edits = await makeEdits(folder, file, 60);
  const typed = new Set(edits.map(({ newText }) => newText));
  for (const { before, start, end, newText } of edits) {
    if (newText === "") expect(typed).toContain(before.slice(start, end));
  }
});
