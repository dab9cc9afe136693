// Starts the engine's executable. The process that a language server needs first can be started ahead, before the server knows
// what it will be asked: it has to be loaded and to set up its runtime, which takes as long as reading the rest of the server.

import { spawn, type ChildProcess } from "node:child_process";
import { totalmem } from "node:os";
import { EngineMissingError, findExecutable } from "./executable.ts";

/** What two processes must have in common to take each other's place. */
export interface EngineKind {
  readonly executable: string;
  /** The process answers one long question, or the first ones: it may use more memory to save time. */
  readonly isShortLived: boolean;
  /** It asks us for the text of each file that it reads. */
  readonly asksForTexts: boolean;
  /** True if the engine may do one thing after the other, which costs both sides less; not together with `asksForTexts`. */
  readonly isSequential: boolean;
  /**
   * True if what a terminal signals, such as Ctrl+C, is for us alone: the engine would answer with the trace of a panic. It still
   * ends with us, at the end of its input. On Windows it would get a window of its own.
   */
  readonly isDetached: boolean;
}

const firstOfAnEditor = { isShortLived: true, asksForTexts: false, isSequential: false, isDetached: false };

let ahead: { readonly kind: EngineKind; readonly child: ChildProcess } | undefined;

/**
 * Starts what a language server needs first.
 * @returns undefined if there is no executable, of which whoever needs the process hears, as of everything else that goes wrong
 */
export function spawnAhead(): ChildProcess | undefined {
  try {
    const kind = { ...firstOfAnEditor, executable: findExecutable() };
    const child = start(kind, process.cwd());
    const forget = () => {
      if (ahead?.child === child) ahead = undefined;
    };
    child.once("error", forget).once("exit", forget);
    ahead = { kind, child };
    return child;
  } catch (error) {
    if (!(error instanceof EngineMissingError)) throw error;
    return undefined;
  }
}

/**
 * @param folder where the process looks from; every path that we name is absolute, so that it need not be the same for one that was
 * started ahead
 * @returns a process that nobody else has; that it cannot be started it says with the event `error`
 */
export function spawnEngine(kind: EngineKind, folder: string): ChildProcess {
  const waiting = ahead;
  ahead = undefined;
  if (waiting !== undefined && isSameKind(waiting.kind, kind)) return waiting.child;
  // What is needed first is something else, and what was started would wait for ever.
  waiting?.child.kill("SIGKILL");
  return start(kind, folder);
}

function isSameKind(one: EngineKind, other: EngineKind): boolean {
  return (Object.keys(one) as (keyof EngineKind)[]).every((key) => one[key] === other[key]);
}

function start(kind: EngineKind, folder: string): ChildProcess {
  const args = ["--api", "--cwd", folder];
  if (!kind.isSequential) args.push("--async");
  if (kind.asksForTexts) args.push("--callbacks=readFile");
  return spawn(kind.executable, args, {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...collectorSettings(kind.isShortLived) },
    detached: kind.isDetached && process.platform !== "win32",
  });
}

/**
 * How far the heap may grow, in percent, before garbage is collected. Loading a project mostly allocates what stays, so
 * that collecting early is in vain; a scan, which is one long question, need hardly collect at all. The limit, from which
 * on the collector works as hard as it must, keeps a large project from taking the machine: see
 * docs/decisions/0004-how-a-scan-asks.md.
 */
function collectorSettings(isShortLived: boolean): Readonly<Record<string, string>> {
  // A person's own choice stands.
  if (process.env["GOGC"] !== undefined || process.env["GOMEMLIMIT"] !== undefined) return {};
  const share = totalmem() / 1024 / 1024 / (isShortLived ? 4 : 2);
  return { GOGC: isShortLived ? "1000" : "200", GOMEMLIMIT: `${Math.max(1024, Math.round(share))}MiB` };
}
