// Which collection a value is, told by the default library's declarations and by nothing that only looks like them.

import { expect, test } from "vitest";
import { ask } from "../../server/src/questions/question.ts";
import { askProgram, argumentsOf } from "./program.ts";

const values = [
  ["[1, 2]", "array"],
  ["x<[number, string]>()", "array"],
  ["x<readonly number[]>()", "array"],
  ["new Rows()", "array"],
  ["x<Frozen>()", "array"],
  ["x<RegExpMatchArray>()", "array"],
  ["x<string[] & { readonly brand: unique symbol }>()", "array"],
  ["x<number[] | undefined | null>()", "array"],
  ["x<number[] | readonly string[]>()", "array"],
  ["new Uint8Array(1)", "typed-array"],
  ["Buffer.alloc(1)", "typed-array"],
  ["new Map<string, number>()", "map"],
  ["x<ReadonlyMap<string, number>>()", "map"],
  ["new Set([1])", "set"],
  ["x<Set<number> | ReadonlySet<number>>()", "set"],
  ["new Map<string, number>().keys()", "iterator"],
  ["(function* () { yield 1; })()", "iterator"],
  ["document.querySelectorAll('p')", "dom"],
  ["new URLSearchParams()", "dom"],
  ["x<number[] | Set<number>>()", "several"],
  ["x<number[] | { forEach(run: () => void): void }>()", "none"],
  ["x<{ forEach(run: () => void): void; length: number }>()", "none"],
  ["new Own.Map()", "none"],
  ["new WeakMap()", "none"],
  ["x<Iterator<number>>()", "none"],
  ["Promise.resolve([1])", "none"],
  ["'text'", "none"],
  ["x<any>()", "none"],
  ["x<unknown>()", "none"],
  ["x<never>()", "none"],
  ["x<null | undefined>()", "none"],
] as const;

const declarations = `
  declare function x<T>(): T;
  declare function kind(value: unknown): void;
  class Rows extends Array<number> {}
  interface Frozen extends ReadonlyArray<string> {}
  namespace Own { export class Map { forEach() {} } }
  export {};
`;

test("values", async () => {
  const text = declarations + values.map(([value]) => `kind(${value});`).join("\n");
  expect(await kindsIn(text)).toEqual(values.map(([value, kind]) => `${value}: ${kind}`));
});

test("type parameters are what they extend, and `this` is what its class is", async () => {
  const constraints = ["readonly string[]", "Set<string>", "Set<string> | undefined", "unknown", "string"];
  const functions = constraints.map((constraint, i) => `function f${i}<T extends ${constraint}>(t: T) { kind(t); }`);
  const classes = "class Many<T> extends Array<T> { m() { kind(this); } } class Few { m() { kind(this); } }";
  const kinds = ["t: array", "t: set", "t: set", "t: none", "t: none", "this: array", "this: none"];
  expect(await kindsIn(`${declarations} ${functions.join("\n")} ${classes}`)).toEqual(kinds);
});

function kindsIn(text: string): Promise<string[]> {
  return askProgram({ "a.ts": text }, (file) =>
    argumentsOf("kind", file).map(function* (value) {
      return `${value.getText()}: ${yield* ask("collection-kind", value)}`;
    }),
  );
}
