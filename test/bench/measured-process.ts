// Runs a program to its end and measures it: wall time, and the most memory that it and all its descendants held at once.
//
// Memory is read from /proc, so only Linux has it; elsewhere it is undefined.

import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import type { CommandLine } from "./peers.ts";

export interface Measurement {
  readonly milliseconds: number;
  /** Highest sum of the resident memory of the process tree; undefined where it can't be read. */
  readonly peakBytes: number | undefined;
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const sampleEveryMilliseconds = 20;
// What Linux has on the processors that Node runs on, but for kernels that were configured for larger pages.
const pageBytes = 4096;

export function measureProcess({ command, args }: CommandLine, cwd: string): Promise<Measurement> {
  const { promise, resolve, reject } = Promise.withResolvers<Measurement>();
  const start = performance.now();
  const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  let peakBytes: number | undefined;
  let milliseconds = 0;
  const sample = () => {
    const bytes = child.pid === undefined ? undefined : residentBytesOfTree(child.pid);
    if (bytes !== undefined) peakBytes = Math.max(peakBytes ?? 0, bytes);
  };
  const timer = setInterval(sample, sampleEveryMilliseconds);
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  child.once("error", reject);
  child.once("exit", () => (milliseconds = performance.now() - start));
  child.once("close", (exitCode) => {
    clearInterval(timer);
    resolve({ milliseconds, peakBytes, exitCode, stdout, stderr });
  });
  return promise;
}

/** Resident memory of a process and its descendants, added up; undefined where there is no /proc or no such process. */
export function residentBytesOfTree(pid: number): number | undefined {
  if (process.platform !== "linux") return undefined;
  const own = residentBytes(pid);
  if (own === undefined) return undefined;
  let sum = own;
  for (const child of childrenOf(pid)) sum += residentBytesOfTree(child) ?? 0;
  return sum;
}

function residentBytes(pid: number): number | undefined {
  try {
    const pages = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1];
    return pages === undefined ? undefined : Number(pages) * pageBytes;
  } catch {
    return undefined; // It ended in the meantime.
  }
}

/** Children are listed by the thread that started them. */
function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}
