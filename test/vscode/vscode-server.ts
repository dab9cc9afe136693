// Runs VS Code's own server as a child process. What is opened in it is the business of whoever holds its address.

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { provisionVscode } from "./provision.ts";

export interface VscodeServerOptions {
  /** 0, the default, lets the operating system choose. */
  readonly port?: number;
  /** Whether every folder counts as trusted; otherwise windows open in restricted mode. Default: true. */
  readonly isTrusting?: boolean;
  /** A packaged extension to install first. */
  readonly vsix?: string;
  /** Beyond those that keep VS Code quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The driver lets a page run extension tests; it refuses dialogs, so people do without it. Default: true. */
  readonly isDriven?: boolean;
}

export interface VscodeServer {
  readonly port: number;
  /** The address of a window on a folder, with what is to be loaded in it beside the installed extensions. */
  address(folder: string, load?: { extension?: string; tests?: string; file?: string }): string;
  /** Ends when the server does, by itself or stopped. */
  readonly ended: Promise<void>;
  /** Ends the server and everything that it started, and removes its data. */
  stop(): Promise<void>;
}

const startTimeout = 60_000;
const stopTimeout = 5_000;

/** Starts the server with a fresh data folder, and waits until it answers. */
export async function startVscodeServer(options: VscodeServerOptions = {}): Promise<VscodeServer> {
  const vscode = await provisionVscode();
  const data = await mkdtemp(join(tmpdir(), "async-insight-vscode-"));
  const main = [join(vscode, "out", "server-main.js"), "--server-data-dir", data, "--accept-server-license-terms"];
  try {
    await mkdir(join(data, "data", "Machine"), { recursive: true });
    const settings = { ...quietSettings, ...options.settings };
    await writeFile(join(data, "data", "Machine", "settings.json"), JSON.stringify(settings, undefined, 2));
    if (options.vsix !== undefined) await installExtension(main, options.vsix);

    const child = spawnNode([
      ...main,
      "--host=127.0.0.1",
      `--port=${options.port ?? 0}`,
      "--without-connection-token",
      "--telemetry-level=off",
      ...((options.isTrusting ?? true) ? ["--disable-workspace-trust"] : []),
      ...((options.isDriven ?? true) ? ["--enable-smoke-test-driver"] : []),
    ]);
    const ended = endOf(child);
    const stop = async (): Promise<void> => {
      await endGroup(child, ended);
      await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    };
    try {
      const port = await listeningPort(child);
      return { port, ended, stop, address: (folder, load) => address(port, folder, load) };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    await rm(data, { recursive: true, force: true });
    throw error;
  }
}

/** What would otherwise stand in the way of a test, of a picture or of a first look. */
const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  // In a browser VS Code saves by itself after a second, and what a slow test wants to revert is on disk already.
  "files.autoSave": "off",
  "telemetry.telemetryLevel": "off",
};

function address(
  port: number,
  folder: string,
  load: { extension?: string; tests?: string; file?: string } = {},
): string {
  const remote = (path: string): string => `vscode-remote://localhost:${port}${encodeURI(asUrlPath(path))}`;
  const payload: [string, string][] = [];
  if (load.extension !== undefined) payload.push(["extensionDevelopmentPath", remote(load.extension)]);
  if (load.tests !== undefined) payload.push(["extensionTestsPath", remote(load.tests)]);
  if (load.file !== undefined) payload.push(["openFile", remote(load.file)]);
  // A person reads and copies this address, so it holds nothing that is not needed. Slashes may stay as they are.
  const query = `folder=${encodeURIComponent(asUrlPath(folder)).replaceAll("%2F", "/")}`;
  if (payload.length === 0) return `http://localhost:${port}/?${query}`;
  return `http://localhost:${port}/?${query}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

function asUrlPath(path: string): string {
  const withSlashes = path.replaceAll("\\", "/");
  return withSlashes.startsWith("/") ? withSlashes : `/${withSlashes}`;
}

/** The Node that runs this file is the one that VS Code wants. Its own process group makes it endable as a whole. */
function spawnNode(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    // A VS Code whose terminal runs this would have its own variables inherited by another one.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VSCODE_"))),
  });
}

async function installExtension(main: readonly string[], vsix: string): Promise<void> {
  const child = spawnNode([...main, "--install-extension", vsix, "--force"]);
  const output = outputOf(child);
  const ended = endOf(child);
  const timer = setTimeout(() => void endGroup(child, ended), startTimeout);
  await ended;
  clearTimeout(timer);
  if (child.exitCode !== 0) throw new Error(`VS Code did not install ${vsix}:\n${output()}`);
}

async function listeningPort(child: ChildProcess): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const output = outputOf(child);
  const fail = (reason: string): void => reject(new Error(`VS Code's server ${reason}:\n${output()}`));
  const look = (): void => {
    const port = /Web UI available at http:\/\/[^\s:]+:(\d+)/u.exec(output())?.[1];
    if (port !== undefined) resolve(Number(port));
  };
  const timer = setTimeout(() => fail(`was not ready after ${startTimeout / 1000} seconds`), startTimeout);
  child.stdout?.on("data", look);
  child.once("error", reject);
  child.once("exit", (code) => fail(`ended with exit code ${code} before it was ready`));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

function outputOf(child: ChildProcess): () => string {
  let output = "";
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  return () => output;
}

async function endOf(child: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once("exit", () => resolve());
  child.once("error", () => resolve());
  await promise;
}

/** Asks first, since VS Code ends its extension hosts then, and they their language servers. */
async function endGroup(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  signal(child, "SIGTERM");
  const timer = setTimeout(() => signal(child, "SIGKILL"), stopTimeout);
  await ended;
  clearTimeout(timer);
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (process.platform === "win32" || child.pid === undefined) child.kill(name);
    else process.kill(-child.pid, name);
  } catch {
    // It ended between the look and the signal.
  }
}
