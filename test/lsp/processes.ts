// Which processes run, read from Linux's /proc. Elsewhere there is none of that, and the tests that need it are skipped.

import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";

export const canSeeProcesses: boolean = existsSync("/proc/self/stat");

/** The ids of the processes that `pid` started and that still run. */
export async function childrenOf(pid: number): Promise<number[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const children = await Promise.all(ids.map(async (id) => ((await parentOf(id)) === pid ? [id] : [])));
  return children.flat();
}

export async function isRunning(pid: number): Promise<boolean> {
  return (await parentOf(pid)) !== undefined;
}

/** Waits until none of the processes runs any more. @throws when one still runs after ten seconds */
export async function ended(pids: readonly number[]): Promise<void> {
  const end = Date.now() + 10_000;
  for (const pid of pids) {
    while (await isRunning(pid)) {
      if (Date.now() > end) throw new Error(`process ${pid} still runs`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Undefined for a process that has ended, whether or not somebody has taken notice of its end. */
async function parentOf(pid: number): Promise<number | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold anything; what follows it is the state and the parent.
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? undefined : Number(parent);
  } catch {
    return undefined;
  }
}
