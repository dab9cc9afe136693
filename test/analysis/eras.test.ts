// What was found out about functions holds over edits of others. Whatever is edited, reports must be those of a fresh
// analysis; and an edit must not have read again what it has not changed.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AnalysisWorkspace } from "../../server/src/analysis/workspace.ts";
import { defaultSettings } from "../../server/src/config/settings.ts";

/** What relative imports of these texts begin with. */
const here = "./";

const world = `declare module "node:fs" { export function readFileSync(path: string): string; }
declare function request(id: string): Promise<string>;
`;

/** A file as pieces of text between which stand bodies, each with the texts that it may have. */
type Pieces = readonly (string | readonly string[])[];

const project: Readonly<Record<string, Pieces>> = {
  "deep.ts": [
    'import { readFileSync } from "node:fs";\nconst state = { last: "" };\nconst tasks: (() => string)[] = [];\n',
    "export function deep(): string {",
    [
      'return readFileSync("a");',
      'return "";',
      "return other();",
      'return each(() => readFileSync("b"));',
      "return each(other);",
    ],
    "}\nfunction other(): string {",
    ['return "";', 'return readFileSync("c");', 'const longer = "text"; return longer + new Reader().text;'],
    "}\nexport function each(task: () => string): string {",
    ["return task();", 'tasks.push(task); return "";', "return run(task);"],
    "}\nfunction run(task: () => string): string {",
    ["return task();", 'setTimeout(task); return "";'],
    "}\nclass Reader {\n  get text(): string {",
    ['return "";', 'return readFileSync("d");'],
    "}\n}\nexport async function get(id: string): Promise<string> {",
    [
      "return request(id);",
      "state.last = id; return request(id);",
      "return request(state.last);",
      "note(id); return request(id);",
    ],
    "}\nfunction note(id: string): void {",
    ["void id;", "state.last = id;"],
    "}\n",
  ],
  "helper.ts": [
    `import { deep, each, get } from "${here}deep";\n`,
    "export function helper(): string {",
    ["return deep();", 'return "";', "return each(deep);", "return inner();"],
    "}\nfunction inner(): string {",
    ["return deep();", 'return "inner";'],
    "}\nexport async function load(id: string): Promise<string> {",
    ["return get(id);", "const found = await get(id); return found;", 'return id === "" ? helper() : get(id);'],
    "}\n",
  ],
  "main.ts": [
    `import { helper, load } from "${here}helper";\nimport { get } from "${here}deep";\n`,
    "export async function start(ids: string[]): Promise<string> {",
    [
      "return helper();",
      'const a = await load("1"); const b = await load("2"); return a + b;',
      "const all: string[] = []; for (const id of ids) { all.push(await load(id)); } return all.join();",
      'const a = await get("1"); const b = await get("2"); helper(); return a + b;',
    ],
    "}\n",
  ],
};

/** Functions of the same names, so that the names that may block stay the same whatever is edited. */
const namesakes = ["deep", "other", "each", "run", "get", "note", "helper", "inner", "load"]
  .map((name) => `function ${name}(): void { readFileSync("n"); }\n`)
  .join("");

const namesakeFile = `import { readFileSync } from "node:fs";\n${namesakes}class Reader { get text() { readFileSync("n"); return ""; } }\n`;

let folders: string[] = [];
let workspaces: AnalysisWorkspace[] = [];

beforeEach(() => {
  [folders, workspaces] = [[], []];
});

afterEach(async () => {
  await Promise.all(workspaces.map((workspace) => workspace.dispose()));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function openProject(texts: Readonly<Record<string, string>>): {
  readonly folder: string;
  readonly workspace: AnalysisWorkspace;
} {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "async-insight-eras-")));
  mkdirSync(folder, { recursive: true });
  const compilerOptions = {
    strict: true,
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    allowJs: true,
    types: [],
  };
  const files = {
    "tsconfig.json": JSON.stringify({ compilerOptions }),
    "world.d.ts": world,
    "namesakes.ts": namesakeFile,
    ...texts,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const workspace = new AnalysisWorkspace({ folder, settingsFor: () => defaultSettings });
  folders.push(folder);
  workspaces.push(workspace);
  return { folder, workspace };
}

async function messagesIn(workspace: AnalysisWorkspace, file: string): Promise<readonly string[]> {
  const { findings, lines } = await workspace.report(file);
  return findings.map(({ rule, message, span, related }) => {
    const chain = related.map((each) => `${each.file?.split("/").at(-1) ?? ""}:${each.span.start} ${each.message}`);
    return [`${rule} ${span.start} ${lines.text.slice(span.start, span.end)}: ${message}`, ...chain].join("\n");
  });
}

test("reports after any series of edits in several files are those of a fresh analysis", async () => {
  const bodies = Object.entries(project).flatMap(([name, pieces]) =>
    [...pieces.entries()].filter(([, piece]) => typeof piece !== "string").map(([at]) => ({ name, at })),
  );
  const chosen = new Map<string, number>();
  const textOf = (name: string) =>
    project[name]!.map((piece, at) =>
      typeof piece === "string" ? piece : ` ${piece[(chosen.get(`${name} ${at}`) ?? 0) % piece.length]} `,
    ).join("");
  const names = Object.keys(project);
  const texts = Object.fromEntries(names.map((name) => [name, textOf(name)]));
  const [edited, fresh] = [openProject(texts), openProject(texts)];
  let count = 0;
  const compare = async () => {
    for (const name of names) {
      edited.workspace.openDocument(join(edited.folder, name), textOf(name));
      // A closed document is forgotten, so that its next analysis starts from nothing.
      fresh.workspace.closeDocument(join(fresh.folder, name));
    }
    for (const name of names) fresh.workspace.openDocument(join(fresh.folder, name), textOf(name));
    for (const name of names) {
      const found = await messagesIn(edited.workspace, join(edited.folder, name));
      expect(found, name).toEqual(await messagesIn(fresh.workspace, join(fresh.folder, name)));
      count += found.length;
    }
  };
  const edit = fc.record({ body: fc.nat(bodies.length - 1), choice: fc.nat(4) });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
      chosen.clear();
      await compare();
      for (const { body, choice } of edits) {
        const { name, at } = bodies[body]!;
        chosen.set(`${name} ${at}`, choice);
        await compare();
      }
    }),
    { numRuns: Number(process.env["ERAS_RUNS"] ?? 25) },
  );
  expect(count).toBeGreaterThan(50);
}, 600_000);

function chainStart(n: number): string {
  return `import { f } from "${here}link0";\nexport async function start(): Promise<string> { return f() + ${n}; }\n`;
}

function store(body: string): string {
  return `const state = { last: "" };\nexport function getKey() { ${body} }\n`;
}

test("a function whose name spoke for it until its body was edited", async () => {
  const texts = {
    "store.js": store('return "a";'),
    "keys.js": `import { getKey } from "${here}store";\nfunction keyOf() { return "k" + getKey(); }\n/** @param {string} id */\nexport async function load(id) { return request(keyOf() + id); }\n`,
    "main.js": `import { load } from "${here}keys";\nexport async function start() { const a = await load("1"); const b = await load("2"); return a + b; }\n`,
  };
  const { folder, workspace } = openProject(texts);
  for (const [name, text] of Object.entries(texts)) workspace.openDocument(join(folder, name), text);
  const rulesInMain = async () => (await workspace.report(join(folder, "main.js"))).findings.map(({ rule }) => rule);
  expect(await rulesInMain()).toEqual(["sequential-awaits"]);
  // The first edit may end an era, since another process answers from then on.
  workspace.changeDocument(join(folder, "store.js"), store('const key = "b"; return key;'));
  expect(await rulesInMain()).toEqual(["sequential-awaits"]);
  const changing = store('const key = state.last; state.last = "b"; return key;');
  workspace.changeDocument(join(folder, "store.js"), changing);
  const found = await rulesInMain();
  const fresh = openProject({ ...texts, "store.js": changing });
  expect(found).toEqual((await fresh.workspace.report(join(fresh.folder, "main.js"))).findings.map(({ rule }) => rule));
  expect(found).toEqual([]);
});

/** How many requests an edit of the function at the beginning of a chain costs, once everything is known. */
async function requestsForAnEdit(length: number): Promise<number> {
  const link = (i: number) =>
    i === length
      ? 'import { readFileSync } from "node:fs";\nexport function f(): string { return readFileSync("a"); }\n'
      : `import { f as next } from "${here}link${i + 1}";\nexport function f(): string { return next(); }\n`;
  const links = Array.from({ length: length + 1 }, (_, i) => [`link${i}.ts`, link(i)] as const);
  const { folder, workspace } = openProject({ ...Object.fromEntries(links), "main.ts": chainStart(0) });
  const file = join(folder, "main.ts");
  const report = async (n: number) => {
    workspace.openDocument(file, chainStart(n));
    expect((await messagesIn(workspace, file)).join()).toContain("it reaches `readFileSync`");
  };
  for (const n of [1, 2, 3]) await report(n);
  const before = workspace.statistics().engineRequests;
  await report(4);
  return workspace.statistics().engineRequests - before;
}

test("an edit reads no function again but the one that it changed, however long the chain behind it", async () => {
  expect(await requestsForAnEdit(8)).toBe(await requestsForAnEdit(1));
});
