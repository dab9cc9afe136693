// `--format pretty`: for people at a terminal or reading a log. Everything here is text; what is printed when is
// decided in check.ts.

import type pc from "picocolors";
import type { Severity } from "../rules/finding.ts";
import type { LineIndex } from "../text/line-index.ts";
import { codeFrame, measureFor, printable, type Measure } from "./code-frame.ts";
import type { OutputFinding } from "./output-finding.ts";

/** The colour functions of picocolors, live or dead. */
export type Colors = ReturnType<typeof pc.createColors>;

export interface Terminal {
  readonly colors: Colors;
  /** Columns that a line may take. */
  readonly width: number;
}

/** The block of one file: its path, then each finding with the line that it is about. */
export async function formatFile(
  findings: readonly OutputFinding[],
  lines: LineIndex,
  terminal: Terminal,
): Promise<string> {
  const [first] = findings;
  if (first === undefined) return "";
  const measure = await measureFor(findings.map(({ range }) => lines.lineText(range.start.line)));
  const blocks = findings.map((finding) => formatFinding(finding, lines, terminal, measure));
  return `${terminal.colors.underline(printable(first.file))}\n${blocks.join("\n")}\n`;
}

function formatFinding(finding: OutputFinding, lines: LineIndex, terminal: Terminal, measure: Measure): string {
  const { colors } = terminal;
  const { start } = finding.range;
  const paint = painter(finding.severity, colors);
  const head = [
    `  ${colors.dim(`${start.line + 1}:${start.character + 1}`)}`,
    paint(finding.severity),
    printable(finding.message),
    colors.dim(finding.rule),
  ].join("  ");
  const frame = codeFrame(finding.range, lines, terminal.width - 4, measure).map(({ gutter, text, marks }) => {
    const margin = `    ${colors.dim(`${gutter} │`)} `;
    const blank = `    ${colors.dim(`${" ".repeat(gutter.length)} │`)} `;
    return `${margin}${text}\n${blank}${marks.indent}${paint(marks.underline)}`;
  });
  const related = finding.related.map(({ message, file, range }) => {
    const place = `${printable(file)}:${range.start.line + 1}:${range.start.character + 1}`;
    return `      ${colors.dim(`${place}:`)} ${printable(message)}`;
  });
  return [head, ...frame, ...related].map((line) => `${line}\n`).join("");
}

export interface Tally {
  readonly files: number;
  readonly filesWithFindings: number;
  /** Generated or too large. */
  readonly skipped: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

/** The last line: what there is, or that there is nothing. */
export function formatSummary(tally: Tally, { colors }: Terminal): string {
  const { files, filesWithFindings, skipped, bySeverity } = tally;
  const rest = skipped === 0 ? "." : `; ${skipped} skipped as generated, too large or written for Flow.`;
  const severities: readonly Severity[] = ["error", "warning", "information", "hint"];
  const counts = severities.filter((severity) => bySeverity[severity] > 0);
  if (counts.length === 0) return `${colors.green("No findings")} in ${count(files, "file")}${rest}\n`;
  const parts = counts.map((severity) => painter(severity, colors)(countSeverity(bySeverity[severity], severity)));
  return `${parts.join(", ")} in ${filesWithFindings} of ${count(files, "file")}${rest}\n`;
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function countSeverity(number: number, severity: Severity): string {
  return severity === "information" ? `${number} information` : count(number, severity);
}

function painter(severity: Severity, colors: Colors): (text: string) => string {
  switch (severity) {
    case "error":
      return colors.red;
    case "warning":
      return colors.yellow;
    case "information":
      return colors.cyan;
    default:
      return colors.gray;
  }
}
