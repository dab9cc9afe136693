// The findings that people have read: recorded/<name>.json, one entry a finding, each with a verdict.
//
// A record names a finding by what a reader of the file sees (rule, file, line, the line's text, message), not by
// offsets. Several findings that look the same are several entries.

import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { OutputFinding } from "./check-output.ts";

export interface RecordedFinding {
  readonly rule: string;
  readonly file: string;
  /** 1-based, as editors show it. */
  readonly line: number;
  /** The line's code, trimmed. */
  readonly text: string;
  readonly message: string;
  /** "right", or in a few words why the finding is wrong; empty until somebody has read it. */
  readonly verdict: string;
}

export const rightVerdict = "right";

/** What differs between the findings of now and the recorded ones. */
export interface FindingsDiff {
  readonly appeared: readonly RecordedFinding[];
  readonly vanished: readonly RecordedFinding[];
  /** Still found, but nobody has said that they are right. */
  readonly doubtful: readonly RecordedFinding[];
}

function recordPath(name: string): string {
  return join(import.meta.dirname, "recorded", `${name}.json`);
}

export async function readRecord(name: string): Promise<readonly RecordedFinding[]> {
  const path = recordPath(name);
  if (!existsSync(path)) return [];
  const record: readonly RecordedFinding[] = JSON.parse(await readFile(path, "utf8"));
  return record;
}

export async function writeRecord(name: string, record: readonly RecordedFinding[]): Promise<void> {
  const path = recordPath(name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(record, undefined, 2)}\n`);
}

/** The findings as records without verdict, in a fixed order. `folder` is where their files are. */
export async function toRecord(
  folder: string,
  findings: readonly OutputFinding[],
): Promise<readonly RecordedFinding[]> {
  const lines = new Map<string, readonly string[]>();
  const record: RecordedFinding[] = [];
  for (const { rule, file, range, message } of findings) {
    const text = lines.get(file) ?? (await readFile(join(folder, file), "utf8")).split(/\r?\n/);
    lines.set(file, text);
    const { line } = range.start;
    record.push({ rule, file, line: line + 1, text: text[line]?.trim() ?? "", message, verdict: "" });
  }
  return record.toSorted(
    (a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.rule, b.rule) || compare(a.message, b.message),
  );
}

/** The findings of now with the verdicts of the record. A message that was only reworded keeps its verdict. */
export function keepVerdicts(
  found: readonly RecordedFinding[],
  recorded: readonly RecordedFinding[],
): readonly RecordedFinding[] {
  const rest = [...recorded];
  const take = (matches: (entry: RecordedFinding) => boolean) => {
    const index = rest.findIndex(matches);
    return index === -1 ? undefined : rest.splice(index, 1)[0];
  };
  // Exact matches come first, so that a reworded neighbour can't take their verdicts.
  const exact = found.map((entry) => take((other) => identity(other) === identity(entry)));
  return found.map((entry, index) => {
    const match = exact[index] ?? take((other) => place(other) === place(entry));
    return { ...entry, verdict: match?.verdict ?? "" };
  });
}

export function diffFindings(found: readonly RecordedFinding[], recorded: readonly RecordedFinding[]): FindingsDiff {
  const rest = [...recorded];
  const appeared: RecordedFinding[] = [];
  const doubtful: RecordedFinding[] = [];
  for (const entry of found) {
    const index = rest.findIndex((other) => identity(other) === identity(entry));
    const [match] = index === -1 ? [] : rest.splice(index, 1);
    if (match === undefined) appeared.push(entry);
    else if (match.verdict !== rightVerdict) doubtful.push(match);
  }
  return { appeared, vanished: rest, doubtful };
}

function identity(entry: RecordedFinding): string {
  return JSON.stringify([place(entry), entry.message]);
}

function place({ rule, file, line, text }: RecordedFinding): string {
  return JSON.stringify([rule, file, line, text]);
}

/** By code unit: the order must not depend on the machine's language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
