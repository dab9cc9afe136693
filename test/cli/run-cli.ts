// Runs the command line as people get it, the bundle that `npm run build` makes, on folders of real files.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { distFolder } from "../../scripts/build.ts";

/** The program, as `node` takes it. */
export const entry = join(distFolder, "cli.js");

export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `async-insight ARGS` in `folder`. Colours and the environment of a CI service are off unless asked for. */
export function runCli(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  const inherited = { ...process.env };
  for (const name of ["CI", "GITHUB_WORKSPACE", "FORCE_COLOR", "NO_COLOR"]) delete inherited[name];
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: folder,
    env: { ...inherited, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

const folders: string[] = [];

/** A new folder with these files, deleted when the test file is done. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "async-insight-cli-")));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A project whose only setting is strictness. */
export const tsconfig = JSON.stringify({
  compilerOptions: { strict: true, target: "es2022", module: "nodenext", types: [], noEmit: true },
});

/** One finding of `floating-promise`, on line 3, columns 3 to 8 (1-based, the end behind the last character). */
export const floating = `declare function save(): Promise<void>;
export async function close() {
  save();
}
`;

export const clean = floating.replace("  save()", "  await save()");
