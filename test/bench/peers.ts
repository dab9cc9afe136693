// The tools that we are measured against: their installation and the commands that start them.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A program and its arguments. */
export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
}

const peersFolder = join(import.meta.dirname, "peers");
const modules = join(peersFolder, "node_modules");
const repository = join(import.meta.dirname, "..", "..");

/** oxlint's configurations: what they name is on, everything else off. */
export const oxlintConfigs = {
  "no-floating-promises": join(peersFolder, "only-no-floating-promises.json"),
  /** no-floating-promises, no-misused-promises, await-thenable, return-await. */
  "promise rules": join(peersFolder, "promise-rules.json"),
  /** These, no-await-in-loop and no-sync. */
  "async rules": join(peersFolder, "async-rules.json"),
};

/**
 * Installs the peers that peers/package-lock.json pins, unless they are in place.
 *
 * @throws when npm fails
 */
export function installPeers(): void {
  const lock = createHash("sha256")
    .update(readFileSync(join(peersFolder, "package-lock.json")))
    .digest("hex");
  const stamp = join(modules, ".installed-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: peersFolder,
    stdio: ["ignore", process.stderr.fd, process.stderr.fd],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) throw new Error(`npm ci failed in ${peersFolder}; its message is above.`);
  writeFileSync(stamp, lock);
}

/** Our command line or server; both must have been built. */
export function ours(bundle: "cli" | "server", ...args: readonly string[]): CommandLine {
  const path = join(repository, "dist", `${bundle}.js`);
  if (!existsSync(path)) throw new Error(`${path} does not exist. Run npm run build first.`);
  return { command: process.execPath, args: [path, ...args] };
}

export function oxlint(...args: readonly string[]): CommandLine {
  return { command: process.execPath, args: [join(modules, "oxlint", "bin", "oxlint"), ...args] };
}

/** TypeScript's executable itself: its npm wrapper is a Node script that would only add to the start-up time. */
export function tsc(...args: readonly string[]): CommandLine {
  const name = process.platform === "win32" ? "tsc.exe" : "tsc";
  const platform = `typescript-${process.platform}-${process.arch}`;
  return { command: join(modules, "@typescript", platform, "lib", name), args };
}
