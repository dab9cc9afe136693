// Runs the bundled suite inside VS Code's extension host, by opening a window that is told to run it.

import type { Page } from "playwright-core";
import { readOutput } from "./suite-output.ts";
import type { Tally } from "./suite-output.ts";
import type { VscodeServer } from "./vscode-server.ts";
import { openWorkbench } from "./workbench.ts";

export interface ExtensionHostRun {
  readonly server: VscodeServer;
  /** The folder of the extension under test. */
  readonly extension: string;
  readonly suite: string;
  readonly workspace: string;
}

const suiteTimeout = 240_000;

/** Prints what the suite prints. A suite that does not report its tally counts as one failure. */
export async function runInExtensionHost({ server, extension, suite, workspace }: ExtensionHostRun): Promise<Tally> {
  let tally: Tally | undefined;
  const { promise: exit, resolve, reject } = Promise.withResolvers<number>();
  const timer = setTimeout(() => {
    reject(new Error(`The suite did not end within ${suiteTimeout / 1000} seconds.`));
  }, suiteTimeout);

  // These two names are what VS Code's own test driver calls in the page.
  const prepare = async (page: Page): Promise<void> => {
    await page.exposeFunction("codeAutomationLog", (_level: string, args: readonly unknown[]) => {
      const output = readOutput(args.map(String).join(" "));
      if (typeof output === "string") console.log(output);
      else tally = output ?? tally;
    });
    await page.exposeFunction("codeAutomationExit", (code: number) => resolve(code));
  };

  const workbench = await openWorkbench(server.address(workspace, { extension, tests: suite }), { prepare });
  try {
    const code = await exit;
    if (tally !== undefined) return tally;
    console.log(`  The extension host ended with code ${code} and no tally.`);
  } catch (error) {
    console.log(`  ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    clearTimeout(timer);
    await workbench.close();
  }
  return { passed: 0, failed: 1 };
}
