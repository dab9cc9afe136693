// Compares start-ups: from starting a server's process to the first diagnostics of a file that it was given to open.

import { median } from "./comparison.ts";
import type { Comparison } from "./comparison.ts";
import { openAndDiagnose, startServer } from "./language-servers.ts";
import type { ServerName } from "./language-servers.ts";
import { fileWithMostAwaits } from "./most-awaits.ts";

export async function compareStartUps(name: string, folder: string, runs: number): Promise<readonly Comparison[]> {
  const times = await measureStartUps(folder, ["ours", "ours at once", "tsc"], runs);
  const compare = (what: string, mine: ServerName, limit: number): Comparison => ({
    name: `start ${name}, process start to ${what} diagnostics, vs tsc --lsp`,
    ours: median(times.get(mine) ?? []),
    peer: median(times.get("tsc") ?? []),
    unit: "ms",
    limit,
  });
  return [compare("first", "ours", 1), compare("all", "ours at once", 1.5)];
}

/** The first round only fills the disk cache and is not counted. */
export async function measureStartUps(
  folder: string,
  names: readonly ServerName[],
  runs: number,
): Promise<ReadonlyMap<ServerName, readonly number[]>> {
  const file = fileWithMostAwaits(folder + "/src");
  const times = new Map<ServerName, number[]>(names.map((name) => [name, []]));
  for (let run = 0; run <= runs; run++) {
    for (const name of run % 2 === 0 ? names : names.toReversed()) {
      const start = performance.now();
      const client = await startServer(name, folder);
      try {
        await openAndDiagnose(client, file);
        if (run > 0) times.get(name)?.push(performance.now() - start);
      } finally {
        await client.dispose();
      }
    }
  }
  return times;
}
