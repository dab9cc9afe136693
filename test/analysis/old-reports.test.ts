// Somebody types for hours: what was known of earlier texts must go.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { analysedFolder } from "./analysed-folder.ts";

/** The text before the edited one, which a comparison may still need, and the present one. */
const MOST_KEPT = 2;

function text(edited: string): string {
  return `declare function save(): Promise<void>;
export function untouched(): void { save(); }
export async function edited(): Promise<void> { ${edited} }
export async function run(): Promise<void> {
  const first = await save();
  const second = await save();
}
`;
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

test("the reports of earlier texts are let go", async () => {
  const { workspace, write } = analysedFolder();
  const file = write("main.ts", text(""));
  workspace.openDocument(file, text(""));
  const reports: WeakRef<object>[] = [];
  for (let i = 0; i < 12; i++) {
    workspace.changeDocument(file, text(`save(); console.log(${i});`));
    const report = await workspace.report(file);
    expect(report.findings.length).toBeGreaterThan(1);
    reports.push(new WeakRef(report));
  }
  // What is reachable from the stack of the last turn goes with the next one.
  await pause(100);
  collectGarbage();
  expect(reports.filter((report) => report.deref() !== undefined).length).toBeLessThanOrEqual(MOST_KEPT);
});
