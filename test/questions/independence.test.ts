// Why waits may overlap, and why they may not: the verdict about the second of two, in the words that people see.

import { expect, test } from "vitest";
import { collectFacts } from "../../server/src/facts/collect.ts";
import { ask, type Inquiry } from "../../server/src/questions/question.ts";
import type { Verdict } from "../../server/src/questions/independence.ts";
import { askProgram } from "./program.ts";

const declarations = `
  import { readFile, rm, writeFile } from "node:fs/promises";
  import { setTimeout } from "node:timers/promises";
  declare function getUser(id: number): Promise<{ id: number }>;
  declare function getPosts(id: number, options?: object): Promise<string[]>;
  declare function perform(id: number): Promise<string>;
  declare function saveUser(id: number): Promise<string>;
  declare function validateUser(id: number): Promise<string>;
  declare function getWidth(): number;
  declare const unknown: any;
  declare const ctx: object;
  declare const transaction: object;
  declare const tx: { getRows(sql: string): Promise<string[]> };
  interface Page { getTitle(): Promise<string>; getText(): Promise<string> }
  declare const tab: Page;
  declare const rl: { getAnswer(question: string): Promise<string> };
  const names = new Map<string, string>();
  async function remember(url: string) { const text = await (await fetch(url)).text(); names.set(url, text); return text; }
  async function listNames() { await fetch("/ready"); return [...names.keys()]; }
  async function count() { await fetch("/count"); return names.size; }
  async function clean() { await rm("x"); return true; }
  async function keep() { await writeFile("out.txt", ""); return 1; }
  async function print(text: string) { await fetch("/x"); console.log(text); return text; }
  async function half(n: number) { return n / 2; }
  async function soon(n: number) { await setTimeout(10); return n; }
  async function mark(n: number) { await setTimeout(10); marks.push(n); return n; }
  const marks: number[] = [];
`;

/** The statements of a function, and the verdict about the second wait. */
const cases: readonly (readonly [string, string])[] = [
  ["const a = await fetch('/a'); const b = await fetch('/b');", "proven"],
  ["const a = await readFile('a'); const b = await soon(1);", "proven"],
  ["const a = await getUser(1); const b = await fetch('/b');", "likely"],
  ["const a = await listNames(); const b = await count();", "proven"],
  ["const a = await soon(1); const b = await mark(1);", "proven"],
  [
    "const a = await getPosts(1); const b = await getPosts(1); const c = await fetch('c');",
    "It is the same call once more, so the order may matter.",
  ],
  ["const a = await perform(1); const b = await getUser(1);", "What `perform()` does is not known."],
  [
    "const a = await getUser(1); const b = await saveUser(1);",
    "What `saveUser()` does is not known, and by its name it changes something.",
  ],
  ["const a = await validateUser(1); const b = await getUser(1);", "It stands behind a check: `validateUser()`."],
  ["const a = await getWidth(); const b = await getUser(1);", "What `getWidth()` gives is not known to be a promise."],
  [
    "const a = await unknown.get(); const b = await getUser(1);",
    "What `unknown.get()` gives is not known to be a promise.",
  ],
  ["const a = await unknown.getUser(1); const b = await unknown.getPosts(1);", "likely"],
  [
    "const a = await unknown.performOne(1); const b = await unknown.getPosts(1);",
    "What `unknown.performOne()` gives is not known to be a promise.",
  ],
  [
    "const db = unknown.open(); const a = await db.getUser(1); const b = await db.getPosts(1);",
    "It goes through `db` like `db.getUser()`: one at a time.",
  ],
  ["const a = await remember('/a'); const b = await listNames();", "It reads `names`, which `remember()` changes."],
  ["const a = await listNames(); const b = await remember('/a');", "It changes `names`, which `listNames()` reads."],
  ["const a = await remember('/a'); const b = await remember('/b');", "Both `remember()` and it change `names`."],
  [
    "const a = await keep(); const b = await readFile('out.txt');",
    "It reads the file system at `out.txt`, which `keep()` changes.",
  ],
  ["const a = await keep(); const b = await readFile('other.txt');", "proven"],
  [
    "const a = await readFile('a'); const b = await clean();",
    "It changes the file system at `x`, which must not happen if `readFile()` fails.",
  ],
  ["const a = await print('a'); const b = await print('b');", "Both `print()` and it change the console."],
  ["const a = await half(1); const b = await soon(1);", "`half()` waits for nothing, so that nothing would be gained."],
  [
    "const a = await tx.getRows('a'); const b = await tx.getRows('b');",
    "It goes through `tx` like `tx.getRows()`: one at a time.",
  ],
  [
    "const a = await tab.getTitle(); const b = await tab.getText();",
    "It goes through `tab` like `tab.getTitle()`: one at a time.",
  ],
  [
    "const a = await getPosts(1, { transaction }); const b = await getPosts(2, { transaction });",
    "It goes through `transaction` like `getPosts()`: one at a time.",
  ],
  [
    "const a = await getPosts(1, ctx); const b = await getPosts(2, ctx);",
    "It goes through `ctx` like `getPosts()`: one at a time.",
  ],
  [
    "const a = await rl.getAnswer('a'); const b = await rl.getAnswer('b');",
    "One question after another is put to a person.",
  ],
];

test("the verdict about the second of two waits", async () => {
  const functions = cases.map(([code], i) => `async function run${i}() { ${code} return [a, b]; }`);
  const verdicts = await askProgram({ "case.ts": `${declarations}${functions.join("\n")}\nexport {};` }, (file) => {
    const runs = collectFacts(file, new Set(["await-run"])).flatMap((fact) =>
      fact.kind === "await-run" ? [fact] : [],
    );
    return runs.map(function* (run): Inquiry<Verdict | undefined> {
      const independence = yield* ask("independence", { at: run.node, run });
      return independence[1]?.[0];
    });
  });
  expect(verdicts.map((verdict, i) => [cases[i]![0], describe(verdict)])).toEqual(cases);
});

function describe(verdict: Verdict | undefined): string {
  if (verdict === undefined) return "nobody asked";
  return verdict.isIndependent ? verdict.confidence : verdict.reason;
}
