// Applies every fix that the command line offers, each alone, to the real file in memory, and asks TypeScript for errors
// that were not there before.
//
// A fix whose effect stays inside its file is checked by that file's errors; fixes in different files then share a
// program, which saves most of the time. A fix that may be felt elsewhere is checked alone, by the errors of the whole
// program. Which of the two a fix is, enclosing-signatures.ts decides.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Project } from "typescript/unstable/async";
import type { OutputEdit, OutputFinding, OutputPosition } from "./check-output.ts";
import { enclosingSignatures } from "./enclosing-signatures.ts";
import { errorsOf, newErrors, OverlaidProgram } from "./overlaid-program.ts";
import type { ErrorCounts } from "./overlaid-program.ts";

export interface BadFix {
  readonly finding: OutputFinding;
  readonly title: string;
  /** Errors that the fix adds, as `file: TScode: message`, or why it can't be applied. */
  readonly errors: readonly string[];
}

export interface FixCheck {
  readonly tried: number;
  readonly bad: readonly BadFix[];
}

/** A fix and what it makes of the files. */
interface Attempt {
  readonly finding: OutputFinding;
  readonly title: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly places: readonly Place[];
}

/** Where an edit begins, as offsets of the texts before and after the fix. */
interface Place {
  readonly file: string;
  readonly before: number;
  readonly after: number;
}

/** @param folder absolute path of the folder that the findings' files are relative to, with a tsconfig.json */
export async function checkFixes(folder: string, findings: readonly OutputFinding[]): Promise<FixCheck> {
  const bad: BadFix[] = [];
  const attempts: Attempt[] = [];
  for (const finding of findings) {
    for (const { title, edits } of finding.fixes) {
      try {
        attempts.push({ finding, title, ...(await applyEdits(folder, edits)) });
      } catch (error) {
        bad.push({ finding, title, errors: [error instanceof Error ? error.message : String(error)] });
      }
    }
  }
  const tried = attempts.length + bad.length;
  const program = new OverlaidProgram(folder);
  try {
    const felt = await checkContained(program, attempts, bad);
    await checkAlone(program, felt, bad);
    return { tried, bad };
  } finally {
    await program.close();
  }
}

/** Checks the fixes whose effect stays in their file. @returns the others, unchecked */
async function checkContained(
  program: OverlaidProgram,
  attempts: readonly Attempt[],
  bad: BadFix[],
): Promise<readonly Attempt[]> {
  const base = await program.with(new Map());
  const errorsBefore = new Map<string, ErrorCounts>();
  const signaturesBefore = new Map<Attempt, string | undefined>();
  for (const attempt of attempts) {
    signaturesBefore.set(attempt, await signatures(base, attempt, ({ before }) => before));
    for (const file of attempt.texts.keys()) {
      if (!errorsBefore.has(file)) errorsBefore.set(file, await errorsOf(base, [file]));
    }
  }
  const felt = attempts.filter((attempt) => signaturesBefore.get(attempt) === undefined);
  let waiting: readonly Attempt[] = attempts.filter((attempt) => signaturesBefore.get(attempt) !== undefined);
  while (waiting.length > 0) {
    const { round, rest } = nextRound(waiting);
    const project = await program.with(new Map(round.flatMap(({ texts }) => [...texts])));
    const spreading = new Set<Attempt>();
    for (const attempt of round) {
      const after = await signatures(project, attempt, (place) => place.after);
      if (after !== signaturesBefore.get(attempt)) spreading.add(attempt);
    }
    felt.push(...spreading);
    if (spreading.size > 0) {
      // What one of them changed may show in the others' files, so their errors prove nothing: once more without it.
      waiting = [...round.filter((attempt) => !spreading.has(attempt)), ...rest];
      continue;
    }
    for (const attempt of round) {
      const errors: string[] = [];
      for (const file of attempt.texts.keys()) {
        errors.push(...newErrors(errorsBefore.get(file) ?? new Map(), await errorsOf(project, [file])));
      }
      if (errors.length > 0) bad.push({ finding: attempt.finding, title: attempt.title, errors });
    }
    waiting = rest;
  }
  return felt;
}

/** As many fixes as there are files without two in the same. */
function nextRound(attempts: readonly Attempt[]): { round: readonly Attempt[]; rest: readonly Attempt[] } {
  const files = new Set<string>();
  const round: Attempt[] = [];
  const rest: Attempt[] = [];
  for (const attempt of attempts) {
    const own = [...attempt.texts.keys()];
    if (own.some((file) => files.has(file))) {
      rest.push(attempt);
      continue;
    }
    for (const file of own) files.add(file);
    round.push(attempt);
  }
  return { round, rest };
}

async function checkAlone(program: OverlaidProgram, attempts: readonly Attempt[], bad: BadFix[]): Promise<void> {
  if (attempts.length === 0) return;
  const before = await errorsOf(await program.with(new Map()));
  for (const { finding, title, texts } of attempts) {
    const errors = newErrors(before, await errorsOf(await program.with(texts)));
    if (errors.length > 0) bad.push({ finding, title, errors });
  }
}

/** The types of the functions around all places of a fix, as one text; undefined if it may be felt outside anyway. */
async function signatures(
  project: Project,
  { places }: Attempt,
  offsetOf: (place: Place) => number,
): Promise<string | undefined> {
  const all: (readonly string[])[] = [];
  for (const place of places) {
    const around = await enclosingSignatures(project, place.file, offsetOf(place));
    if (around === undefined) return undefined;
    all.push(around);
  }
  return JSON.stringify(all);
}

/** @throws when two edits overlap or a place does not exist */
async function applyEdits(folder: string, edits: readonly OutputEdit[]): Promise<Pick<Attempt, "texts" | "places">> {
  const texts = new Map<string, string>();
  const places: Place[] = [];
  for (const [file, ofFile] of Map.groupBy(edits, (edit) => join(folder, edit.file))) {
    // A byte-order mark is no part of the text that positions count in.
    const original = (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
    const placed = ofFile
      .map(({ range, newText }) => ({
        start: offsetAt(original, range.start),
        end: offsetAt(original, range.end),
        newText,
      }))
      .toSorted((a, b) => a.start - b.start || a.end - b.end);
    let text = "";
    let last = 0;
    for (const { start, end, newText } of placed) {
      if (start < last || end < start) throw new Error(`${file}: edits of one fix overlap at offset ${start}`);
      text += original.slice(last, start);
      places.push({ file, before: start, after: text.length });
      text += newText;
      last = end;
    }
    texts.set(file, text + original.slice(last));
  }
  return { texts, places };
}

/** @throws when the text has no such line, or the line no such character */
function offsetAt(text: string, { line, character }: OutputPosition): number {
  let lineStart = 0;
  for (let n = 0; n < line; n++) {
    lineStart = text.indexOf("\n", lineStart) + 1;
    if (lineStart === 0) throw new Error(`there is no line ${line} (0-based)`);
  }
  const lineEnd = text.indexOf("\n", lineStart);
  if (character > (lineEnd === -1 ? text.length : lineEnd) - lineStart) {
    throw new Error(`line ${line} (0-based) has no character ${character}`);
  }
  return lineStart + character;
}
