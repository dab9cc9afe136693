// The making of reports: for one file, for everybody who waits for it, anew as long as something that it depends on changes
// meanwhile, and once more if the engine dies over it; or for a batch of a scan. Which reports still hold is
// known-reports.ts's business, and what an analysis consists of that of file-analyzer.ts.

import { say } from "../language/say.ts";
import { prepareAnswers, prepareFirstAnswers } from "../questions/answer.ts";
import type { ProgramView } from "../questions/answerer.ts";
import { EngineCrashError, type Engine, type Snapshot } from "../typescript/engine.ts";
import type { Projects } from "../typescript/projects.ts";
import type { SourceFile } from "../typescript/syntax.ts";
import { abortable } from "./abortable.ts";
import { NO_ANALYSIS, type AnalyzeOptions } from "./analyze.ts";
import type { Documents } from "./documents.ts";
import { skippedReport, type Analyzed, type FileAnalyzer, type FileAnalyzerOptions } from "./file-analyzer.ts";
import type { Beginning, KnownReport, KnownReports } from "./known-reports.ts";
import type { Phases } from "./phases.ts";
import { viewOf } from "./program-view.ts";
import type { RecentProjects } from "./recent-projects.ts";
import type { FileReport } from "./report.ts";
import { RunningAnalyses } from "./running-analyses.ts";
import { Sights } from "./sight.ts";
import { skipReason } from "./skipped-files.ts";
import type { SuspectNames } from "./suspect-names.ts";
import type { WorkspaceOptions } from "./workspace-options.ts";

/** What reports are made with. */
export interface ReportTools {
  readonly engine: Engine;
  readonly projects: Projects;
  readonly recentProjects: RecentProjects;
  readonly documents: Documents;
  readonly reports: KnownReports;
  readonly analyzer: FileAnalyzer;
  readonly suspects: SuspectNames;
  readonly phases: Phases;
  readonly options: Pick<WorkspaceOptions, "mode" | "onEngineState">;
}

/** A report that somebody waits for. */
interface Wanted {
  readonly file: string;
  /** The state of things when its analysis began. */
  readonly began: Beginning;
  readonly signal: AbortSignal;
  readonly onFirst: (report: FileReport) => void;
}

/** Questions in one request of a scan. */
const SCAN_CHUNK = 400;

export class FileReports {
  readonly #tools: ReportTools;
  readonly #running = new RunningAnalyses();
  #suspectChanges = 0;
  #latestFile: string | undefined;

  constructor(tools: ReportTools) {
    this.#tools = tools;
  }

  /**
   * The report of the file's present text: cached while nothing that it depends on has changed.
   * @param onFirst called at most once, with a report of the findings that can be told sooner
   * @throws the signal's reason when it fires, StaleError when the document changes meanwhile, EngineCrashError when the engine
   * died twice over the same file, EngineMissingError when there is none
   */
  async of(file: string, signal?: AbortSignal, onFirst?: (report: FileReport) => void): Promise<FileReport> {
    const { documents, reports } = this.#tools;
    const known = reports.current(file);
    if (known !== undefined) return known.report;
    const key = `${documents.versionOf(file)}.${reports.world}`;
    const running = this.#running.run(file, key, (...args) => this.#analyzeTwice(file, ...args));
    if (onFirst !== undefined) void running.first.then(onFirst);
    const { report } = await (signal === undefined ? running.result : abortable(running.result, signal));
    return report;
  }

  /** Reports of files of one program, made together. @param began the state of things when the scan began */
  async ofBatch(
    view: ProgramView,
    files: readonly { readonly file: string; readonly syntax: SourceFile }[],
    scanBegan: Beginning,
    signal: AbortSignal | undefined,
  ): Promise<readonly FileReport[]> {
    const { analyzer, documents, options, reports } = this.#tools;
    const began = { ...scanBegan, latest: documents.latestVersion };
    const results = await analyzer.analyze(view, this.#nameOf(view), files, {
      ...this.#tracking,
      signal,
      chunk: SCAN_CHUNK,
    });
    return results.map(({ report, analysis }, i) => {
      const syntax = options.mode === "scan" ? undefined : files[i]!.syntax;
      return reports.remember(report, began, analysis, syntax).report;
    });
  }

  /** Nobody wants an analysis of this text any more; whoever waits for it gets a StaleError with the reason. */
  end(file: string, reason: string): void {
    this.#running.end(file, reason);
  }

  endAll(reason: string): void {
    this.#running.endAll(reason);
  }

  /** Makes a report that nobody keeps, and lets its steps be seen. */
  async observe(file: string, options: Omit<AnalyzeOptions, "onFirst">): Promise<FileReport> {
    const config = await this.#tools.projects.configOf(file);
    return this.#tools.engine.use(async (snapshot) => {
      const view = viewOf(snapshot, config);
      const syntax = await view?.program.getSourceFile(file);
      return (await this.#analyzeOne(file, view, syntax, options)).report;
    });
  }

  /** Lets a new process look at the file that will probably be edited first. What it finds is known. */
  warmUp(): void {
    const { analyzer, documents, engine, projects } = this.#tools;
    const file = this.#latestFile;
    if (file === undefined || !documents.has(file)) return;
    const work = engine.use(async (snapshot) => {
      const view = viewOf(snapshot, await projects.configOf(file));
      const syntax = await view?.program.getSourceFile(file);
      if (view !== undefined && syntax !== undefined) await analyzer.analyze(view, undefined, [{ file, syntax }], {});
    });
    work.catch(() => {
      // Whoever asks next hears of it.
    });
  }

  /** A crash of the engine is answered by asking its successor once. */
  async #analyzeTwice(file: string, signal: AbortSignal, onFirst: (report: FileReport) => void): Promise<KnownReport> {
    try {
      return await this.#analyzeCurrent(file, signal, onFirst);
    } catch (error) {
      if (!(error instanceof EngineCrashError) || signal.aborted) throw error;
      return this.#analyzeCurrent(file, signal, onFirst);
    }
  }

  async #analyzeCurrent(
    file: string,
    signal: AbortSignal,
    onFirst: (report: FileReport) => void,
  ): Promise<KnownReport> {
    const { engine, recentProjects, reports } = this.#tools;
    // What changes from here on may or may not be part of the snapshot, and is taken not to be.
    const began = reports.present;
    const text = engine.textOf(file);
    const skipped = skipReason(file, text);
    if (skipped !== undefined) return reports.remember(skippedReport(file, skipped, text), began);
    const config = await this.#loadProject(file);
    // async-insight-disable-next-line blocking-helper -- a look at one file, where a project of loose files has to go
    recentProjects.note(config);
    this.#latestFile = file;
    signal.throwIfAborted();
    const report = await engine.use((snapshot) => this.#analyzeIn(snapshot, config, { file, began, signal, onFirst }));
    engine.prepareForTexts();
    return report ?? this.#analyzeCurrent(file, signal, onFirst);
  }

  /** Undefined if the snapshot has an older text than the one in memory. */
  async #analyzeIn(
    snapshot: Snapshot,
    config: string,
    { file, began, signal, onFirst }: Wanted,
  ): Promise<KnownReport | undefined> {
    const { engine, reports } = this.#tools;
    const view = viewOf(snapshot, config);
    if (view !== undefined) prepareAnswers(view);
    const syntax = await view?.program.getSourceFile(file);
    if (syntax !== undefined && engine.isBehind(file, syntax.text)) return undefined;
    const isFirst = reports.latest(file) === undefined;
    if (view !== undefined && syntax !== undefined && isFirst) prepareFirstAnswers(view, syntax);
    await this.#refreshOutlines(snapshot);
    if (view !== undefined) reports.keepFileNames(view);
    if (reports.current(file) !== undefined) await this.#refreshSuspects(view, file);
    const known = reports.current(file);
    if (known !== undefined) return known;
    for (;;) {
      const { world } = reports;
      const lasting = view && { ...view, era: reports.eraOf(view, engine.pid) };
      const made = await this.#analyzeOne(file, lasting, syntax, {
        ...this.#tracking,
        signal,
        onFirst: ([first]) => {
          if (!signal.aborted) onFirst(first!.report);
        },
      });
      signal.throwIfAborted();
      if (await this.#refreshSuspects(view, file)) continue;
      return reports.remember(made.report, { ...began, world }, made.analysis, syntax);
    }
  }

  /** The project that answers for the file, with word of it if it has to be opened. */
  async #loadProject(file: string): Promise<string> {
    const { options, phases, projects } = this.#tools;
    if (projects.isKnown(file)) return projects.configOf(file);
    options.onEngineState?.("loading");
    try {
      return await phases.measure("load projects", () => projects.configOf(file));
    } finally {
      options.onEngineState?.("ready");
    }
  }

  async #analyzeOne(
    file: string,
    view: ProgramView | undefined,
    syntax: SourceFile | undefined,
    options: FileAnalyzerOptions,
  ): Promise<Analyzed> {
    if (view === undefined || syntax === undefined) {
      return { report: skippedReport(file, say`no program contains it`), analysis: NO_ANALYSIS };
    }
    const subject = { file, syntax, ...this.#tools.reports.groundFor(file, syntax) };
    const [result] = await this.#tools.analyzer.analyze(view, this.#nameOf(view), [subject], options);
    return result!;
  }

  /** A scan that ends with the process keeps no answers, so that nobody needs to know what they depend on. */
  get #tracking(): Pick<AnalyzeOptions, "onFollow"> {
    if (this.#tools.options.mode === "scan") return {};
    return { onFollow: (from, to) => this.#tools.reports.followed.note(from, to) };
  }

  /** The configuration file as people know it; undefined for one that we made up. */
  #nameOf({ project }: ProgramView): string | undefined {
    return this.#tools.projects.isLoose(project.configFileName) ? undefined : project.configFileName;
  }

  /** Reads the outlines of edited documents; if one changed, everybody else's reports are out of date. */
  async #refreshOutlines(snapshot: Snapshot): Promise<void> {
    const { documents, engine, projects, reports } = this.#tools;
    const hasChanged = await documents.refreshOutlines(new Sights(engine, projects, snapshot));
    if (hasChanged) reports.worldSeen();
  }

  /** True if other names may block than before: then any file may have calls that nobody has asked about. */
  async #refreshSuspects(view: ProgramView | undefined, file: string): Promise<boolean> {
    const { analyzer, reports, suspects } = this.#tools;
    if (view !== undefined) await analyzer.suspectsFor(view, file);
    if (suspects.changes === this.#suspectChanges) return false;
    this.#suspectChanges = suspects.changes;
    reports.worldSeen();
    return true;
  }
}
