// Which file of a package awaits the most: the one in which an editor's latency is measured.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** @returns the absolute path of the TypeScript file below `folder` with the most `await`s outside comments */
export function fileWithMostAwaits(folder: string): string {
  let most = { path: "", awaits: 0 };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/(?<!\.d)\.ts$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const awaits = countAwaits(readFileSync(path, "utf8"));
    if (awaits > most.awaits) most = { path, awaits };
  }
  if (most.awaits === 0) throw new Error(`no TypeScript file below ${folder} awaits anything`);
  return most.path;
}

/** Lines of comments are left out by their first characters, which is right for code that a formatter laid out. */
function countAwaits(text: string): number {
  return text
    .split("\n")
    .filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line))
    .reduce((sum, line) => sum + (line.match(/\bawait\b/g)?.length ?? 0), 0);
}
