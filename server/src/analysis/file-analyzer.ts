// From syntax trees to reports: what settings, packages and imports add to the bare analysis. Knows nothing of documents
// or of how long a report stays valid.

/* async-insight-disable blocking-helper -- a package.json is read once and remembered */

import type { Settings } from "../config/settings.ts";
import { NO_SUSPECTS, type Suspects } from "../facts/collector.ts";
import type { ProgramView } from "../questions/answerer.ts";
import type { Rule } from "../rules/rule.ts";
import { LineIndex } from "../text/line-index.ts";
import type { Checker } from "../typescript/api.ts";
import type { SourceFile } from "../typescript/syntax.ts";
import {
  AFTER_SUSPECTS,
  NO_ANALYSIS,
  analyze,
  type Analysis,
  type AnalyzeOptions,
  type Incremental,
  type Subject,
} from "./analyze.ts";
import { Packages } from "./packages.ts";
import { Policy } from "./policy.ts";
import { packagesOf } from "./program-packages.ts";
import type { FileReport } from "./report.ts";
import { isTestFile, skipReason } from "./skipped-files.ts";
import type { SuspectNames } from "./suspect-names.ts";
import { ImportResolution } from "./unresolved-imports.ts";

export interface Analysable {
  readonly file: string;
  readonly syntax: SourceFile;
  /** Given for files that are edited, and so analysed again soon. */
  readonly incremental?: Incremental | undefined;
  /** How many imports can't be resolved, if that is known. */
  readonly unresolvedImports?: number | undefined;
}

/** A report that is complete but for its stamp, and what can be built upon it. */
export interface Analyzed {
  readonly report: FileReport;
  readonly analysis: Analysis;
}

export interface FileAnalyzerOptions extends Omit<AnalyzeOptions, "onFirst"> {
  /** Called with what is found before other files are looked at, if there are so many of these that it is worth it. */
  readonly onFirst?: ((analyzed: readonly Analyzed[]) => void) | undefined;
}

export class FileAnalyzer {
  readonly packages = new Packages();
  readonly #folder: string;
  readonly #rules: readonly Rule[];
  readonly #settingsFor: (file: string) => Promise<Settings> | Settings;
  #policies = new WeakMap<Settings, Policy>();
  readonly #suspects: SuspectNames;
  readonly #resolutions = new WeakMap<Checker, ImportResolution>();

  /** @param folder what is analysed: a folder of tests around it makes no tests of its files */
  constructor(
    folder: string,
    rules: readonly Rule[],
    settingsFor: (file: string) => Promise<Settings> | Settings,
    suspects: SuspectNames,
  ) {
    this.#folder = folder;
    this.#rules = rules;
    this.#suspects = suspects;
    this.#settingsFor = settingsFor;
  }

  /** Settings are read anew. */
  settingsChanged(): void {
    this.#policies = new WeakMap();
  }

  /**
   * Analyses files of one program together.
   * @param project the configuration file to name in the reports
   * @throws the signal's reason when it fires
   */
  async analyze(
    view: ProgramView,
    project: string | undefined,
    files: readonly Analysable[],
    { onFirst, ...options }: FileAnalyzerOptions,
  ): Promise<readonly Analyzed[]> {
    const start = performance.now();
    const subjects = await Promise.all(files.map((each) => this.#subjectOf(view, each)));
    const analysed = subjects.filter((subject) => typeof subject !== "string");
    const isWorthIt = onFirst !== undefined && (await this.#suspects.willTakeLong(view.program));
    // From here to where it is awaited nothing may be waited for: it may be rejected, which somebody has to hear of.
    const unresolved = this.#countUnresolved(view, files);
    const withReports = async (analyses: ReadonlyMap<Subject, Analysis>): Promise<readonly Analyzed[]> => {
      const counts = await unresolved;
      const milliseconds = (performance.now() - start) / files.length;
      return files.map(({ file, syntax }, i) => {
        const subject = subjects[i]!;
        const isSkipped = typeof subject === "string";
        const analysis = isSkipped ? NO_ANALYSIS : analyses.get(subject)!;
        const report = {
          file,
          stamp: "",
          project,
          lines: new LineIndex(syntax.text),
          findings: [...analysis.origins.keys()],
          unresolvedImports: counts[i]!,
          skipped: isSkipped ? subject : undefined,
          milliseconds,
        };
        return { report, analysis };
      });
    };
    const [analyses] = await Promise.all([
      analyze({ ...view, filesMentioning: (word) => this.#filesMentioning(view, word) }, analysed, {
        ...options,
        onFirst: isWorthIt ? (first) => void withReports(first).then(onFirst, () => {}) : undefined,
      }),
      unresolved,
    ]);
    return withReports(analyses);
  }

  /** Under which names code may block, and where, for the rules that are on for the file. */
  async suspectsFor(view: ProgramView, file: string): Promise<Suspects> {
    const policy = this.#policyOf(await this.#settingsFor(file));
    if (![...AFTER_SUSPECTS].some((kind) => policy.factKinds.has(kind))) return NO_SUSPECTS;
    return this.#suspects.in(view.program, view.project.configFileName, policy.callNames);
  }

  async #filesMentioning({ program }: ProgramView, word: string): Promise<readonly string[]> {
    const files = await this.#suspects.filesMentioning(program, word);
    return files.filter((file) => !this.#isTest(file));
  }

  #isTest(file: string): boolean {
    return isTestFile(file.startsWith(`${this.#folder}/`) ? file.slice(this.#folder.length) : file);
  }

  /** What is to be analysed, or why nothing is. */
  async #subjectOf(view: ProgramView, { file, syntax, incremental }: Analysable): Promise<Subject | string> {
    const skipped = skipReason(file, syntax.text);
    if (skipped !== undefined) return skipped;
    return {
      file,
      syntax,
      policy: this.#policyOf(await this.#settingsFor(file)),
      isTest: this.#isTest(file),
      isPublished: this.packages.isPublished(file),
      isScript: syntax.text.startsWith("#!") || this.packages.isCommand(file),
      packages: await packagesOf(view.program),
      suspects: () => this.suspectsFor(view, file),
      incremental,
    };
  }

  async #countUnresolved(view: ProgramView, files: readonly Analysable[]): Promise<readonly number[]> {
    const known = files.map(({ unresolvedImports }) => unresolvedImports);
    if (known.every((count) => count !== undefined)) return known;
    let resolution = this.#resolutions.get(view.checker);
    if (resolution === undefined) this.#resolutions.set(view.checker, (resolution = new ImportResolution(view)));
    return resolution.countUnresolved(files.map(({ syntax }) => syntax));
  }

  #policyOf(settings: Settings): Policy {
    let policy = this.#policies.get(settings);
    if (policy === undefined) this.#policies.set(settings, (policy = new Policy(this.#rules, settings)));
    return policy;
  }
}

/** The report of a file that is not looked at, with the reason. */
export function skippedReport(file: string, reason: string, text = ""): FileReport {
  return {
    file,
    stamp: "",
    project: undefined,
    lines: new LineIndex(text),
    findings: [],
    unresolvedImports: 0,
    skipped: reason,
    milliseconds: 0,
  };
}
