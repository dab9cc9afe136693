// Compares whole scans of a package: wall time, and peak memory of all processes together.
//
// Both tools print what they print by default; JSON is asked for once, outside of the measurement, to see that both
// look at the same files. (Ours also carries the fixes, which the compiler has checked: other work than the peer's.)

import { rules } from "../../server/src/rules/index.ts";
import type { Family } from "../../server/src/rules/rule.ts";
import { median } from "./comparison.ts";
import type { Comparison } from "./comparison.ts";
import { measureProcess } from "./measured-process.ts";
import type { Measurement } from "./measured-process.ts";
import { ours, oxlint, oxlintConfigs } from "./peers.ts";
import type { CommandLine } from "./peers.ts";

/** What may be left out by one tool only, such as a file that it takes for generated. */
const toleratedShareOfFiles = 0.01;

interface Contest {
  readonly what: string;
  readonly mine: CommandLine;
  readonly theirs: CommandLine;
  /** The most that our wall time may be, as a multiple of the peer's. */
  readonly limit: number;
}

/** Looked up when they are needed: the commands exist only once they are built. */
const contests = (): readonly Contest[] => [
  {
    what: "floating-promise vs oxlint no-floating-promises",
    mine: oursWith(["floating-promise"]),
    theirs: oxlintScan("no-floating-promises"),
    limit: 1,
  },
  {
    what: "unawaited family vs oxlint promise rules",
    mine: oursWith(namesOf("unawaited")),
    theirs: oxlintScan("promise rules"),
    limit: 0.5,
  },
  {
    what: "with the blocking family vs without",
    mine: oursWith([...namesOf("unawaited"), ...namesOf("blocking")]),
    theirs: oursWith(namesOf("unawaited")),
    limit: 1.25,
  },
  {
    what: "all families vs oxlint async rules",
    mine: ours("cli", "check", "."),
    theirs: oxlintScan("async rules"),
    limit: 0.7,
  },
];

function oursWith(names: readonly string[]): CommandLine {
  return ours("cli", "check", ".", ...names.flatMap((name) => ["--rule", name]));
}

function namesOf(family: Family): readonly string[] {
  return rules.filter((rule) => rule.family === family).map((rule) => rule.name);
}

/** Our scans against oxlint's and against our own with fewer rules, on the package in `folder`. */
export async function compareWholeScans(name: string, folder: string, runs: number): Promise<readonly Comparison[]> {
  // This also fills the disk cache for both.
  const files = await countFiles(name, folder);
  const comparisons: Comparison[] = [];
  for (const { what, mine, theirs, limit } of contests()) {
    const scans = [
      { command: mine, measured: [] as Measurement[] },
      { command: theirs, measured: [] as Measurement[] },
    ];
    for (let run = 0; run < runs; run++) {
      // The order turns from run to run, so that nobody always follows the same neighbour.
      for (let step = 0; step < scans.length; step++) {
        const scan = scans[(step + run) % scans.length]!;
        scan.measured.push(await measureScan(scan.command, folder));
      }
    }
    comparisons.push(
      ...compare(`scan ${name} (${files} files), ${what}`, scans[0]!.measured, scans[1]!.measured, limit),
    );
  }
  return comparisons;
}

/** A scan of the current folder under one of oxlint's configurations. */
export function oxlintScan(config: keyof typeof oxlintConfigs, ...more: readonly string[]): CommandLine {
  // We leave declaration files out, since nothing runs in them.
  const files = ["--ignore-pattern", "**/*.d.{ts,mts,cts}", "."];
  return oxlint("--type-aware", "--disable-nested-config", "--config", oxlintConfigs[config], ...more, ...files);
}

function compare(
  name: string,
  mine: readonly Measurement[],
  theirs: readonly Measurement[],
  limit: number,
): readonly Comparison[] {
  const time: Comparison = {
    name: `${name}, wall time`,
    ours: median(mine.map(({ milliseconds }) => milliseconds)),
    peer: median(theirs.map(({ milliseconds }) => milliseconds)),
    unit: "ms",
    limit,
  };
  const [myPeaks, theirPeaks] = [peaksOf(mine), peaksOf(theirs)];
  if (myPeaks.length === 0 || theirPeaks.length === 0) return [time];
  const memory: Comparison = {
    name: `${name}, peak memory`,
    ours: median(myPeaks) / 2 ** 20,
    peer: median(theirPeaks) / 2 ** 20,
    unit: "MB",
    limit: 1.5,
  };
  return [time, memory];
}

function peaksOf(measurements: readonly Measurement[]): readonly number[] {
  return measurements.flatMap(({ peakBytes }) => (peakBytes === undefined ? [] : [peakBytes]));
}

async function measureScan(command: CommandLine, folder: string): Promise<Measurement> {
  const measurement = await measureProcess(command, folder);
  if (measurement.exitCode !== 0 && measurement.exitCode !== 1) {
    throw new Error(`${command.args.join(" ")} failed with ${measurement.exitCode}:\n${measurement.stderr}`);
  }
  return measurement;
}

/**
 * @returns how many files we analyse
 * @throws when that is not what the peer lints: a comparison of different work would mean nothing
 */
async function countFiles(name: string, folder: string): Promise<number> {
  const mine = await measureScan(ours("cli", "check", ".", "--format", "json"), folder);
  const theirs = await measureScan(oxlintScan("no-floating-promises", "--format", "json"), folder);
  const [myFiles, theirFiles] = [numberIn(mine.stdout, "files"), numberIn(theirs.stdout, "number_of_files")];
  if (Math.abs(myFiles - theirFiles) > theirFiles * toleratedShareOfFiles) {
    throw new Error(`of ${name} we scan ${myFiles} files and oxlint ${theirFiles}`);
  }
  return myFiles;
}

function numberIn(json: string, key: string): number {
  const output: unknown = JSON.parse(json);
  const value: unknown = typeof output === "object" && output !== null ? Reflect.get(output, key) : undefined;
  if (typeof value !== "number") throw new Error(`the scan's output has no number "${key}": ${json.slice(0, 200)}`);
  return value;
}
