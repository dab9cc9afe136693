// Runs a program of the toolchain for a script and keeps what it prints.

import { spawn } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

export interface ProcessResult {
  /** null if a signal ended it. */
  readonly code: number | null;
  /** What it printed on standard output. */
  readonly output: string;
}

/** Runs a JavaScript or TypeScript file below the repository's root with the Node.js that runs this, and shows its output. */
export function runNode(script: string, args: readonly string[]): Promise<ProcessResult> {
  return run(script, args, (text) => process.stdout.write(text));
}

/** The same without showing what it prints on standard output. */
export function runNodeQuietly(script: string, args: readonly string[]): Promise<ProcessResult> {
  return run(script, args, () => {});
}

async function run(script: string, args: readonly string[], show: (text: string) => void): Promise<ProcessResult> {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: process.env.FORCE_COLOR ?? "1" } : {}) },
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    show(text);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, output };
}
