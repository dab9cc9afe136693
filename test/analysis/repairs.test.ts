// Fixes are built when somebody asks, again and again, and proved wherever the change can be felt.

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { AnalysisWorkspace } from "../../server/src/analysis/workspace.ts";
import { defaultSettings } from "../../server/src/config/settings.ts";
import type { Fix } from "../../server/src/rules/finding.ts";

const config = { compilerOptions: { strict: true, target: "esnext", module: "nodenext", types: [] } };

let folder: string;
let workspace: AnalysisWorkspace;

afterEach(async () => {
  await workspace.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function open(files: Readonly<Record<string, string>>): void {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "async-insight-repairs-"))).replaceAll("\\", "/");
  const all = { "tsconfig.json": JSON.stringify(config), "package.json": '{ "type": "module" }', ...files };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  workspace = new AnalysisWorkspace({ folder, settingsFor: () => defaultSettings });
}

/** The fixes of the only finding of the file that are left after the check. */
async function checkedFixes(name: string): Promise<readonly Fix[]> {
  const report = await workspace.report(`${folder}/${name}`);
  expect(report.findings).toHaveLength(1);
  return workspace.fixes(report, report.findings[0]!, { checked: true });
}

const titles = (fixes: readonly Fix[]) => fixes.map(({ title }) => title);

test("the same fixes whenever they are asked for, also from a tree that the engine has sent anew", async () => {
  open({
    "main.ts": `declare function save(depth: number): Promise<void>;
class Store {
  private readonly store = (depth: number): void => {
    save(depth);
    if (depth > 0) this.store(depth - 1);
  };
}
export const store = new Store();
`,
  });
  const first = await checkedFixes("main.ts");
  expect(titles(first)).toContain("Make `store` async and await");
  // The check has shown the engine another text, so that it has sent the tree of this one again.
  expect(await checkedFixes("main.ts")).toEqual(first);
});

const api = "declare function save(): Promise<void>;\nexport function start() {\n  save();\n  return 1;\n}\n";

test("a fix that breaks a file which it does not touch is not offered", async () => {
  open({
    "api.ts": api,
    "names.ts": 'export * as names from "./api.ts";\n',
    "main.ts": 'import { names } from "./names.ts";\nexport const all: { start(): number } = names;\n',
  });
  const fixes = await checkedFixes("api.ts");
  expect(titles(fixes)).toContain("Handle the rejection");
  expect(titles(fixes)).not.toContain("Make `start` async and await");
});

test("the same fix is offered where nothing depends on what changes", async () => {
  open({
    "api.ts": api,
    "main.ts": 'import * as names from "./api.ts";\nexport const all: { start(): unknown } = names;\n',
  });
  expect(titles(await checkedFixes("api.ts"))).toContain("Make `start` async and await");
});

test("errors that were there before are nobody's fault", async () => {
  open({
    "api.ts": api,
    "main.ts": 'import { missing } from "./api.ts";\nexport const all: string = 1;\nvoid missing;\n',
  });
  expect(titles(await checkedFixes("api.ts"))).toContain("Make `start` async and await");
});
