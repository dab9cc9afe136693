// What one scan brought, gathered while its events arrive: reports with findings, counts, and what could not be seen.
// Nothing is printed here.

import type { FileReport } from "../analysis/report.ts";
import { limitation } from "../analysis/unresolved-imports.ts";
import type { ScanEvent } from "../analysis/workspace.ts";
import type { Severity } from "../rules/finding.ts";
import { compareTexts, relativePath } from "./output-finding.ts";

export class ScanOutcome {
  analysed = 0;
  skipped = 0;
  unresolvedImports = 0;
  filesWithUnresolvedImports = 0;
  readonly bySeverity: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  /** Files that no program contains, or that can't be analysed, with the reason. */
  readonly missing = new Map<string, string>();
  /** Why a file was not analysed although a program contains it, by file. */
  readonly skipReasons = new Map<string, string>();
  readonly #reports: FileReport[] = [];
  readonly #folder: string;

  /** @param folder what printed paths are relative to */
  constructor(folder: string) {
    this.#folder = folder;
  }

  add(event: ScanEvent): void {
    if (event.kind === "missing") this.missing.set(event.file, event.reason);
    else if (event.kind === "report") this.#addReport(event.report);
  }

  #addReport(report: FileReport): void {
    if (report.skipped !== undefined) {
      this.skipped++;
      this.skipReasons.set(report.file, report.skipped);
      return;
    }
    this.analysed++;
    this.unresolvedImports += report.unresolvedImports;
    if (report.unresolvedImports > 0) this.filesWithUnresolvedImports++;
    for (const finding of report.findings) this.bySeverity[finding.severity]++;
    // A report without findings is not kept: its text would stay in memory until the end.
    if (report.findings.length > 0) this.#reports.push(report);
  }

  /** Reports that have findings, in the order in which they are printed. */
  get reports(): FileReport[] {
    const printed = (report: FileReport): string => relativePath(report.file, this.#folder);
    return this.#reports.toSorted((a, b) => compareTexts(printed(a), printed(b)));
  }

  /** The sentence about what could not be seen, or undefined if nothing was missing. */
  get limitation(): string | undefined {
    return limitation(this.unresolvedImports, this.filesWithUnresolvedImports);
  }

  /** 0 or 1 by the contract: errors always count, warnings when there are more than allowed. */
  exitCode(maxWarnings: number): 0 | 1 {
    return this.bySeverity.error > 0 || this.bySeverity.warning > maxWarnings ? 1 : 0;
  }
}
