// Callers in other files cost what other files cost: a hover waits only a moment for them, and not at all for names that half
// the project mentions.

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AnalysisWorkspace } from "../../server/src/analysis/workspace.ts";
import { defaultSettings } from "../../server/src/config/settings.ts";

const text = "export async function save(): Promise<void> {\n  await Promise.resolve();\n}\n";

let folder: string;
let workspace: AnalysisWorkspace;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "async-insight-callers-")));
  write("tsconfig.json", JSON.stringify({ compilerOptions: { strict: true, module: "esnext", target: "es2022" } }));
  write("save.ts", text);
});

afterEach(async () => {
  await workspace.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string): void {
  writeFileSync(join(folder, name), content);
}

async function said(): Promise<string> {
  const report = await workspace.report(join(folder, "save.ts"));
  const lesson = await workspace.lesson(report, text.indexOf("save"));
  return lesson!.remarks
    .map((remark) => remark.map((part) => (typeof part === "object" ? part.file : part)).join(""))
    .join("\n");
}

test("what is not found in time is there at the next look", async () => {
  write("main.ts", 'import { save } from "./save.js";\nawait save();\n');
  workspace = new AnalysisWorkspace({ folder, settingsFor: () => defaultSettings, hoverPatience: 0 });
  expect(await said()).toContain("Its callers in other files are still being looked for: look again.");
  await expect.poll(() => said(), { timeout: 20_000 }).toContain("In other files it is called once and waited for:");
});

test("a name that many files mention is not followed", async () => {
  for (let i = 0; i < 41; i++) write(`main${i}.ts`, 'import { save } from "./save.js";\nawait save();\n');
  workspace = new AnalysisWorkspace({ folder, settingsFor: () => defaultSettings, hoverPatience: 60_000 });
  expect(await said()).toContain("41 other files mention this name: too many to follow all of them for a hover.");
});
