// The first findings of a large project, and what happens between them and the whole: the report that is known afterwards
// must be about the present.

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AnalysisWorkspace } from "../../server/src/analysis/workspace.ts";
import { defaultSettings, type Settings } from "../../server/src/config/settings.ts";

/** More than a project has whose findings come at once. */
const FILES = 210;

const helper = (result: string): string => `export function save(): ${result} { throw new Error(); }\n`;
/** What relative imports of these texts begin with. */
const here = "./";

const text = `import { readFileSync } from "node:fs";
import { save } from "${here}helper";
export async function close() {
  save();
  readFileSync("a");
}
`;

let folder: string;
let main: string;
let settings: Settings;
let workspace: AnalysisWorkspace;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "async-insight-first-"))).replaceAll("\\", "/");
  write("tsconfig.json", JSON.stringify({ compilerOptions: { strict: true, module: "esnext", types: [] } }));
  write("fs.d.ts", 'declare module "node:fs" { export function readFileSync(path: string): string; }');
  write("helper.ts", helper("Promise<void>"));
  for (let i = 0; i < FILES; i++) write(`file-${i}.ts`, `export const value${i} = ${i};\n`);
  main = write("main.ts", text);
  settings = defaultSettings;
  workspace = new AnalysisWorkspace({ folder, settingsFor: () => settings });
  workspace.openDocument(main, text);
});

afterEach(async () => {
  await workspace.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return `${folder}/${name}`;
}

const rulesOf = (findings: readonly { readonly rule: string }[]) => findings.map(({ rule }) => rule).toSorted();

/** The rules of the findings that are known when `change` has happened between the first findings and the whole. */
async function knownAfter(change: () => void): Promise<readonly (readonly string[])[]> {
  const seen: string[][] = [];
  await workspace.report(main, undefined, ({ findings }) => {
    seen.push(rulesOf(findings));
    change();
  });
  seen.push(rulesOf((await workspace.report(main)).findings));
  return seen;
}

test("the first findings are those that need no other file, and the others follow", async () => {
  expect(await knownAfter(() => {})).toEqual([["floating-promise"], ["blocking-call", "floating-promise"]]);
});

test("what is found by following calls comes second", async () => {
  const pairs = write("pairs.ts", "");
  workspace.openDocument(
    pairs,
    `declare function loadUser(id: number): Promise<string>;
declare function loadPosts(id: number): Promise<string>;
export async function load(id: number) {
  loadUser(id);
  const user = await loadUser(id);
  const posts = await loadPosts(id);
  return { user, posts };
}
`,
  );
  const seen: string[][] = [];
  const whole = await workspace.report(pairs, undefined, ({ findings }) => seen.push(rulesOf(findings)));
  expect([...seen, rulesOf(whole.findings)]).toEqual([["floating-promise"], ["floating-promise", "sequential-awaits"]]);
});

test("a setting that changes between them counts", async () => {
  const seen = await knownAfter(() => {
    settings = { ...defaultSettings, enable: false };
    workspace.settingsChanged();
  });
  expect(seen).toEqual([["floating-promise"], []]);
});

test("a file that changes on disk between them counts", async () => {
  const seen = await knownAfter(() => {
    workspace.filesChanged([{ file: write("helper.ts", helper("void")), kind: "changed" }]);
  });
  expect(seen).toEqual([["floating-promise"], ["blocking-call"]]);
});
