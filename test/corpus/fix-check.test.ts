// The fix checker must find an error wherever a fix causes it, and blame the right fix when several share a program.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OutputEdit, OutputFinding } from "./check-output.ts";
import { checkFixes } from "./fix-check.ts";

const texts = {
  "save.ts": "export function save() {\n  Promise.resolve(1);\n}\n",
  "use.ts": 'import { save } from "./save.ts";\nconst nothing: void = save();\nexport const old: string = nothing;\n',
  "other.ts": "export async function other(): Promise<void> {\n  Promise.resolve(2);\n}\n",
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fix-check-"));
  for (const [file, text] of Object.entries(texts)) await writeFile(join(folder, file), text);
  const compilerOptions = {
    target: "es2024",
    module: "preserve",
    allowImportingTsExtensions: true,
    strict: true,
    noEmit: true,
    types: [],
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
});

afterAll(() => rm(folder, { recursive: true }));

const insertion = (file: string, line: number, character: number, newText: string): OutputEdit => ({
  file,
  range: { start: { line, character }, end: { line, character } },
  newText,
});

const finding = (fixes: Readonly<Record<string, readonly OutputEdit[]>>): OutputFinding => ({
  rule: "floating-promise",
  severity: "warning",
  message: "",
  file: "save.ts",
  range: { start: { line: 1, character: 2 }, end: { line: 1, character: 20 } },
  fixes: Object.entries(fixes).map(([title, edits]) => ({ title, safe: false, edits })),
});

test("a fix that adds no error is good, whatever errors there were before", async () => {
  const result = await checkFixes(folder, [
    finding({ void: [insertion("save.ts", 1, 2, "void ")], await: [insertion("other.ts", 1, 2, "await ")] }),
  ]);
  expect(result).toEqual({ tried: 2, bad: [] });
});

test("an error in the fixed file is found, and the fix that shares the program is not blamed", async () => {
  const { bad } = await checkFixes(folder, [
    finding({ await: [insertion("save.ts", 1, 2, "await ")], good: [insertion("other.ts", 1, 2, "await ")] }),
  ]);
  expect(bad.map(({ title }) => title)).toEqual(["await"]);
  expect(bad[0]?.errors.join()).toMatch(/save\.ts: TS1308/);
});

test("an error in another file is found when the fix changes what the function returns", async () => {
  const { bad } = await checkFixes(folder, [
    finding({ return: [insertion("save.ts", 1, 2, "return ")], good: [insertion("other.ts", 1, 2, "await ")] }),
  ]);
  expect(bad.map(({ title }) => title)).toEqual(["return"]);
  expect(bad[0]?.errors.join()).toMatch(/use\.ts: TS2322/);
});

test("an error in another file is found when the function's head changes", async () => {
  const { bad } = await checkFixes(folder, [
    finding({ async: [insertion("save.ts", 0, 7, "async "), insertion("save.ts", 1, 2, "await ")] }),
  ]);
  expect(bad[0]?.errors.join()).toMatch(/use\.ts: TS2322/);
});

test("a syntax error counts", async () => {
  const { bad } = await checkFixes(folder, [finding({ broken: [insertion("save.ts", 1, 2, "(")] })]);
  expect(bad[0]?.errors.join()).toMatch(/save\.ts: TS1005/);
});

test("a fix whose edits overlap, or point to no place, is bad", async () => {
  const whole: OutputEdit = {
    file: "save.ts",
    range: { start: { line: 1, character: 2 }, end: { line: 1, character: 9 } },
    newText: "",
  };
  const { bad, tried } = await checkFixes(folder, [
    finding({ overlap: [whole, insertion("save.ts", 1, 4, "x")], nowhere: [insertion("save.ts", 7, 0, "x")] }),
  ]);
  expect(tried).toBe(2);
  expect(bad.map(({ title }) => title)).toEqual(["overlap", "nowhere"]);
});
