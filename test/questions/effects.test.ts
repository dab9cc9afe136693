// What expressions read and change, through the functions that they call.

import { expect, test } from "vitest";
import { describePath, type Path } from "../../server/src/questions/access-path.ts";
import type { Effects } from "../../server/src/questions/effect-summary.ts";
import { ask } from "../../server/src/questions/question.ts";
import { argumentsOf, askProgram } from "./program.ts";

const source = `
  import { readFile, writeFile, rename } from "node:fs/promises";
  import { counter, count, fillCache } from "./other";
  declare function study(value: unknown): void;
  declare function outside(): Promise<string>;
  declare function getOutside(): Promise<string>;
  declare function saveOutside(): Promise<string>;
  declare const logger: { debug(text: string): void };
  declare const handed: { name: string; list: number[]; inner: { deep: number } };
  let state = 0;
  const config = { url: "x" };
  const items: number[] = [];
  async function readState() { await outside; return state; }
  async function writeState() { state = 1; }
  async function readConfig() { return config.url; }
  async function push(list: number[], item: number) { list.push(item); }
  async function pushOwn() { const own: number[] = []; own.push(1); for (const each of [1, 2]) own.push(each); return own; }
  async function rename_(target: { name: string }) { target.name = "new"; }
  async function destructured({ inner }: { inner: { deep: number } }) { inner.deep = 2; }
  async function throughAlias(target: { list: number[] }) { const { list } = target; const same = list; same.push(1); }
  async function callback(values: number[]) { let sum = 0; values.forEach((value) => { sum += value; }); return sum; }
  async function callbackOut(values: number[]) { values.forEach((value) => { items.push(value); }); }
  async function changesResult() { const user = { ...(await makeUser()) }; user.name = "x"; return user; }
  async function changesForeign() { const user = await makeUser(); user.name = "x"; return user; }
  async function makeUser() { return handed; }
  async function again(n: number): Promise<number> { if (n > 0) return again(n - 1); state += 1; return 0; }
  async function logs() { logger.debug("x"); return 1; }
  async function prints() { console.log("x"); return 1; }
  async function* pieces() { yield 1; }
  async function fails() { throw new Error(String(state++)); }
  class Store {
    #rows: number[] = [];
    size = 0;
    async add(row: number) { this.#rows.push(row); this.size++; }
    async all() { return this.#rows; }
    async both(other: Store) { await other.add(1); return this.all(); }
  }
  const store = new Store();
  const other = new Store();
`;

const otherModule = `
  export let counter = 0;
  const tokenCache = new Map<string, string>();
  export async function count() { counter++; return counter; }
  export function remember(key: string): string { tokenCache.set(key, key); return key; }
  export async function fillCache() { return remember("x"); }
`;

/** What each expression does. An expression of which something is unknown ends in "?", a likely read in "~". */
const cases: readonly (readonly [string, string])[] = [
  ["readState()", "reads `outside`, `state`; waits"],
  ["writeState()", "writes `state`"],
  ["readConfig()", "reads `config.url`"],
  ["count()", "reads `counter`; writes `counter`"],
  ["fillCache()", "reads `tokenCache`"],
  ["push(items, 1)", "reads `items`; writes `items`"],
  ["push([], 1)", ""],
  ["push(handed.list, 1)", "reads `handed.list`; writes `handed.list`"],
  ["pushOwn()", ""],
  ["rename_(handed)", "reads `handed`; writes `handed.name`"],
  ["rename_({ name: '' })", ""],
  ["destructured(handed)", "reads `handed.inner`, `handed`; writes `handed.inner.deep`"],
  ["destructured({ inner: handed.inner })", "reads `handed.inner`; writes `handed.inner.deep`"],
  ["throughAlias(handed)", "reads `handed.list`, `handed`; writes `handed.list`"],
  ["callback(items)", "reads `items`, an item of `items`"],
  ["callbackOut(handed.list)", "reads `handed.list`, `items`, an item of `handed.list`; writes `items`"],
  ["changesResult()", "reads `handed`"],
  ["changesForeign()", "waits?"],
  ["again(2)", "reads `state`; writes `state`"],
  ["logs()", "reads `logger`"],
  ["prints()", "reads `console`; writes the console"],
  ["pieces()", "?"],
  ["fails()", ""],
  ["store.add(1)", "reads `store.#rows`, `store.size`, `store`; writes `store.#rows`, `store.size`"],
  ["store.all()", "reads `store.#rows`, `store`"],
  [
    "store.both(other)",
    "reads `other.#rows`, `other.size`, `other`, `store.#rows`, `store`; writes `other.#rows`, `other.size`",
  ],
  ["readFile('a/b.txt')", "reads the file system at `a/b.txt`; waits"],
  ["readFile(config.url)", "reads `config.url`, the file system; waits"],
  ["writeFile('./a.txt', '')", "writes the file system at `a.txt`; waits"],
  ["rename('a', 'b')", "writes the file system at `a`, the file system at `b`; waits"],
  ["fetch('/x')", "reads the network; waits"],
  ["fetch('/x', { method: 'head' })", "reads the network; waits"],
  ["fetch('/x', { method: 'POST' })", "waits?"],
  ["getOutside()", "waits~"],
  ["outside()", "waits?"],
  ["saveOutside()", "waits?"],
  ["import('./other')", "waits~"],
  ["Promise.all([readConfig(), fetch('/x')])", "reads `Promise`, `config.url`, the network; waits"],
  ["(async () => { state = 2; })()", "writes `state`"],
];

test("what expressions read and change", async () => {
  const text = `${source}${cases.map(([code]) => `study(${code});`).join("\n")}`;
  const answers = await askProgram({ "case.ts": text, "other.ts": otherModule }, (file) =>
    argumentsOf("study", file).map((node) => ask("effects", node)),
  );
  expect(answers.map((effects, i) => [cases[i]![0], describe(effects)])).toEqual(cases);
});

function describe({ reads, writes, mysteries, opaque, guesses, isWaiting }: Effects): string {
  const doubt = mysteries.length + opaque.length > 0 ? "?" : guesses.length > 0 ? "~" : "";
  // What else something does that may do anything matters to nobody.
  if (mysteries.length > 0 && !isWaiting) return doubt;
  const parts = [list("reads", mysteries.length > 0 ? [] : reads), list("writes", writes), isWaiting ? "waits" : ""];
  return parts.filter(Boolean).join("; ") + doubt;
}

function list(verb: string, paths: readonly Path[]): string {
  const names = new Set(paths.map((path) => describePath(path)));
  return names.size === 0 ? "" : `${verb} ${[...names].toSorted().join(", ")}`;
}
