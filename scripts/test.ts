// `npm test`: all levels, one after another, and the sum of their tests on the last line. The lockfile's packages are
// there already (scripts/with-toolchain.mjs); VS Code and a browser are fetched by the level that needs them.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.ts";
import { runNode } from "./run-process.ts";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** Runs everything and prints the sum. True if no test failed and no level broke. */
export async function test(): Promise<boolean> {
  // The language server and the command line are tested as people get them.
  await build();
  const tallies: Tally[] = [];
  for (const level of [testInNode, testInVscode]) tallies.push(await level());
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

/** Rules, language server, command line, grammar, and the tests of the repository itself. */
async function testInNode(): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), "async-insight-test-"));
  const results = join(folder, "results.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
    const { code } = await runNode("node_modules/vitest/vitest.mjs", ["run", ...reporters]);
    const text = await readFile(results, "utf8").catch(() => "{}");
    return tallyOfVitest(JSON.parse(text), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A file that cannot be loaded, or a crash, fails without a failed test: it counts as one. */
export function tallyOfVitest(
  { numPassedTests = 0, numFailedTests = 0 }: { numPassedTests?: number; numFailedTests?: number },
  code: number | null,
): Tally {
  return { passed: numPassedTests, failed: code === 0 ? numFailedTests : Math.max(numFailedTests, 1) };
}

async function testInVscode(): Promise<Tally> {
  const { code, output } = await runNode("test/vscode/run.ts", []);
  return tallyOfLastLine(output, code);
}

/** Reads the last `N passed, M failed` of a level that prints its own sum. */
export function tallyOfLastLine(output: string, code: number | null): Tally {
  const [, passed, failed] = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1) ?? [];
  // Without a sum, or with an exit code that contradicts it, the level broke.
  const broken = passed === undefined || code !== 0 ? 1 : 0;
  return { passed: Number(passed ?? 0), failed: Math.max(Number(failed ?? 0), broken) };
}

if (import.meta.main) process.exitCode = (await test()) ? 0 : 1;
