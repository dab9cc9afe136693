// `npm run bench`: how fast and how large we are, as multiples of other tools measured in the same run.
//
// Usage: npm run bench -- [--only TEXT]… [--runs N]
//   --only TEXT  only comparisons whose name begins with TEXT: scan, edit, hover, floor, start, or more of the name ("edit viem")
//   --runs N     how often each scan and start-up is measured (default 5)
//
// Exit code 1 when a limit is exceeded, 2 when something could not be measured. The limits are the project's promises;
// the figures hold for the machine and the moment, only their ratios mean something elsewhere.

import { parseArgs } from "node:util";
import { corpusPackages } from "../corpus/corpus-packages.ts";
import { fetchPackage, packageFolder } from "../corpus/fetch-package.ts";
import { formatComparison, header, isOver } from "./comparison.ts";
import type { Comparison } from "./comparison.ts";
import { compareEditLatencies } from "./edit-latency.ts";
import { compareFloors } from "./engine-floor.ts";
import { compareHovers } from "./hover-latency.ts";
import { installPeers } from "./peers.ts";
import { compareStartUps } from "./start-up.ts";
import { compareWholeScans } from "./whole-scan.ts";

const editedPackages = ["viem", "matrix-js-sdk"];
const scannedPackages = [...editedPackages, "puppeteer-core"];

interface Section {
  /** Begins the names of the section's comparisons. */
  readonly name: string;
  readonly compare: (runs: number) => Promise<readonly Comparison[]>;
}

const sections: readonly Section[] = [
  ...scannedPackages.map((name) => ({
    name: `scan ${name}`,
    compare: (runs: number) => compareWholeScans(name, packageFolder(name), runs),
  })),
  ...editedPackages.map((name) => ({
    name: `edit ${name}`,
    compare: () => compareEditLatencies(name, packageFolder(name)),
  })),
  ...editedPackages.map((name) => ({
    name: `hover ${name}`,
    compare: () => compareHovers(name, packageFolder(name)),
  })),
  ...editedPackages.map((name) => ({
    name: `floor ${name}`,
    compare: (runs: number) => compareFloors(name, packageFolder(name), runs),
  })),
  { name: "start viem", compare: (runs) => compareStartUps("viem", packageFolder("viem"), runs) },
];

process.exitCode = await bench().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 2;
});

async function bench(): Promise<number> {
  const { values } = parseArgs({
    options: { only: { type: "string", multiple: true, default: [] }, runs: { type: "string", default: "5" } },
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs takes a positive whole number, not "${values.runs}"`);
  const chosen = sections.filter(
    ({ name }) =>
      values.only.length === 0 || values.only.some((text) => name.startsWith(text) || text.startsWith(name)),
  );
  if (chosen.length === 0) {
    throw new Error(`--only ${values.only.join(" ")} names none of: ${sections.map(({ name }) => name).join(", ")}`);
  }
  installPeers();
  for (const corpusPackage of corpusPackages) {
    if (scannedPackages.includes(corpusPackage.name)) await fetchPackage(corpusPackage);
  }

  let exitCode = 0;
  console.log(header);
  for (const section of chosen) {
    try {
      for (const comparison of await section.compare(runs)) {
        console.log(formatComparison(comparison));
        if (isOver(comparison)) exitCode = Math.max(exitCode, 1);
      }
    } catch (error) {
      console.log(`${section.name.padEnd(94)}not measured: ${error instanceof Error ? error.message : String(error)}`);
      exitCode = 2;
    }
  }
  return exitCode;
}
