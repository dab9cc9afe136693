// `npm run corpus`: real packages as input. Their findings must be the recorded ones, each of which a person has called
// right; with --fixes, every fix that is offered must leave the real file without a new TypeScript error; with --edits, reports
// after random edits must be those of a fresh analysis.
//
// Usage: npm run corpus -- [--fetch-only] [--update] [--fixes] [--edits SECONDS [--seed NUMBER]] [NAME…]
//   NAME          only these packages (default: all of corpus-packages.ts)
//   --fetch-only  only put the packages in place
//   --update      record the findings of now; verdicts are kept, new findings wait for one
//   --fixes       also try every fix
//   --edits       instead of all this, edit each package's files for so long; --seed repeats what a failure was reported with
//
// Exit code 1 when findings, fixes or reports are not as they must be, 2 when a package could not be fetched or scanned.

import { parseArgs } from "node:util";
import { listSourceFiles } from "../../server/src/analysis/source-files.ts";
import { runCheck } from "./check-output.ts";
import type { OutputFinding } from "./check-output.ts";
import { corpusPackages } from "./corpus-packages.ts";
import type { CorpusPackage } from "./corpus-packages.ts";
import { checkEdits } from "./edit-check.ts";
import { fetchPackage, packageFolder } from "./fetch-package.ts";
import { checkFixes } from "./fix-check.ts";
import type { BadFix } from "./fix-check.ts";
import { diffFindings, keepVerdicts, readRecord, toRecord, writeRecord } from "./recorded-findings.ts";
import type { RecordedFinding } from "./recorded-findings.ts";

interface Options {
  readonly update: boolean;
  readonly fixes: boolean;
}

/** A line of the table that ends the run. */
interface Row {
  readonly package: string;
  readonly files: number;
  readonly [column: string]: string | number;
}

process.exitCode = await corpus().catch((error: unknown) => {
  console.error(messageOf(error));
  return 2;
});

async function corpus(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "fetch-only": { type: "boolean", default: false },
      update: { type: "boolean", default: false },
      fixes: { type: "boolean", default: false },
      edits: { type: "string" },
      seed: { type: "string" },
    },
  });
  const [seconds, seed] = [numberOf("edits", values.edits), numberOf("seed", values.seed)];
  const known = corpusPackages.map(({ name }) => name);
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`${unknown.join(", ")}: not in the corpus, which has ${known.join(", ")}`);
  const chosen = corpusPackages.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

  let exitCode = 0;
  const rows: Row[] = [];
  for (const corpusPackage of chosen) {
    try {
      const wasFetched = await fetchPackage(corpusPackage);
      if (values["fetch-only"]) {
        console.log(`${corpusPackage.name}: ${wasFetched ? "fetched" : "in place"}`);
        continue;
      }
      const { row, isAsItMustBe } =
        seconds === undefined
          ? await checkPackage(corpusPackage, values)
          : await editPackage(corpusPackage, seconds, seed);
      rows.push(row);
      if (!isAsItMustBe) exitCode = Math.max(exitCode, 1);
    } catch (error) {
      console.error(`${corpusPackage.name}: ${messageOf(error)}`);
      exitCode = 2;
    }
  }
  if (rows.length > 0) console.table(rows);
  return exitCode;
}

async function checkPackage({ name }: CorpusPackage, options: Options): Promise<{ row: Row; isAsItMustBe: boolean }> {
  const folder = packageFolder(name);
  const { output, notes, milliseconds } = await runCheck(folder);
  if (notes !== "") console.log(`${name}: ${notes}`);
  const [before, found] = await Promise.all([readRecord(name), toRecord(folder, output.findings)]);
  let recorded = before;
  if (options.update) {
    recorded = keepVerdicts(found, recorded);
    await writeRecord(name, recorded);
  }
  const { appeared, vanished, doubtful } = diffFindings(found, recorded);
  report(name, "new", appeared);
  report(name, "vanished", vanished);
  report(name, "not called right", doubtful);
  const fixes = options.fixes ? await checkFixes(folder, output.findings) : undefined;
  for (const bad of fixes?.bad ?? []) reportFix(name, bad);

  const row: Row = {
    package: name,
    files: output.files,
    seconds: Number((milliseconds / 1000).toFixed(1)),
    ...countByRule(output.findings),
    new: appeared.length,
    vanished: vanished.length,
    "not right": doubtful.length,
    ...(fixes === undefined ? {} : { "fixes tried": fixes.tried, "fixes bad": fixes.bad.length }),
  };
  const isAsRecorded = appeared.length + vanished.length + doubtful.length === 0;
  return { row, isAsItMustBe: isAsRecorded && (fixes === undefined || fixes.bad.length === 0) };
}

async function editPackage(
  { name }: CorpusPackage,
  seconds: number,
  seed: number | undefined,
): Promise<{ row: Row; isAsItMustBe: boolean }> {
  const folder = packageFolder(name);
  const { files } = await listSourceFiles([folder]);
  const { compared, difference } = await checkEdits(folder, files, seconds, seed);
  if (difference !== undefined) console.log(`${name}: ${difference}`);
  const row: Row = { package: name, files: files.length, compared, differences: difference === undefined ? 0 : 1 };
  return { row, isAsItMustBe: difference === undefined };
}

/** @throws Error if the option's value is no number */
function numberOf(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number)) throw new Error(`--${option} ${value}: not a number`);
  return number;
}

function countByRule(findings: readonly OutputFinding[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}

function report(name: string, what: string, findings: readonly RecordedFinding[]): void {
  for (const { rule, file, line, text, message, verdict } of findings) {
    const reading = what === "not called right" ? ` (${verdict || "no verdict yet"})` : "";
    console.log(`${name}/${file}:${line}: ${what}: ${rule}: ${message}${reading}\n    ${text}`);
  }
}

function reportFix(name: string, { finding, title, errors }: BadFix): void {
  const { file, range, rule } = finding;
  console.log(`${name}/${file}:${range.start.line + 1}: bad fix of ${rule}: ${title}`);
  for (const error of errors) console.log(`    ${error}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
