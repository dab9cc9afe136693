// Compares how long hovers take on a file whose report is there already: ours on words about which there is something to
// teach, and TypeScript's own at the same places.

import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { median, quantile } from "./comparison.ts";
import type { Comparison } from "./comparison.ts";
import { openAndDiagnose, startServer } from "./language-servers.ts";
import type { ServerName } from "./language-servers.ts";
import { fileWithMostAwaits } from "./most-awaits.ts";

const hoverCount = 150;
/** Each place is asked about after so many edits; the median counts, since a busy machine strikes at random. */
const roundCount = 5;
/** The first hovers of a process compile its code and fill its caches. */
const warmUpCount = 20;
/** After its answer a server may still be busy for itself; nobody points at the next word sooner. */
const settleMilliseconds = 30;

export async function compareHovers(name: string, folder: string): Promise<readonly Comparison[]> {
  const file = fileWithMostAwaits(folder + "/src");
  const latencies = await measureHovers(folder, file, ["ours", "tsc"]);
  const [ours, theirs] = [latencies.get("ours") ?? [], latencies.get("tsc") ?? []];
  const what = `hover ${name} (${file.split(/[\\/]/).at(-1)}), vs tsc --lsp`;
  return [
    { name: `${what}, median`, ours: median(ours), peer: median(theirs), unit: "ms", limit: 1 },
    { name: `${what}, p95`, ours: quantile(ours, 0.95), peer: quantile(theirs, 0.95), unit: "ms", limit: 0.5 },
  ];
}

/** Every server is asked about each place once after an edit, in turns; no answer can be one that it gave before. */
export async function measureHovers(
  folder: string,
  file: string,
  names: readonly ServerName[],
): Promise<ReadonlyMap<ServerName, readonly number[]>> {
  const text = readFileSync(file, "utf8");
  const places = placesOf(text);
  const servers = [];
  try {
    for (const name of names) {
      const client = await startServer(name, folder);
      const latencies = places.map((): number[] => []);
      servers.push({ name, client, latencies, answers: 0 });
      await openAndDiagnose(client, file);
    }
    for (let round = 0; round < roundCount; round++) {
      for (const { client } of servers) {
        await client.change(file, `${text}\n// ${round}\n`);
        await client.diagnostics(file);
      }
      for (const [turn, place] of places.entries()) {
        for (let step = 0; step < servers.length; step++) {
          const server = servers[(turn + step) % servers.length]!;
          const start = performance.now();
          const hover = await server.client.hover(file, place);
          server.latencies[turn]!.push(performance.now() - start);
          if (hover !== null) server.answers++;
          await pause(settleMilliseconds);
        }
      }
    }
    // A server that says nothing is fast, and no comparison.
    for (const { name, answers } of servers) {
      const asked = places.length * roundCount;
      if (answers < asked / 2) throw new Error(`${name} --lsp answered ${answers} of ${asked} hovers`);
    }
    return new Map(servers.map(({ name, latencies }) => [name, latencies.slice(warmUpCount).map(median)]));
  } finally {
    for (const { client } of servers) await client.dispose();
  }
}

interface Place {
  readonly line: number;
  readonly character: number;
}

/**
 * Names of functions whose calls are awaited, and those of asynchronous functions where they are written, spread over the
 * text: both servers have something to say there.
 */
function placesOf(text: string): readonly Place[] {
  const all = text.split("\n").flatMap((code, line) =>
    [...code.matchAll(/\bawait (?:\w+\.)*\w+(?=\()|\basync (?:function )?\w+(?=[(<])/g)].map((match): Place => {
      return { line, character: match.index + match[0].length - 1 };
    }),
  );
  const step = Math.max(1, all.length / (hoverCount + warmUpCount));
  return Array.from({ length: Math.min(all.length, hoverCount + warmUpCount) }, (_, i) => all[Math.floor(i * step)]!);
}
