// All tests in a real VS Code: those inside its extension host, in a trusted and in a restricted window, and those that
// go through its window with the packaged extension. `node test/vscode/run.ts` ends with 0 when all of them passed.

import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageExtension } from "../../scripts/package.ts";
import { bundleSuite } from "./bundle-suite.ts";
import { runInExtensionHost } from "./extension-host.ts";
import { provisionBrowser, provisionVscode, repositoryFolder } from "./provision.ts";
import type { Tally } from "./suite-output.ts";
import { startVscodeServer } from "./vscode-server.ts";
import { runWindowTests } from "./window-tests.ts";

/** Prints as Mocha does, and a last line with the sums. */
export async function runVscodeTests(): Promise<boolean> {
  await provisionVscode();
  await provisionBrowser();
  // Packing builds what the extension host loads, so that the tests meet the very code that people get.
  const vsix = await packageExtension();
  const suite = await bundleSuite();

  const tallies: Tally[] = [];
  const rounds: [string, () => Promise<Tally>][] = [
    ["In the extension host", () => hostRound(suite, true)],
    ["In the extension host, restricted mode", () => hostRound(suite, false)],
    ["In the window, with the packaged extension", () => runWindowTests(vsix)],
  ];
  for (const [title, round] of rounds) {
    console.log(`\n${title}`);
    tallies.push(await round());
  }
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

async function hostRound(suite: string, isTrusting: boolean): Promise<Tally> {
  const workspace = await mkdtemp(join(tmpdir(), "async-insight-workspace-"));
  try {
    await cp(join(import.meta.dirname, "workspace"), workspace, { recursive: true });
    const server = await startVscodeServer({ isTrusting });
    try {
      return await runInExtensionHost({ server, extension: repositoryFolder, suite, workspace });
    } finally {
      await server.stop();
    }
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  try {
    process.exitCode = (await runVscodeTests()) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
