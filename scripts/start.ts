// `npm start`: try the product without installing anything. Prints the findings of the sample workspace, then serves a
// real VS Code in the browser with the extension and that sample, until Ctrl-C.

import { spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startVscodeServer } from "../test/vscode/vscode-server.ts";
import { build, distFolder } from "./build.ts";
import { packageExtension } from "./package.ts";

const usage = `usage: npm start [-- OPTION…]

  --no-serve    only print the sample's findings
  --port PORT   where the browser finds VS Code; the default is any free port`;

const sample = join(import.meta.dirname, "..", "media", "sample-workspace");

interface StartOptions {
  readonly isServing: boolean;
  readonly port: number;
}

async function start({ isServing, port }: StartOptions): Promise<void> {
  // Packing builds as well, so only one of them is done.
  const vsix = isServing ? await packageExtension() : undefined;
  if (vsix === undefined) await build();
  console.log("The findings of the sample workspace, as the command line prints them:\n");
  await printFindings();
  if (vsix !== undefined) await serve(vsix, port);
}

/** The sample has findings, so the exit code that says so is the right one. */
async function printFindings(): Promise<void> {
  const child = spawn(process.execPath, [join(distFolder, "cli.js"), "check", "."], { cwd: sample, stdio: "inherit" });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once("error", reject);
  child.once("exit", resolve);
  const code = await promise;
  if (code !== 1) throw new Error(`The scan of ${sample} ended with exit code ${code} instead of 1.`);
}

/** Ends when a signal comes or VS Code does. The sample is a copy, so that whoever tries a fix changes no repository. */
async function serve(vsix: string, port: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "async-insight-start-"));
  const workspace = join(folder, "sample-workspace");
  const { promise: signalled, resolve: stop } = Promise.withResolvers<void>();
  process.once("SIGINT", () => stop());
  process.once("SIGTERM", () => stop());
  try {
    await cp(sample, workspace, { recursive: true });
    const settings = { "workbench.startupEditor": "readme" };
    const server = await startVscodeServer({ vsix, port, settings, isDriven: false });
    console.log(`\nVS Code with Async Insight and the sample: ${server.address(workspace)}\nCtrl-C ends it.`);
    await Promise.race([signalled, server.ended]);
    await server.stop();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns undefined when the arguments are wrong */
function parseOptions(args: readonly string[]): StartOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { "no-serve": { type: "boolean", default: false }, port: { type: "string", default: "0" } },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return undefined;
    return { isServing: !values["no-serve"], port };
  } catch {
    return undefined;
  }
}

const options = parseOptions(process.argv.slice(2));
if (options === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  try {
    await start(options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
