// Compares whole scans of a package: wall time, and peak memory of all processes together.

import { median } from "./comparison.ts";
import type { Comparison } from "./comparison.ts";
import { measureProcess } from "./measured-process.ts";
import type { Measurement } from "./measured-process.ts";
import { ours, oxlint, oxlintConfig } from "./peers.ts";
import type { CommandLine } from "./peers.ts";

interface Scan extends Measurement {
  /** How many files the tool says that it looked at. */
  readonly files: number;
}

/** Our scan with one rule and with all rules against oxlint's with one, on the package in `folder`. */
export async function compareWholeScans(name: string, folder: string, runs: number): Promise<readonly Comparison[]> {
  const oneRule = ours("cli", "check", ".", "--format", "json", "--rule", "floating-promise");
  const allRules = ours("cli", "check", ".", "--format", "json");
  const one: Scan[] = [];
  const all: Scan[] = [];
  const peer: Scan[] = [];
  const steps = [
    async () => one.push(await scan(oneRule, folder, filesOfOurs)),
    async () => all.push(await scan(allRules, folder, filesOfOurs)),
    async () => peer.push(await scan(oxlintScan(), folder, filesOfOxlint)),
  ];
  // The first round only fills the disk cache. The order turns from round to round, so that nobody always runs after
  // the same neighbour.
  for (let run = 0; run <= runs; run++) {
    for (let step = 0; step < steps.length; step++) await steps[(step + run) % steps.length]?.();
  }
  const files = sameFiles(name, [...one, ...all, ...peer]);
  const comparisons: Comparison[] = [];
  for (const [rules, measurements] of [
    ["one rule", one],
    ["all rules", all],
  ] as const) {
    comparisons.push({
      name: `scan ${name} (${files} files), ${rules}, wall time`,
      ours: median(times(measurements)),
      peer: median(times(peer)),
      unit: "ms",
      limit: 1,
    });
    const [mine, theirs] = [peaks(measurements), peaks(peer)];
    if (mine.length === 0 || theirs.length === 0) continue;
    comparisons.push({
      name: `scan ${name} (${files} files), ${rules}, peak memory`,
      ours: median(mine) / 2 ** 20,
      peer: median(theirs) / 2 ** 20,
      unit: "MB",
      limit: 1.5,
    });
  }
  return comparisons;
}

export function oxlintScan(): CommandLine {
  return oxlint("--type-aware", "--disable-nested-config", "--config", oxlintConfig, "--format", "json", ".");
}

async function scan(command: CommandLine, folder: string, filesOf: (stdout: string) => number): Promise<Scan> {
  const measurement = await measureProcess(command, folder);
  if (measurement.exitCode !== 0 && measurement.exitCode !== 1) {
    throw new Error(`${command.args.join(" ")} failed with ${measurement.exitCode}:\n${measurement.stderr}`);
  }
  return { ...measurement, files: filesOf(measurement.stdout) };
}

export function filesOfOurs(stdout: string): number {
  return numberIn(stdout, "files");
}

export function filesOfOxlint(stdout: string): number {
  return numberIn(stdout, "number_of_files");
}

function numberIn(json: string, key: string): number {
  const output: unknown = JSON.parse(json);
  const value: unknown = typeof output === "object" && output !== null ? Reflect.get(output, key) : undefined;
  if (typeof value !== "number") throw new Error(`the scan's output has no number "${key}": ${json.slice(0, 200)}`);
  return value;
}

/** A comparison of different work would mean nothing. */
function sameFiles(name: string, scans: readonly Scan[]): number {
  const counts = new Set(scans.map(({ files }) => files));
  const [first] = counts;
  if (counts.size !== 1 || first === undefined) {
    throw new Error(`the tools scanned different numbers of files of ${name}: ${[...counts].join(", ")}`);
  }
  return first;
}

const times = (scans: readonly Scan[]) => scans.slice(1).map(({ milliseconds }) => milliseconds);
const peaks = (scans: readonly Scan[]) =>
  scans.slice(1).flatMap(({ peakBytes }) => (peakBytes === undefined ? [] : [peakBytes]));
