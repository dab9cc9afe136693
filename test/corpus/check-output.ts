// Runs the built command line on a folder and reads its JSON, as the contract of `--format json` has it.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Lines and characters 0-based, characters in UTF-16 code units, as in LSP. */
export interface OutputPosition {
  readonly line: number;
  readonly character: number;
}

export interface OutputRange {
  readonly start: OutputPosition;
  readonly end: OutputPosition;
}

export interface OutputEdit {
  /** Relative to the folder that was checked, with forward slashes. */
  readonly file: string;
  readonly range: OutputRange;
  readonly newText: string;
}

export interface OutputFix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly OutputEdit[];
}

export interface OutputFinding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly range: OutputRange;
  readonly fixes: readonly OutputFix[];
}

export interface CheckOutput {
  readonly files: number;
  readonly findings: readonly OutputFinding[];
}

export interface CheckRun {
  readonly output: CheckOutput;
  /** What the command line said on stderr, such as that its analysis was limited. */
  readonly notes: string;
  readonly milliseconds: number;
}

const cli = join(import.meta.dirname, "..", "..", "dist", "cli.js");

/** @throws when the command line is not built, fails, or prints something else than its contract says */
export async function runCheck(folder: string): Promise<CheckRun> {
  if (!existsSync(cli)) throw new Error(`${cli} does not exist. Run npm run build first.`);
  const start = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  const child = spawn(process.execPath, [cli, "check", ".", "--format", "json"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let notes = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (notes += chunk));
  child.once("error", reject);
  child.once("close", resolve);
  const exitCode = await promise;
  const milliseconds = performance.now() - start;
  if (exitCode !== 0 && exitCode !== 1) throw new Error(`the scan of ${folder} ended with ${exitCode}:\n${notes}`);
  return { output: readOutput(stdout), notes: notes.trim(), milliseconds };
}

/** @throws when the text is not JSON, or lacks what the corpus run reads */
export function readOutput(json: string): CheckOutput {
  const output: CheckOutput = JSON.parse(json);
  if (typeof output.files !== "number" || !Array.isArray(output.findings)) {
    throw new Error(`the scan printed no "files" and "findings": ${json.slice(0, 200)}`);
  }
  return output;
}
