// `async-insight check`: from options to an exit code. What is printed how is said by the formats; what is found, by the
// analysis.

import type { FileReport } from "../analysis/report.ts";
import type { AnalysisWorkspace, ScanEvent } from "../analysis/workspace.ts";
import { Phases } from "../analysis/phases.ts";
import { skipReason } from "../analysis/skipped-files.ts";
import { whyUnreadable } from "../analysis/source-files.ts";
import type { RuleMetadata, Settings } from "../config/settings.ts";
import { InOrder } from "./in-order.ts";
import type { CheckOptions } from "./options.ts";
import { relativePath } from "./output-finding.ts";
import { type Output, outputFor } from "./output.ts";
import type { Progress } from "./progress.ts";
import { readSettings } from "./read-settings.ts";
import { ScanOutcome } from "./scan-outcome.ts";
import { type Selection, selectFiles } from "./selection.ts";
import type { Stats } from "./stats.ts";

/** What checking needs of an analysis. */
export type CheckedAnalysis = Pick<AnalysisWorkspace, "scan" | "fixes" | "typeChecks" | "filesChanged" | "statistics">;

/** The world around a run. */
export interface CheckContext {
  readonly analysis: CheckedAnalysis;
  /** Tells the analysis the settings of this run; its engine may have started before they were read. */
  readonly useSettings: (settings: Settings) => void;
  readonly rules: readonly RuleMetadata[];
  /** The current folder: absolute, forward slashes. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Text for standard output. */
  readonly print: (text: string) => void;
  /** Text for standard error, a line or several. */
  readonly say: (kind: "note" | "warning" | "error", text: string) => void;
  readonly progress: Progress;
  readonly isColored: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly signal: AbortSignal;
  /** Replaces the content of a file in one step; the default is for everyone but tests. */
  readonly write?: (file: string, content: string) => Promise<void>;
}

/**
 * Runs the check and returns the exit code.
 * @throws Failure for what its user can put right, with nothing analysed
 */
export async function check(options: CheckOptions, context: CheckContext): Promise<0 | 1 | 2> {
  return new Run(options, context).exitCode();
}

class Run {
  readonly #options: CheckOptions;
  readonly #context: CheckContext;
  readonly #warnings = new Set<string>();
  readonly #phases = new Phases();
  /** What was asked for and could not be done; the exit code says that there is something. */
  readonly #complaints = new Set<string>();

  constructor(options: CheckOptions, context: CheckContext) {
    this.#options = options;
    this.#context = context;
  }

  async exitCode(): Promise<0 | 1 | 2> {
    const options = this.#options;
    const { analysis, folder, rules, environment, isColored, width, say, progress, signal } = this.#context;
    const [{ settings, source, warnings }, selection] = await this.#phases.measure("list", () =>
      Promise.all([readSettings(folder, options.settings, options.rules, rules), selectFiles(options, folder, signal)]),
    );
    this.#context.useSettings(settings);
    for (const warning of warnings) this.#warn(warning);
    for (const problem of selection.problems) this.#complain(problem);
    if (!settings.enable) this.#warn(`nothing is checked: asyncInsight.enable is false in ${source}`);
    else if (selection.files.length === 0)
      this.#warn(`no TypeScript or JavaScript files in ${options.paths.join(", ")}`);

    const output = await outputFor(options.format, {
      folder,
      rules,
      isColored,
      width,
      environment,
      fixesOf: (report, finding) =>
        this.#phases.measure("fixes", () => analysis.fixes(report, finding, { checked: true, signal })),
    });
    const chosen = settings.enable ? selection : { ...selection, files: [] };
    const outcome = options.fix ? await this.#fix(chosen, output) : await this.#scanAndPrint(chosen, output);
    await this.#sayWhatWasNotSeen(outcome, selection);

    const isComplete = this.#complaints.size === 0;
    if (output.file === undefined) progress.say("Looking for fixes");
    const stats = options.stats ? () => this.#stats(outcome) : undefined;
    this.#print(await output.end({ outcome, stats, warnings: [...this.#complaints, ...this.#warnings], isComplete }));
    progress.clear();
    if (stats !== undefined && options.format !== "json") {
      const { formatStats } = await import("./stats.ts");
      say("note", formatStats(stats()));
    }
    return isComplete ? outcome.exitCode(options.maxWarnings) : 2;
  }

  /** Prints each report as soon as the reports before it are printed. */
  async #scanAndPrint(selection: Selection, output: Output): Promise<ScanOutcome> {
    const queue = new InOrder<FileReport>(selection.files);
    const printReports = async (reports: readonly FileReport[]): Promise<void> => {
      for (const report of reports) this.#print((await output.file?.(report)) ?? "");
    };
    const outcome = await this.#scan(selection, async (event) => {
      if (event.kind === "report") await printReports(queue.settle(event.report.file, event.report));
      else if (event.kind === "missing") await printReports(queue.settle(event.file, undefined));
    });
    await printReports(queue.rest());
    return outcome;
  }

  /** Fixes what can be fixed, says what it did, and prints what remains. */
  async #fix(selection: Selection, output: Output): Promise<ScanOutcome> {
    const { analysis, folder, say, progress, signal, write } = this.#context;
    const { applySafeFixes, MOST_ROUNDS } = await import("./apply-fixes.ts");
    let outcome = new ScanOutcome(folder);
    const result = await applySafeFixes({
      analysis,
      files: new Set(selection.files),
      reports: async () => (outcome = await this.#scan(selection)).reports,
      signal,
      ...(write === undefined ? {} : { write }),
    });
    progress.clear();
    const done = `${result.fixes} safe ${result.fixes === 1 ? "fix" : "fixes"} in ${result.files.size} ${result.files.size === 1 ? "file" : "files"}`;
    if (result.fixes > 0) say("note", `applied ${done}\n`);
    else if (result.failures.length === 0) say("note", "nothing to fix: no finding has a safe fix\n");
    for (const { file, message } of result.failures)
      this.#complain(`${relativePath(file, folder)}: not fixed: it ${message}`);
    if (!result.isSettled)
      this.#complain(`safe fixes lead to ever new ones; stopped after ${MOST_ROUNDS} rounds, please report this`);
    for (const report of outcome.reports) this.#print((await output.file?.(report)) ?? "");
    return outcome;
  }

  async #scan(selection: Selection, onEvent?: (event: ScanEvent) => Promise<void>): Promise<ScanOutcome> {
    const { analysis, progress, signal, folder } = this.#context;
    const { files, project } = selection;
    const outcome = new ScanOutcome(folder);
    if (files.length === 0) return outcome;
    await this.#phases.measure("scan", async () => {
      progress.say("Loading projects");
      for await (const event of analysis.scan({ files, signal, ...(project === undefined ? {} : { project }) })) {
        outcome.add(event);
        await onEvent?.(event);
        if (event.kind === "report") progress.say(`Checked ${event.done} of ${event.total} files`);
        else if (event.kind === "project") {
          for (const error of event.errors) this.#complain(this.#withRelativePath(error));
          for (const warning of event.warnings) this.#warn(this.#withRelativePath(warning));
          if (event.config !== undefined) progress.say(`Loaded ${relativePath(event.config, folder)}`);
        }
      }
    });
    return outcome;
  }

  /** A clean result that silently left something out would be a lie. */
  async #sayWhatWasNotSeen(outcome: ScanOutcome, { named, project }: Selection): Promise<void> {
    const { folder } = this.#context;
    const byReason = new Map<string, string[]>();
    for (const [file, reason] of outcome.missing) {
      const path = relativePath(file, folder);
      const unreadable = await whyUnreadable(file);
      if (unreadable !== undefined) this.#complain(`${path}: ${unreadable}`);
      else if (named.has(file)) this.#complain(`${path}: not analysed: ${reason}`);
      // A project that was named may leave out files of the folders that were named; that is why it was named.
      else if (project === undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), path]);
    }
    if (project !== undefined && outcome.analysed + outcome.skipped === 0 && outcome.missing.size > 0) {
      this.#warn(`${relativePath(project, folder)}: contains none of the files in ${this.#options.paths.join(", ")}`);
    }
    for (const [reason, [first, ...others]] of byReason) {
      this.#warn(`${first}${others.length === 0 ? "" : ` and ${others.length} more`}: not analysed: ${reason}`);
    }
    for (const file of named) {
      const reason = outcome.skipReasons.get(file) ?? skipReason(file);
      if (reason !== undefined) this.#warn(`${relativePath(file, folder)}: not analysed: ${reason}`);
    }
    if (outcome.limitation !== undefined) this.#warn(outcome.limitation);
  }

  /** Messages of the analysis name files absolutely. */
  #withRelativePath(message: string): string {
    return message.replaceAll(`${this.#context.folder}/`, "");
  }

  #stats(outcome: ScanOutcome): Stats {
    const { engineRequests, enginePeakBytes, phases } = this.#context.analysis.statistics();
    const total = performance.now();
    const rounded = Object.entries({ ...this.#phases.milliseconds, ...phases, total }).map(([phase, time]) => [
      phase,
      Math.round(time),
    ]);
    return {
      milliseconds: Object.fromEntries(rounded),
      files: { analysed: outcome.analysed, skipped: outcome.skipped, notInProgram: outcome.missing.size },
      engineRequests,
      peakBytes: {
        cli: process.resourceUsage().maxRSS * 1024,
        ...(enginePeakBytes === undefined ? {} : { engine: enginePeakBytes }),
      },
      unresolvedImports: { imports: outcome.unresolvedImports, files: outcome.filesWithUnresolvedImports },
    };
  }

  #print(text: string): void {
    if (text === "") return;
    this.#context.progress.clear();
    this.#context.print(text);
  }

  /** Something that its user should know, though the run goes on as if nothing had happened. Said once. */
  #warn(line: string): void {
    if (this.#warnings.has(line)) return;
    this.#warnings.add(line);
    this.#context.progress.clear();
    this.#context.say("warning", `${line}\n`);
  }

  /** Something that was asked for and can't be done, though the rest can. */
  #complain(line: string): void {
    if (this.#complaints.has(line)) return;
    this.#complaints.add(line);
    this.#context.progress.clear();
    this.#context.say("error", `${line}\n`);
  }
}
