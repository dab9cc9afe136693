// Puts one package of the corpus in place: its sources at `packages/<name>/`, its dependencies in `node_modules` beside
// them, our tsconfig above them. What to do with the sources afterwards is not decided here.
//
// Invariant: the sources never lie below a folder called node_modules, because the tools that are measured on them skip
// such folders.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import type { CorpusPackage } from "./corpus-packages.ts";

/** Raised when what this module does with a package changes, so that folders in the old layout are fetched anew. */
const layoutVersion = 3;

const corpusFolder = import.meta.dirname;

/** Absolute path of the folder that holds the package's sources, tsconfig and dependencies. */
export function packageFolder(name: string): string {
  return join(corpusFolder, "packages", name);
}

/**
 * Fetches the package unless the stamp says that this very version of its pins is already in place.
 *
 * @returns whether anything was fetched
 * @throws when npm fails; its output is in the message
 */
export async function fetchPackage(corpusPackage: CorpusPackage): Promise<boolean> {
  const folder = packageFolder(corpusPackage.name);
  refuseBelowNodeModules(folder);
  const pinned = join(corpusFolder, "pinned", corpusPackage.name);
  const stamp = join(folder, ".fetched");
  const wanted = await fingerprint(corpusPackage, pinned);
  if (existsSync(stamp) && (await readFile(stamp, "utf8")) === wanted) return false;

  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) await cp(join(pinned, file), join(folder, file));
  await runNpm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps"], folder);

  const installed = join(folder, "node_modules", ...corpusPackage.registryName.split("/"));
  for (const source of corpusPackage.sources) {
    if (source.except === undefined) {
      await cp(join(installed, source.from), join(folder, source.to), { recursive: true });
      continue;
    }
    for (const entry of await readdir(join(installed, source.from))) {
      if (source.except.includes(entry)) continue;
      await cp(join(installed, source.from, entry), join(folder, source.to, entry), { recursive: true });
    }
  }
  await removeConfigs(folder, corpusPackage);
  // The package's own manifest says whether its .js and .ts files are modules, and its code may import it.
  await cp(join(installed, "package.json"), join(folder, "package.json"));
  await rm(join(folder, "package-lock.json"));
  await cp(join(pinned, "tsconfig.json"), join(folder, "tsconfig.json"));
  await liftNestedDependencies(join(installed, "node_modules"), join(folder, "node_modules"));
  await endIgnoring(folder);
  await writeFile(stamp, wanted);
  return true;
}

/** Configurations that came with the sources are partial; the nearest one wins, and that must be ours. */
async function removeConfigs(folder: string, { sources }: CorpusPackage): Promise<void> {
  for (const { to } of sources) {
    if (!(await stat(join(folder, to))).isDirectory()) continue;
    for (const entry of await readdir(join(folder, to), { recursive: true })) {
      if (/(^|[\\/])[jt]sconfig[^\\/]*\.json$/.test(entry)) await rm(join(folder, to, entry));
    }
  }
}

/**
 * This repository's .gitignore names the folder, so linters that honour it would find nothing to lint. They look no
 * higher than a folder that has a `.git`; git itself takes no notice of an empty one.
 */
async function endIgnoring(folder: string): Promise<void> {
  await mkdir(join(folder, ".git"), { recursive: true });
  await writeFile(join(folder, ".gitignore"), "node_modules/\n");
}

/** Everything that decides what ends up in the folder, as one hash. */
async function fingerprint(corpusPackage: CorpusPackage, pinned: string): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([layoutVersion, corpusPackage.sources]));
  for (const file of ["package.json", "package-lock.json", "tsconfig.json"])
    hash.update(await readFile(join(pinned, file)));
  return hash.digest("hex");
}

function refuseBelowNodeModules(folder: string): void {
  if (resolve(folder).split(sep).includes("node_modules")) {
    throw new Error(
      `${folder} lies below a folder called node_modules, where linters skip every file. Clone the repository elsewhere.`,
    );
  }
}

/**
 * Dependencies that npm nested in the package, or that the package bundles, belong beside the copied sources: from
 * there the sources would not find them otherwise.
 */
async function liftNestedDependencies(nested: string, top: string): Promise<void> {
  if (!existsSync(nested)) return;
  for (const entry of await readdir(nested)) {
    if (entry.startsWith(".")) continue;
    if (entry.startsWith("@")) {
      await liftNestedDependencies(join(nested, entry), join(top, entry));
      continue;
    }
    const target = join(top, entry);
    await rm(target, { recursive: true, force: true });
    await mkdir(dirname(target), { recursive: true });
    await rename(join(nested, entry), target);
  }
}

function runNpm(args: readonly string[], cwd: string): Promise<void> {
  return new Promise((settle, fail) => {
    const npm = spawn("npm", args, { cwd, stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" });
    let output = "";
    npm.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    npm.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    npm.once("error", fail);
    npm.once("close", (code) => {
      if (code === 0) settle();
      else fail(new Error(`npm ${args.join(" ")} failed in ${cwd}:\n${output}`));
    });
  });
}
