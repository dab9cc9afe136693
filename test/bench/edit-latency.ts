// Compares how long diagnostics take after an edit, in the file of a package with the most awaits.

import { relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { median, quantile } from "./comparison.ts";
import type { Comparison } from "./comparison.ts";
import { makeEdits } from "./edits.ts";
import { latencyOf, openAndDiagnose, startServer } from "./language-servers.ts";
import type { ServerName } from "./language-servers.ts";
import { fileWithMostAwaits } from "./most-awaits.ts";

const editCount = 100;
/** After its answer a server may still be busy for itself; it must not be so at the next one's expense. */
const settleMilliseconds = 30;

/**
 * Our latency against each peer's, at the median and at the 95th percentile, and against our own without the rules that
 * follow calls through the whole project.
 */
export async function compareEditLatencies(name: string, folder: string): Promise<readonly Comparison[]> {
  const latencies = await measureEditLatencies(folder, ["ours", "ours without blocking", "tsc", "oxlint"]);
  const file = relative(folder, fileWithMostAwaits(folder + "/src"));
  const of = (name: ServerName) => latencies.get(name) ?? [];
  const comparisons: Comparison[] = [
    {
      name: `edit ${name} (${file.split(/[\\/]/).at(-1)}), with the blocking family vs without, median`,
      ours: median(of("ours")),
      peer: median(of("ours without blocking")),
      unit: "ms",
      limit: 1.2,
    },
  ];
  for (const peer of ["tsc", "oxlint"] as const) {
    const [mine, theirs] = [of("ours"), of(peer)];
    const what = `edit ${name} (${file.split(/[\\/]/).at(-1)}), vs ${peer} --lsp`;
    comparisons.push(
      { name: `${what}, median`, ours: median(mine), peer: median(theirs), unit: "ms", limit: 0.5 },
      { name: `${what}, p95`, ours: quantile(mine, 0.95), peer: quantile(theirs, 0.95), unit: "ms", limit: 1 },
    );
  }
  return comparisons;
}

/** Every server gets the same edits in the same order; they take turns, so that noise of the machine hits all. */
export async function measureEditLatencies(
  folder: string,
  names: readonly ServerName[],
): Promise<ReadonlyMap<ServerName, readonly number[]>> {
  const file = fileWithMostAwaits(folder + "/src");
  const edits = await makeEdits(folder, file, editCount);
  const servers = [];
  try {
    for (const name of names) {
      const client = await startServer(name, folder);
      servers.push({ name, client, latencies: [] as number[] });
      await openAndDiagnose(client, file);
    }
    for (const [turn, edit] of edits.entries()) {
      for (let step = 0; step < servers.length; step++) {
        const server = servers[(turn + step) % servers.length];
        if (server === undefined) continue;
        server.latencies.push(await latencyOf(server.name, server.client, file, edit));
        await pause(settleMilliseconds);
      }
    }
    return new Map(servers.map(({ name, latencies }) => [name, latencies]));
  } finally {
    for (const { client } of servers) await client.dispose();
  }
}
