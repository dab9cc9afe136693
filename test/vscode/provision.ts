// Puts a real VS Code and a browser in place, from the npm registry and the system's packages, since the official
// download is not reachable everywhere. Starting them is the business of vscode-server.ts and workbench.ts.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** The npm package that carries VS Code 1.139.1: its server, its workbench and its built-in extensions. */
const carrier = { name: "code-server", version: "4.139.1" };

export const repositoryFolder = join(import.meta.dirname, "..", "..");
const cacheFolder = join(repositoryFolder, ".cache");

/**
 * Installs VS Code into `.cache/` unless it is there already.
 *
 * @returns the folder that holds `out/server-main.js` and `extensions/`
 * @throws when npm fails, with what it said
 */
export async function provisionVscode(): Promise<string> {
  const installed = join(cacheFolder, `${carrier.name}-${carrier.version}`);
  const inside = ["node_modules", carrier.name, "lib", "vscode"];
  if (existsSync(installed)) return join(installed, ...inside);

  console.error(`Installing VS Code (${carrier.name} ${carrier.version} from npm) into .cache/, once…`);
  // A half-finished or a concurrent installation must never be mistaken for the real one, so it is built beside its
  // final place and takes that place in one step.
  const partial = `${installed}.partial-${process.pid}`;
  try {
    await mkdir(partial, { recursive: true });
    await writeFile(join(partial, "package.json"), JSON.stringify({ private: true }));
    await npmInstall(partial, `${carrier.name}@${carrier.version}`);
    const vscode = join(partial, ...inside);
    await npmInstall(vscode);
    await npmInstall(join(vscode, "extensions"));
    await rename(partial, installed).catch((error: unknown) => {
      if (!existsSync(installed)) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return join(installed, ...inside);
}

/** Native modules are left unbuilt: VS Code does without them, and a compiler is not needed that way. */
async function npmInstall(folder: string, ...packages: readonly string[]): Promise<void> {
  const flags = ["--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm", ["install", ...packages, ...flags], folder);
}

/**
 * The path of a Chromium or Chrome. On Debian and its relatives a missing one is installed when that is allowed.
 *
 * @throws when there is none, with the way out
 */
export async function provisionBrowser(): Promise<string> {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && onPath("apt-get") !== undefined) {
    console.error("Installing Chromium with apt-get, once…");
    await run("apt-get", ["update"], repositoryFolder);
    await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], repositoryFolder);
    const installed = findBrowser();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    "The tests in VS Code need a Chromium or Chrome. " +
      "Install one (on Debian and Ubuntu: sudo apt-get install chromium), or set CHROMIUM to the path of its executable.",
  );
}

function findBrowser(): string | undefined {
  const { CHROMIUM } = process.env;
  if (CHROMIUM !== undefined) {
    if (existsSync(CHROMIUM)) return CHROMIUM;
    throw new Error(`CHROMIUM names ${CHROMIUM}, which does not exist.`);
  }
  const programFiles = process.env["ProgramFiles"] ?? "C:\\Program Files";
  const candidates = [
    ...["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"].map(onPath),
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    join(programFiles, "Google", "Chrome", "Application", "chrome.exe"),
  ];
  return candidates.find((candidate) => candidate !== undefined && existsSync(candidate));
}

function onPath(command: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, command)).find((candidate) => existsSync(candidate));
}

/** Runs to the end. What it printed is shown only when it fails. */
async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(command, args, {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  let output = "";
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once("error", reject);
  child.once("close", resolve);
  const code = await promise;
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with exit code ${code} in ${cwd}:\n${output}`);
}
