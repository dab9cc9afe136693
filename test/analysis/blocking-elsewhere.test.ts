// Whether a call blocks may be decided in another file: by a helper, by what a function does with its callback, by the
// implementations of an interface, by who starts a file as a worker. Edits of that file show in the open one at once, in
// both directions.

import { readFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { analysedFolder, fileSystem, type AnalysedFolder } from "./analysed-folder.ts";

/** What relative imports of these texts begin with. */
const here = "./";

let workspace: AnalysedFolder["workspace"];
let write: AnalysedFolder["write"];
let found: AnalysedFolder["found"];

beforeEach(() => {
  ({ workspace, write, found } = analysedFolder());
  write("fs.d.ts", fileSystem);
});

interface Example {
  /** The open file whose findings are looked at. */
  readonly main: string;
  /** The two texts of the file that is edited, without and with which the open one has the finding. */
  readonly without: string;
  readonly with: string;
  readonly finding: string;
  /** Files that nobody edits. */
  readonly others?: Readonly<Record<string, string>>;
}

const read = 'import { readFileSync } from "node:fs";\n';
const direct = "`readFileSync` blocks the event loop until the disk has answered.";

const callback = (body: string): string =>
  `export function run(task: () => string): string { const tasks = [task]; ${body} }\n`;

const handing = `${read}import { run } from "${here}other.ts";\n`;

const visitor = (body: string): string =>
  `declare function setTimeout(task: () => void, ms: number): void;\nexport function visit(visitor: { enter: () => void }): void { const { enter } = visitor; ${body} }\n`;

const walker = (body: string): string =>
  `export class Walker { open: unknown; constructor(open: (path: string) => string) { ${body} } }\n`;

const loader = (file: string): string =>
  `${read}import type { Loader } from "${here}loader.ts";\nexport class FileLoader implements Loader { load(): string { return ${file}; } }\n`;

const loading = `import type { Loader } from "${here}loader.ts";\nexport async function start(loader: Loader): Promise<string> { return loader.load(); }\n`;

const interfaces = {
  "loader.ts": "export interface Loader { load(): string }\n",
  "file-loader.ts": loader('readFileSync("a")'),
};

/** Another implementation, in a body that decides no type. */
const maker = (body: string): string =>
  `${read}import type { Loader } from "${here}loader.ts";\nexport function make(): Loader { ${body} }\n`;

const starter = (body: string): string =>
  `declare class Worker { constructor(program: URL) }\nexport function begin(): void { ${body} }\n`;

const examples: Readonly<Record<string, Example>> = {
  "a helper that blocks": {
    main: `import { load } from "${here}other.ts";\nexport async function start(): Promise<string> { return load(); }\n`,
    without: `${read}export function load(): string { return typeof readFileSync; }\n`,
    with: `${read}export function load(): string { return readFileSync("a"); }\n`,
    finding: "`load()` blocks: it reaches `readFileSync`.",
  },
  "a function that calls its callback": {
    main: `${handing}export async function start(): Promise<string> { return run(() => readFileSync("a")); }\n`,
    without: callback('return "" + tasks.length;'),
    with: callback("return task();"),
    finding: direct,
  },
  "such a function in the middle of a chain": {
    main: `${handing}function load(): string { return run(() => readFileSync("a")); }\nexport async function start(): Promise<string> { return load(); }\n`,
    without: callback('return "" + tasks.length;'),
    with: callback("return task();"),
    finding: "`load()` blocks: it reaches `readFileSync`.",
  },
  "a function that hands its callback to one that calls it": {
    main: `${read}import { hand } from "${here}hand.ts";\nexport async function start(): Promise<string> { return hand(() => readFileSync("a")); }\n`,
    without: callback('return "" + tasks.length;'),
    with: callback("return task();"),
    finding: direct,
    others: {
      "hand.ts": `import { run } from "${here}other.ts";\nexport function hand(task: () => string): string { return run(task); }\n`,
    },
  },
  "a function that calls what it is given by its name": {
    main: `${handing}const load = (): string => readFileSync("a");\nexport async function start(): Promise<string> { return run(load); }\n`,
    without: callback('return "" + tasks.length;'),
    with: callback("return task();"),
    finding: "`load` blocks: it reaches `readFileSync`.",
  },
  "a helper that is handed over by its name": {
    main: `import { load } from "${here}other.ts";\nexport async function start(names: string[]): Promise<string[]> { return names.map(load); }\n`,
    without: `${read}export function load(name: string): string { return name + typeof readFileSync; }\n`,
    with: `${read}export function load(name: string): string { return readFileSync(name); }\n`,
    finding: "`load` blocks: it reaches `readFileSync`.",
  },
  "a function that calls a callback in an object": {
    main: `${read}import { visit } from "${here}other.ts";\nexport async function start(): Promise<void> { visit({ enter: () => readFileSync("a") }); }\n`,
    without: visitor("setTimeout(enter, 10);"),
    with: visitor("enter();"),
    finding: direct,
  },
  "a constructor that calls what it is given": {
    main: `${read}import { Walker } from "${here}other.ts";\nexport async function start(): Promise<Walker> { return new Walker(readFileSync); }\n`,
    without: walker("this.open = open;"),
    with: walker('open("a");'),
    finding: "`Walker` calls `readFileSync`, which blocks the event loop until the disk has answered.",
  },
  "an implementation that blocks": {
    main: loading,
    without: loader('""'),
    with: loader('readFileSync("a")'),
    finding: "`loader.load()` blocks: it reaches `readFileSync`.",
    others: { "loader.ts": interfaces["loader.ts"] },
  },
  "one of two implementations": {
    main: loading,
    without: maker('return { load: () => "" };'),
    with: maker('return { load: () => readFileSync("b") };'),
    finding: "`loader.load()` blocks: it reaches `readFileSync`.",
    others: interfaces,
  },
  "another implementation that does not": {
    main: loading,
    without: maker('return { load: () => "" };'),
    with: maker("throw new Error();"),
    finding: "`loader.load()` blocks: it reaches `readFileSync`.",
    others: interfaces,
  },
  "a program that is no longer started as a worker": {
    main: `${read}export async function work(): Promise<string> { return readFileSync("a"); }\n`,
    without: starter(`new Worker(new URL("${here}main.js", import.meta.url));`),
    with: starter(`new Worker(new URL("${here}another.js", import.meta.url));`),
    finding: direct,
  },
};

test.each(Object.keys(examples))("%s, edited in another document", async (name) => {
  const example = examples[name]!;
  const { main, other } = writeFiles(example);
  workspace.openDocument(other, example.without);
  workspace.openDocument(main, example.main);
  expect(await found(main)).toEqual([]);
  for (let round = 0; round < 2; round++) {
    workspace.changeDocument(other, example.with);
    expect(await found(main)).toEqual([example.finding]);
    workspace.changeDocument(other, example.without);
    expect(await found(main)).toEqual([]);
  }
});

test.each(Object.keys(examples))("%s, changed on disk", async (name) => {
  const example = examples[name]!;
  const { main, other } = writeFiles(example);
  workspace.openDocument(main, example.main);
  expect(await found(main)).toEqual([]);
  write("other.ts", example.with);
  workspace.filesChanged([{ file: other, kind: "changed" }]);
  expect(await found(main)).toEqual([example.finding]);
  write("other.ts", example.without);
  workspace.filesChanged([{ file: other, kind: "changed" }]);
  expect(await found(main)).toEqual([]);
});

function writeFiles({ main, without, others = {} }: Example): { readonly main: string; readonly other: string } {
  for (const [name, text] of Object.entries(others)) write(name, text);
  return { main: write("main.ts", main), other: write("other.ts", without) };
}

test("evidence moves with the text that it is in", async () => {
  const main = write(
    "main.ts",
    `import { load } from "${here}other.ts";\nexport async function start(): Promise<string> { return load(); }\n`,
  );
  const before = `${read}export function first(): void { void 0; }\nexport function load(): string { return readFileSync("a"); }\n`;
  const after = before.replace("void 0;", "void 0; void 1;");
  const other = write("other.ts", before);
  workspace.openDocument(main, readFileSync(main, "utf8"));
  workspace.openDocument(other, before);
  const evidence = async () => (await workspace.report(main)).findings[0]?.related.at(-1)?.span.start;
  await workspace.report(other);
  expect(await evidence()).toBe(before.indexOf("readFileSync("));

  workspace.changeDocument(other, after);
  await workspace.report(other);
  expect(await evidence()).toBe(after.indexOf("readFileSync("));
});
