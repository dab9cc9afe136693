// `--format github`: workflow commands, which GitHub Actions turns into annotations of the changed lines.

import type { Severity } from "../rules/finding.ts";
import type { OutputFinding } from "./output-finding.ts";

const commands: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  information: "notice",
  hint: "notice",
};

/**
 * The commands for the findings, one a line. `fileOf` turns the finding's path into one relative to the repository,
 * which is what annotations are matched with.
 */
export function formatGithub(findings: readonly OutputFinding[], fileOf: (file: string) => string): string {
  return findings.map((finding) => `${command(finding, fileOf)}\n`).join("");
}

function command(finding: OutputFinding, fileOf: (file: string) => string): string {
  const { start, end } = finding.range;
  const properties: Record<string, string | number> = { file: fileOf(finding.file), line: start.line + 1 };
  // Columns of a span over several lines would be refused together with the annotation's lines.
  if (start.line === end.line) {
    Object.assign(properties, { col: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 });
  } else {
    properties.endLine = end.line + 1;
  }
  properties.title = `Async Insight: ${finding.rule}`;
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const related = finding.related.map(
    ({ message, file, range }) => `${fileOf(file)}:${range.start.line + 1}: ${message}`,
  );
  return `::${commands[finding.severity]} ${list.join(",")}::${escapeData([finding.message, ...related].join("\n"))}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
