// The result of analysing one file at one moment. Everything that users see is a projection of it.

import type { Finding } from "../rules/finding.ts";
import type { LineIndex } from "../text/line-index.ts";

/** Immutable. A report that is no longer about the current text or project is dropped, never patched. */
export interface FileReport {
  /** Absolute path, forward slashes. */
  readonly file: string;
  /** Changes whenever the file's text or what it depends on may have changed; equal stamps mean equal reports. */
  readonly stamp: string;
  /** The configuration file of the project that answered, or undefined for a loose file. */
  readonly project: string | undefined;
  /** The text that was analysed, without byte order mark. */
  readonly lines: LineIndex;
  /** Sorted by position. */
  readonly findings: readonly Finding[];
  /** Imports that the compiler could not resolve: what they bring is unknown and acquits. */
  readonly unresolvedImports: number;
  /** Why the file was not analysed, if it was not: generated, too large, not part of any program. */
  readonly skipped: string | undefined;
  readonly milliseconds: number;
}

/** True if users would see no difference: the same findings in the same text. */
export function isSameReport(a: FileReport, b: FileReport): boolean {
  return a.lines.text === b.lines.text && JSON.stringify(a.findings) === JSON.stringify(b.findings);
}
