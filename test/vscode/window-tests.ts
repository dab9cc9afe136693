// Runs the tests that go through VS Code's window, with Mocha in this process.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import Mocha from "mocha";
import { screenshotFolder } from "./interface/window.ts";
import type { Tally } from "./suite-output.ts";

/** @param vsix the packaged extension that the tests install */
export async function runWindowTests(vsix: string): Promise<Tally> {
  process.env["ASYNC_INSIGHT_VSIX"] = vsix;
  const mocha = new Mocha({ ui: "bdd", color: false });
  await rm(screenshotFolder, { recursive: true, force: true });
  for (const name of ["findings.ts", "hovers.ts", "views.ts"]) {
    mocha.addFile(join(import.meta.dirname, "interface", name));
  }
  await mocha.loadFilesAsync();
  const { promise, resolve } = Promise.withResolvers<void>();
  const runner = mocha.run(() => resolve());
  await promise;
  return { passed: runner.stats?.passes ?? 0, failed: runner.stats?.failures ?? 1 };
}
