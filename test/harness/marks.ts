// The notation by which a fixture's source says where findings are. A line of carets under the code,
//
//   save();
// //^^^^^^ floating-promise: Nothing waits for `save()`.
//
// or `⟦` and `⟧` around the code where carets cannot stand (columns 0 and 1, spans over several lines), with the
// message on a line `//⟦⟧ rule: message` anywhere below. `related: message` marks evidence. Mark lines and brackets are
// not part of the code that is analysed.

import type { Severity } from "../../server/src/rules/finding.ts";
import { LineIndex } from "../../server/src/text/line-index.ts";
import type { Span } from "../../server/src/text/span.ts";

export interface Mark {
  /** A rule's name, or "related" for a piece of evidence. */
  readonly label: string;
  /** Stated only where it differs from the rule's own. */
  readonly severity: Severity | undefined;
  readonly message: string;
  /** In the code without marks. */
  readonly span: Span;
}

export interface MarkedSource {
  readonly code: string;
  readonly marks: readonly Mark[];
}

const severities: readonly Severity[] = ["hint", "information", "warning", "error"];

/** @throws Error for a mark without code or brackets without a message; lines count from 1 within the source */
export function parseMarks(source: string): MarkedSource {
  const marks: Mark[] = [];
  const unnamed: Span[] = [];
  const open: number[] = [];
  let code = "";
  let lineStart = -1;
  for (const [index, line] of source.split("\n").entries()) {
    const mark = /^(\s*\/\/\s*)(\^+|⟦⟧) ([a-z-]+)(?: (hint|information|warning|error))?: (.+)$/.exec(line);
    if (mark === null) {
      if (lineStart >= 0) code += "\n";
      lineStart = code.length;
      for (const part of line.split(/([⟦⟧])/)) {
        if (part === "⟦") open.push(code.length);
        else if (part === "⟧") unnamed.push({ start: open.pop() ?? fail(index, "⟧ without ⟦"), end: code.length });
        else code += part;
      }
      continue;
    }
    const [, before, sign, label, severity, message] = mark;
    if (lineStart < 0) fail(index, "a mark above all code");
    const start = lineStart + before!.length;
    const span = sign === "⟦⟧" ? unnamed.shift() : { start, end: start + sign!.length };
    if (span === undefined) fail(index, "⟦⟧ without brackets above it");
    marks.push({ label: label!, severity: severities.find((name) => name === severity), message: message!, span });
  }
  if (open.length + unnamed.length > 0) throw new Error("brackets ⟦ ⟧ without a line that says what they mark");
  return { code, marks: marks.toSorted(byPosition) };
}

/** The source that `parseMarks` would read as this code and these marks. */
export function renderMarks(code: string, marks: readonly Mark[]): string {
  const lines = new LineIndex(code);
  const below = new Map<number, string[]>();
  const insertions: { offset: number; text: string }[] = [];
  for (const mark of marks.toSorted(byPosition)) {
    const start = lines.positionAt(mark.span.start);
    const end = lines.positionAt(mark.span.end);
    const text = `${mark.label}${mark.severity === undefined ? "" : ` ${mark.severity}`}: ${mark.message}`;
    const fitsCarets = start.line === end.line && start.character >= 2 && end.character > start.character;
    const indentation = /^\s*/.exec(lines.lineText(start.line))![0].length;
    const slashes = Math.min(indentation, start.character - 2);
    const sign = fitsCarets
      ? `${" ".repeat(slashes)}//${" ".repeat(start.character - slashes - 2)}${"^".repeat(end.character - start.character)}`
      : "//⟦⟧";
    below.set(end.line, [...(below.get(end.line) ?? []), `${sign} ${text}`]);
    if (!fitsCarets) insertions.push({ offset: mark.span.start, text: "⟦" }, { offset: mark.span.end, text: "⟧" });
  }
  const rendered: string[] = [];
  for (let line = 0; line < lines.lineCount; line++) {
    const [from, to] = [lines.startOfLine(line), lines.endOfLine(line)];
    const here = insertions
      .filter(({ offset }) => from <= offset && offset <= to)
      .toSorted((a, b) => b.offset - a.offset);
    let text = lines.lineText(line);
    for (const { offset, text: bracket } of here)
      text = text.slice(0, offset - from) + bracket + text.slice(offset - from);
    rendered.push(text, ...(below.get(line) ?? []));
  }
  return rendered.join("\n");
}

function byPosition(a: { span: Span }, b: { span: Span }): number {
  return a.span.start - b.span.start || a.span.end - b.span.end;
}

function fail(index: number, message: string): never {
  throw new Error(`line ${index + 1} of the source: ${message}`);
}
