// Who has looked at one place of a file waits for nobody at the next: the types that calls need have been asked for by then.

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Lesson } from "../../server/src/analysis/lessons.ts";
import { AnalysisWorkspace } from "../../server/src/analysis/workspace.ts";
import { defaultSettings } from "../../server/src/config/settings.ts";

const calls = Array.from({ length: 50 }, (_, i) => `  await load${i}();\n`);
const text = [
  ...calls.map((_, i) => `declare function load${i}(): Promise<string>;\n`),
  "export async function main(): Promise<void> {\n",
  ...calls,
  "}\n",
].join("");

let folder: string;
let file: string;
let workspace: AnalysisWorkspace;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "async-insight-lessons-")));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { strict: true, module: "esnext" } }));
  file = join(folder, "main.ts");
  writeFileSync(file, text);
  workspace = new AnalysisWorkspace({ folder, settingsFor: () => defaultSettings });
});

afterEach(async () => {
  await workspace.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function look(name: string, present: string): Promise<{ lesson: Lesson | undefined; requests: number }> {
  const report = await workspace.report(file);
  const before = workspace.statistics().engineRequests;
  const lesson = await workspace.lesson(report, present.indexOf(`await ${name}(`) + "await ".length);
  return { lesson, requests: workspace.statistics().engineRequests - before };
}

test("the second look asks nothing", async () => {
  expect((await look("load0", text)).requests).toBeGreaterThan(0);
  // The far end of the file is prepared last. A place that was looked at before would say nothing.
  let last = 49;
  await expect.poll(async () => (await look(`load${last--}`, text)).requests).toBe(0);
  const { lesson, requests } = await look("load25", text);
  expect(lesson?.concept).toBe("promise");
  expect(requests).toBe(0);
});

test("a look after an edit is about the new text", async () => {
  await look("load0", text);
  const edited = `// a line\n${text.replace("load25(): Promise<string>", "load25(): string")}`;
  workspace.openDocument(file, edited);
  expect((await look("load25", edited)).lesson).toBeUndefined();
  expect((await look("load26", edited)).lesson?.span.start).toBe(edited.indexOf("await load26(") + "await ".length);
});
