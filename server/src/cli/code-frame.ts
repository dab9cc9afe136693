// The line that a finding is about, with its span underlined, so that both stand above each other in a terminal. Knows
// what takes how much room there; colours are put on by the caller.

import type { LineIndex } from "../text/line-index.ts";
import type { OutputRange } from "./output-finding.ts";

export interface FrameLine {
  /** The line's number, 1-based. */
  readonly gutter: string;
  readonly text: string;
  readonly marks: { readonly indent: string; readonly underline: string };
}

/** How many columns a text takes. */
export type Measure = (text: string) => number;

/** What measures these lines. The tables of wide characters take longer to load than most lines that need none. */
export async function measureFor(lines: readonly string[]): Promise<Measure> {
  if (lines.every((line) => isPlain(line))) return ({ length }) => length;
  const { default: stringWidth } = await import("string-width");
  return stringWidth;
}

/** Characters of one column each, and tabs. */
function isPlain(text: string): boolean {
  return /^[\t -~]*$/.test(text);
}

const tabWidth = 4;

/** How much of a long line is shown before the span. */
const leadingContext = 20;

const ellipsis = "…";

/**
 * The first line of the range, and whether more of the span follows. A line wider than `width` columns is cut around
 * the start of the span.
 */
export function codeFrame(range: OutputRange, lines: LineIndex, width: number, measure: Measure): FrameLine[] {
  const { start, end } = range;
  if (start.line >= lines.lineCount) return [];
  const line = lines.lineText(start.line);
  const spanEnd = end.line > start.line ? line.length : end.character;
  const gutter = String(start.line + 1);
  const room = Math.max(leadingContext * 2, width - gutter.length - 3);
  const cells = cellsOf(line, start.character, spanEnd, room, measure);
  const shown = window(cells, start.character, room);
  const before = shown.filter((cell) => cell.end <= start.character);
  const marked = shown.filter((cell) => cell.end > start.character && cell.start < spanEnd);
  return [
    {
      gutter,
      text: shown.map((cell) => cell.text).join(""),
      marks: { indent: " ".repeat(widthOf(before)), underline: "^".repeat(Math.max(1, widthOf(marked))) },
    },
  ];
}

/** What a reader sees as one character. */
interface Cell {
  /** Code units of the line that it stands for. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly width: number;
}

function cellsOf(line: string, spanStart: number, spanEnd: number, room: number, measure: Measure): Cell[] {
  // Of a minified line of megabytes only the surroundings of the span can be shown, so only they are measured.
  const from = Math.max(0, spanStart - room * 2);
  const to = Math.min(line.length, Math.max(spanStart, Math.min(spanEnd, spanStart + room)) + room * 2);
  const cells: Cell[] = [];
  let column = 0;
  for (const { segment, index } of segmentsOf(line.slice(from, to))) {
    const text = segment === "\t" ? " ".repeat(tabWidth - (column % tabWidth)) : printable(segment);
    // Nearly all characters of code are one column wide, which need not be looked up.
    const width = isPlain(text) ? text.length : measure(text);
    cells.push({ start: from + index, end: from + index + segment.length, text, width });
    column += width;
  }
  return cells;
}

/** What a reader sees as one character each, with where it begins. */
function segmentsOf(text: string): Iterable<{ readonly segment: string; readonly index: number }> {
  if (isPlain(text)) return Array.from(text, (segment, index) => ({ segment, index }));
  return new Intl.Segmenter().segment(text);
}

/** As many cells as fit, those before the span first dropped to a few. */
function window(cells: readonly Cell[], spanStart: number, room: number): Cell[] {
  if (widthOf(cells) <= room) return [...cells];
  let first = cells.findIndex((cell) => cell.end > spanStart);
  if (first === -1) first = cells.length;
  let context = 0;
  while (first > 0 && context + cells[first - 1]!.width <= leadingContext) context += cells[--first]!.width;
  const shown: Cell[] = [];
  if (first > 0) shown.push({ start: -1, end: -1, text: ellipsis, width: 1 });
  let used = widthOf(shown);
  let next = first;
  while (next < cells.length && used + cells[next]!.width < room) {
    shown.push(cells[next]!);
    used += cells[next++]!.width;
  }
  if (next < cells.length) shown.push({ start: Infinity, end: Infinity, text: ellipsis, width: 1 });
  return shown;
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

/**
 * Text of a file or about one, without characters that move the cursor, change colours or reverse the direction of
 * writing: what is printed must not be able to hide or forge other lines.
 */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}
