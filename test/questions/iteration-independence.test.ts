// Why the iterations of a loop may overlap, and why they may not, in the words that people who write rules see.

import { expect, test } from "vitest";
import { collectFacts } from "../../server/src/facts/collect.ts";
import type { Verdict } from "../../server/src/questions/independence.ts";
import { ask, type Inquiry } from "../../server/src/questions/question.ts";
import { askProgram } from "./program.ts";

const declarations = `
  import { readFile, writeFile } from "node:fs/promises";
  import { setTimeout } from "node:timers/promises";
  declare function getUser(id: number): Promise<{ id: number }>;
  declare function perform(id: number): Promise<string>;
  declare function getWidth(id: number): number;
  declare const tx: { getRows(id: number): Promise<string[]> };
  declare const sink: { push(id: number): void };
  interface Item { readonly id: number; size?: number }
  const sizes: number[] = [];
  async function soon(n: number) { await setTimeout(10); return n; }
  async function half(n: number) { return n / 2; }
  async function count(n: number) { await setTimeout(n); return sizes.length; }
  async function mark(n: number) { await setTimeout(n); sizes.push(n); return n; }
  async function measure(item: Item) { await setTimeout(10); item.size = 1; }
`;

/** The body of a loop over `items` and `ids`, and the verdict about its iterations. */
const cases: readonly (readonly [string, string])[] = [
  ["const own: number[] = []; for (const id of ids) own.push(await soon(id));", "proven"],
  // Whoever handed over the list sees what is in it after an error.
  ["for (const id of ids) list.push(await soon(id));", "likely"],
  ["for (const id of ids) list.push((await getUser(id)).id);", "likely"],
  ["for (const item of items) await measure(item);", "likely"],
  ["for (const id of ids) { await mark(id); }", "Each iteration changes `sizes`."],
  [
    "for (const id of ids) { const n = await count(id); sizes.push(n); }",
    "It reads `sizes`, which an earlier iteration changes.",
  ],
  ["for (const id of ids) { const n = await soon(id); console.log(n); }", "It prints in order."],
  [
    "for (const id of ids) list.push(await half(id));",
    "The iterations wait for nothing, so that nothing would be gained.",
  ],
  [
    "for (const id of ids) { const n = await perform(id); list.push(n.length); }",
    "What an iteration does is not known.",
  ],
  ["for (const id of ids) list.push(await getWidth(id));", "What `getWidth()` gives is not known to be a promise."],
  ["for (const id of ids) sink.push(await soon(id));", "What adding to `sink` does is not known."],
  ["for (const id of ids) list.push((await tx.getRows(id)).length);", "All go through `tx`: one at a time."],
  ["for (const id of ids) await writeFile(String(id), '');", "Each iteration changes the file system."],
  ["for (const id of new Set(names)) await writeFile(id, '');", "likely"],
  [
    "for (const id of new Set(names)) { await writeFile(id, ''); await readFile('all' + names[0] + id.length); }",
    "It reads files that another iteration may write.",
  ],
  [
    "try { for (const id of ids) list.push(await soon(id)); } catch {}",
    "What it did to `list` can be seen after an error.",
  ],
];

function* verdict(fact: ReturnType<typeof collectFacts>[number]): Inquiry<Verdict> {
  if (fact.kind !== "loop-waits") throw new Error("no loop");
  return yield* ask("iteration-independence", { at: fact.node, loop: fact });
}

test("verdicts about iterations say why", async () => {
  const functions = cases.map(
    ([code], i) =>
      `export async function f${i}(ids: number[], items: Item[], names: string[], list: number[]) { ${code} }`,
  );
  const verdicts = await askProgram({ "a.ts": [declarations, ...functions].join("\n") }, (file) =>
    collectFacts(file, new Set(["loop-waits"])).map((fact) => verdict(fact)),
  );
  const found = verdicts.map((each) => (each.isIndependent ? each.confidence : each.reason));
  expect(found).toEqual(cases.map(([, expected]) => expected));
}, 60_000);
