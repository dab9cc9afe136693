// What VS Code runs in its extension host: Mocha with the tests of this folder. The same file serves the VS Code server
// in a browser and the desktop application.
//
// Mocha is required at run time and not bundled, since it loads parts of itself by name.

import { format } from "node:util";
import Mocha from "mocha";
import * as vscode from "vscode";
import { markLines, markTally } from "../suite-output.ts";

/** Resolves when all tests have run; rejects when one failed, which is how VS Code learns about it. */
export async function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...line: unknown[]) => console.log(markLines(format(...line)));
  // A busy machine may take longer than anybody waits; what is wrong fails again.
  const mocha = new Mocha({ ui: "bdd", timeout: 30_000, color: false, retries: 1 });
  // The bundle holds the tests, so the globals must be there before their modules are evaluated.
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  // A window that nobody trusts runs its own tests: the others would only repeat what holds there too.
  if (vscode.workspace.isTrusted) {
    await import("./findings.ts");
    await import("./fixes.ts");
    await import("./far-reaching-fixes.ts");
    await import("./refactorings.ts");
    await import("./commands.ts");
    await import("./findings-view.ts");
    await import("./settings.ts");
    await import("./timeline.ts");
    await import("./walkthrough.ts");
  } else {
    await import("./restricted-mode.ts");
  }
  const { promise, resolve } = Promise.withResolvers<Mocha.Stats | undefined>();
  const runner = mocha.run(() => resolve(runner.stats));
  const stats = await promise;
  const { passes = 0, failures = 0 } = stats ?? {};
  console.log(markTally({ passed: passes, failed: failures }));
  if (failures > 0 || passes === 0) throw new Error(`${failures} of ${passes + failures} tests failed.`);
}
