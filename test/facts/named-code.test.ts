// After an edit, what a function runs is taken from before if the function reads as it did.

import { afterAll, beforeAll, expect, test } from "vitest";
import { namedCodeIn, type EarlierCode, type NamedCode } from "../../server/src/facts/named-code.ts";
import { SyntaxTrees } from "./syntax-tree.ts";

let trees: SyntaxTrees;
beforeAll(() => void (trees = new SyntaxTrees()));
afterAll(() => trees.dispose());

async function named(text: string, before?: EarlierCode): Promise<EarlierCode> {
  return { text, code: await trees.with(text, (file) => namedCodeIn(file, before)) };
}

function codeNamed(name: string, { code }: EarlierCode): NamedCode {
  return code.find(({ names }) => names.includes(name))!;
}

test("a function that has only moved is not searched again; one that changed is", async () => {
  const before = await named("function load() { first(); }\nfunction save() { second(); }");
  const after = await named("function load() { third(); }\n\nfunction save() { second(); }", before);
  expect([...codeNamed("load", after).runs]).toEqual(["third"]);
  const moved = await named("\n// above\nfunction load() { first(); }\nfunction save() { second(); }", before);
  expect(codeNamed("save", moved).runs).toBe(codeNamed("save", before).runs);
});

test("a constructor runs the fields of its class, however they change", async () => {
  const before = await named("class Store { field = first(); constructor() { open(); } }");
  const after = await named("class Store { field = second(); constructor() { open(); } }", before);
  for (const { names, runs } of after.code) {
    expect(names).toEqual(["Store"]);
    expect([...runs]).toContain("second");
    expect([...runs]).not.toContain("first");
  }
  expect(after.code).not.toEqual([]);
});
