// Findings as every output format shows them: paths relative to where the user stands, lines and characters instead of
// offsets. The shape is the public one of `--format json`; how it is printed is each format's own business.

import type { FileReport } from "../analysis/report.ts";
import type { Fix, Severity } from "../rules/finding.ts";
import type { Span } from "../text/span.ts";
import type { LineIndex, Position } from "../text/line-index.ts";
import type { LineIndexes } from "./source-text.ts";

/** 0-based, UTF-16 code units, half-open, as in the Language Server Protocol. */
export interface OutputRange {
  readonly start: Position;
  readonly end: Position;
}

export interface OutputRelated {
  readonly message: string;
  readonly file: string;
  readonly range: OutputRange;
}

export interface OutputFix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly { readonly file: string; readonly range: OutputRange; readonly newText: string }[];
}

export interface OutputFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** Relative to the current folder, forward slashes; absolute if it lies on another drive. */
  readonly file: string;
  readonly range: OutputRange;
  readonly related: readonly OutputRelated[];
  readonly fixes: readonly OutputFix[];
}

/** The findings of a report, sorted by position. `fixesOf` is asked for each; formats that show no fixes answer with none. */
export async function outputFindings(
  report: FileReport,
  fixesOf: (finding: FileReport["findings"][number]) => Promise<readonly Fix[]>,
  folder: string,
  indexes: LineIndexes,
): Promise<OutputFinding[]> {
  indexes.add(report.file, report.lines);
  const place = async ({ file, span }: { readonly file: string; readonly span: Span }) => ({
    file: relativePath(file, folder),
    range: rangeOf(span, await indexes.of(file)),
  });
  const findings: OutputFinding[] = [];
  for (const finding of report.findings) {
    const fixes: OutputFix[] = [];
    for (const fix of await fixesOf(finding)) {
      const edits = fix.edits.map(async (edit) => ({ ...(await place(edit)), newText: edit.newText }));
      fixes.push({ title: fix.title, safe: fix.isSafe, edits: await Promise.all(edits) });
    }
    findings.push({
      rule: finding.rule,
      severity: finding.severity,
      message: finding.message,
      ...(await place(finding)),
      related: await Promise.all(
        finding.related.map(async (evidence) => {
          const { file, range } = await place(evidence);
          return { message: evidence.message, file, range };
        }),
      ),
      fixes,
    });
  }
  return findings.toSorted(byPosition);
}

/** Order of findings of one file. The rule's name decides between findings of one place, so that output is stable. */
function byPosition(a: OutputFinding, b: OutputFinding): number {
  return (
    comparePositions(a.range.start, b.range.start) ||
    comparePositions(a.range.end, b.range.end) ||
    compareTexts(a.rule, b.rule)
  );
}

function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/** By code unit: the same order on every machine, whatever its language. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function rangeOf(span: Span, lines: LineIndex): OutputRange {
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

/** `file` as seen from `folder`; both absolute with forward slashes. */
export function relativePath(file: string, folder: string): string {
  const base = folder.endsWith("/") ? folder : `${folder}/`;
  if (file.startsWith(base)) return file.slice(base.length);
  const from = base.split("/").slice(0, -1);
  const to = file.split("/");
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  // Nothing in common but the root, or not even that: another drive.
  if (shared === 0) return file;
  return [...from.slice(shared).fill(".."), ...to.slice(shared)].join("/");
}
