// `--fix`: applies safe fixes to files until none is left. Which fix is safe is said by rules; findings that remain are
// printed by the formats afterwards.

import { access, constants, stat } from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";
import type { FileReport } from "../analysis/report.ts";
import type { AnalysisWorkspace } from "../analysis/workspace.ts";
import { applyEdits, areCompatible, type Edit, groupByFile } from "../text/edit.ts";
import { messageOf } from "./failure.ts";
import { readSourceText } from "./source-text.ts";

/** What fixing needs of an analysis. */
export type FixableAnalysis = Pick<AnalysisWorkspace, "fixes" | "typeChecks" | "filesChanged">;

export interface FixRun {
  readonly analysis: FixableAnalysis;
  /** Reports of the present texts of all selected files that have findings. Called again after files were changed. */
  readonly reports: () => Promise<readonly FileReport[]>;
  /** Only these are changed, whatever a fix would like to. */
  readonly files: ReadonlySet<string>;
  readonly signal: AbortSignal;
  /** Replaces the content of a file in one step; fails without having changed it. */
  readonly write?: (file: string, content: string) => Promise<void>;
}

export interface FixResult {
  /** How many fixes were applied. */
  readonly fixes: number;
  /** The files that were changed. */
  readonly files: ReadonlySet<string>;
  /** Files that could not be changed, with the reason. */
  readonly failures: readonly { readonly file: string; readonly message: string }[];
  /** False if there were still safe fixes to apply after the last round. */
  readonly isSettled: boolean;
}

/** A fix that makes room for another one is normal; more rounds than this mean two fixes that undo each other. */
export const MOST_ROUNDS = 10;

/** Applies safe fixes round by round: a fix is chosen for the text that the fixes before it left. */
export async function applySafeFixes(run: FixRun): Promise<FixResult> {
  const files = new Set<string>();
  const failures = new Map<string, string>();
  let fixes = 0;
  let isSettled = false;
  for (let round = 0; ; round++) {
    const chosen = await chooseFixes(await run.reports(), run, failures);
    isSettled = chosen.length === 0;
    if (isSettled || round === MOST_ROUNDS) break;
    const written = await writeFixes(chosen, run, failures);
    fixes += chosen.filter((fix) => fix.edits.every((edit) => written.has(edit.file))).length;
    for (const file of written) files.add(file);
    // async-insight-disable-next-line blocking-helper -- nothing else goes on between two rounds
    run.analysis.filesChanged([...written].map((file) => ({ file, kind: "changed" })));
  }
  return { fixes, files, failures: [...failures].map(([file, message]) => ({ file, message })), isSettled };
}

interface ChosenFix {
  readonly edits: readonly Edit[];
  /** The texts that the edits were made for. */
  readonly report: FileReport;
}

/** The first safe fix of each finding, as long as it does not touch what another one touches: that one waits a round. */
async function chooseFixes(
  reports: readonly FileReport[],
  run: FixRun,
  failures: ReadonlyMap<string, string>,
): Promise<ChosenFix[]> {
  const chosen: ChosenFix[] = [];
  const editsOf = new Map<string, Edit[]>();
  for (const report of reports) {
    for (const finding of report.findings) {
      const offered = await run.analysis.fixes(report, finding, { signal: run.signal });
      const fix = offered.find(({ isSafe }) => isSafe);
      const edits = fix?.edits ?? [];
      const isAllowed = edits.every((edit) => run.files.has(edit.file) && !failures.has(edit.file));
      const neighbours = edits.flatMap((edit) => editsOf.get(edit.file) ?? []);
      if (edits.length === 0 || !isAllowed || !areCompatible(neighbours, edits)) continue;
      if (fix?.needsCheck === true && !(await run.analysis.typeChecks(edits, run.signal))) continue;
      chosen.push({ edits, report });
      for (const [file, list] of groupByFile(edits)) editsOf.set(file, [...(editsOf.get(file) ?? []), ...list]);
    }
  }
  return chosen;
}

/** The files that were written. A file that can't be written is a failure and keeps all of its fixes from being applied. */
async function writeFixes(
  chosen: readonly ChosenFix[],
  run: FixRun,
  failures: Map<string, string>,
): Promise<Set<string>> {
  const write = run.write ?? writeAtomically;
  const analysed = new Map(chosen.map(({ report }) => [report.file, report.lines.text]));
  const contents = new Map<string, string>();
  for (const [file, edits] of groupByFile(chosen.flatMap((fix) => fix.edits))) {
    try {
      contents.set(file, await editedContent(file, edits, analysed.get(file)));
    } catch (error) {
      failures.set(file, messageOf(error));
    }
  }
  const written = new Set<string>();
  for (const [file, content] of contents) {
    // A fix of several files is applied to all of them or, as far as can be known beforehand, to none.
    const isWhole = chosen.every(
      ({ edits }) => !edits.some((edit) => edit.file === file) || edits.every((edit) => contents.has(edit.file)),
    );
    if (!isWhole) continue;
    run.signal.throwIfAborted();
    try {
      await write(file, content);
      written.add(file);
    } catch (error) {
      failures.set(file, `can't be written: ${messageOf(error)}`);
    }
  }
  return written;
}

/**
 * The content of the file after the edits, byte order mark and line endings as they were.
 * @throws Error that says why the file must be left alone
 */
async function editedContent(file: string, edits: readonly Edit[], analysed: string | undefined): Promise<string> {
  const { mode } = await stat(file);
  // Somebody with all rights, as in a container, may write to read-only files; that they are read-only still counts.
  const isWritable =
    (mode & 0o222) !== 0 &&
    (await access(file, constants.W_OK).then(
      () => true,
      () => false,
    ));
  if (!isWritable) throw new Error("is read-only; make it writable to have it fixed");
  const source = await readSourceText(file);
  if (!source.isUtf8) throw new Error("is not UTF-8; convert it to have it fixed");
  if (analysed !== undefined && source.text !== analysed) throw new Error("was changed by somebody else; run again");
  const lineBreak = prevailingLineBreak(source.text);
  const adapted = edits.map(({ span, newText }) => ({ file, span, newText: newText.replaceAll(/\r?\n/g, lineBreak) }));
  return (source.hasByteOrderMark ? "\uFEFF" : "") + applyEdits(source.text, adapted);
}

function prevailingLineBreak(text: string): string {
  const all = text.split("\n").length - 1;
  const withCarriageReturn = text.split("\r\n").length - 1;
  return withCarriageReturn * 2 > all ? "\r\n" : "\n";
}

async function writeAtomically(file: string, content: string): Promise<void> {
  await writeFileAtomic(file, content);
}
