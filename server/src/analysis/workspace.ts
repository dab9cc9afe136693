// What lsp/ and cli/ build on: open documents, the reports of files, their fixes, and scans. Owns the engine and every
// cache that outlives a snapshot; what it keeps is plain data, or dropped as soon as the snapshot's text is not current.

import { say } from "../language/say.ts";
import { prepareAnswers, prepareFirstAnswers } from "../questions/answer.ts";
import type { ProgramView } from "../questions/answerer.ts";
import type { Finding, Fix, Offers } from "../rules/finding.ts";
import { rules as allRules } from "../rules/index.ts";
import type { Edit } from "../text/edit.ts";
import type { LineIndex } from "../text/line-index.ts";
import { Engine, EngineCrashError, type FileChange, type Snapshot } from "../typescript/engine.ts";
import { Projects } from "../typescript/projects.ts";
import type { SourceFile } from "../typescript/syntax.ts";
import { NO_ANALYSIS, type AnalyzeOptions } from "./analyze.ts";
import { Documents } from "./documents.ts";
import { FileAnalyzer, skippedReport, type Analyzed, type FileAnalyzerOptions } from "./file-analyzer.ts";
import { viewOf } from "./program-view.ts";
import { Repairs, type FixOptions } from "./repairs.ts";
import { insertionContextAt, type InsertionContext } from "./insertion-context.ts";
import { KnownReports, type KnownReport } from "./known-reports.ts";
import { FunctionViews } from "./function-views.ts";
import { Refactorings } from "./refactorings.ts";
import { Lessons, type Lesson } from "./lessons.ts";
import { Phases } from "./phases.ts";
import { abortable } from "./abortable.ts";
import { RecentProjects } from "./recent-projects.ts";
import type { FileReport } from "./report.ts";
import { RunningAnalyses } from "./running-analyses.ts";
import { scan, type ScanEvent, type ScanRequest } from "./scan.ts";
import { ProjectTexts } from "./project-texts.ts";
import { SuspectNames } from "./suspect-names.ts";
import { skipReason } from "./skipped-files.ts";
import { Sights } from "./sight.ts";
import { StaleError } from "./stale-error.ts";
import { TaughtFiles } from "./taught-files.ts";
import type { WorkspaceOptions } from "./workspace-options.ts";

export type { FileChange } from "../typescript/engine.ts";
export { EngineCrashError, EngineMissingError } from "../typescript/engine.ts";
export { MissingPlaceError } from "../typescript/loose-configs.ts";
export type { ScanEvent, ScanRequest } from "./scan.ts";
export { StaleError } from "./stale-error.ts";

/** Questions in one request of a scan. */
const SCAN_CHUNK = 400;

export class AnalysisWorkspace {
  readonly #options: WorkspaceOptions;
  readonly #engine: Engine;
  readonly #projects: Projects;
  readonly #recentProjects: RecentProjects;
  readonly #analyzer: FileAnalyzer;
  readonly #repairs: Repairs;
  readonly #lessons: Lessons;
  readonly functions: FunctionViews;
  readonly refactorings: Refactorings;
  readonly #texts: ProjectTexts;
  readonly #documents = new Documents();
  readonly #reports = new KnownReports(this.#documents);
  readonly #running = new RunningAnalyses();
  readonly #suspects: SuspectNames;
  #suspectChanges = 0;
  #latestFile: string | undefined;
  readonly #phases = new Phases();

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.#texts = new ProjectTexts((file) => this.#engine.textOf(file));
    this.#suspects = new SuspectNames((file) => this.#texts.textOf(file));
    this.#analyzer = new FileAnalyzer(options.folder, options.rules ?? allRules, options.settingsFor, this.#suspects);
    this.#engine = new Engine({
      folder: options.folder,
      executable: options.executable,
      onState: options.onEngineState,
      mode: options.mode,
      onTextsServed: () => this.#warmUp(),
    });
    this.#projects = new Projects(this.#engine, options.mode);
    this.#recentProjects = new RecentProjects(this.#projects);
    this.#repairs = new Repairs(this.#engine, this.#projects);
    const taught = new TaughtFiles(this.#engine, this.#projects, options.rules ?? allRules);
    this.#lessons = new Lessons(taught, (file) => this.#texts.textOf(file), options.hoverPatience);
    this.functions = new FunctionViews(taught);
    this.refactorings = new Refactorings(taught, this.#repairs);
  }

  /** The engine's process id while it runs. */
  get enginePid(): number | undefined {
    return this.#engine.pid;
  }

  /** Starts the engine while the caller prepares its first question. */
  start(): void {
    if (this.#options.mode === "scan") this.#projects.anticipate(this.#options.folder);
    this.#engine.start();
  }

  /** A scan may be followed by looks at changed texts, such as those that fixes lead to; needs to be said only of scans. */
  expectEdits(): void {
    this.#engine.serveTexts();
  }

  /** From now on `file` (an absolute path with forward slashes and an extension) has this text, whatever the disk says. */
  openDocument(file: string, text: string): void {
    this.#running.end(file, `${file} has changed`);
    // The engine drops a byte order mark by itself, and so must offsets.
    const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    const isNew = !this.#documents.has(file);
    const concernsAll = this.#documents.set(file, plain);
    const isOther = this.#engine.setText(file, plain);
    // Nobody has looked at the disk's text of a document that is opened with another one, to compare what others see of them.
    if (concernsAll || (isNew && isOther)) this.#reports.worldChanged();
  }

  changeDocument(file: string, text: string): void {
    this.openDocument(file, text);
  }

  closeDocument(file: string): void {
    if (!this.#documents.close(file)) return;
    this.#running.end(file, `${file} was closed`);
    this.#engine.dropText(file);
    this.#texts.forget([{ file, kind: "changed" }]);
    this.#projects.forget(file);
    this.#reports.forget(file);
    this.#recentProjects.closeUnused();
    this.#reports.diskChanged();
  }

  /** What watchers saw on disk: sources, configuration files, package.json. */
  filesChanged(changes: readonly FileChange[]): void {
    if (changes.length === 0) return;
    this.#engine.noteChanges(changes);
    this.#texts.forget(changes);
    if (changes.some(({ kind, file }) => kind !== "changed" || file.endsWith(".json"))) {
      this.#projects.invalidate();
      this.#analyzer.packages.invalidate();
    }
    this.#reports.diskChanged();
  }

  /** Settings are asked for anew; the engine keeps running. */
  settingsChanged(): void {
    this.#analyzer.settingsChanged();
    this.#reports.worldChanged();
  }

  /** How many projects may stay loaded at once. */
  setMaxProjects(count: number): void {
    this.#recentProjects.most = count;
  }

  /**
   * The report of the file's present text: cached while nothing that it depends on has changed.
   * @param onFirst called at most once, and only in a large project that has not been read yet: with the findings that do not need
   * it, which are shown sooner. Nothing else can be asked about such a report.
   * @throws the signal's reason when it fires, StaleError when the document changes meanwhile, EngineCrashError when
   * the engine died twice over the same file, EngineMissingError when there is none
   */
  async report(file: string, signal?: AbortSignal, onFirst?: (report: FileReport) => void): Promise<FileReport> {
    const known = this.#reports.current(file);
    if (known !== undefined) return known.report;
    const key = `${this.#documents.versionOf(file)}.${this.#reports.world}`;
    const running = this.#running.run(file, key, (...args) => this.#analyzeTwice(file, ...args));
    if (onFirst !== undefined) void running.first.then(onFirst);
    const { report } = await (signal === undefined ? running.result : abortable(running.result, signal));
    return report;
  }

  /** A report that is still valid, without any work. */
  currentReport(file: string): FileReport | undefined {
    return this.#reports.current(file)?.report;
  }

  /**
   * The lines of a file that something points into: of its report's text, else as the engine sees it. A file that has vanished
   * has none; its start is as good as any other place in it.
   */
  linesOf(file: string): LineIndex {
    return this.currentReport(file)?.lines ?? this.#texts.linesOf(file);
  }

  /**
   * The ways to repair a finding of `report`, best first.
   * @param options.checked type-checks those whose preconditions leave a doubt, and leaves out what does not compile
   * @throws StaleError if the report is no longer about the current text
   */
  async fixes(report: FileReport, finding: Finding, options: FixOptions = {}): Promise<readonly Fix[]> {
    return (await this.offers(report, finding, options)).fixes;
  }

  /** The same with what is refused, and why. */
  async offers(report: FileReport, finding: Finding, options: FixOptions = {}): Promise<Offers> {
    const origin = this.#reports.latest(report.file)?.analysis.origins.get(finding);
    if (origin === undefined) throw new StaleError(`the findings of ${report.file} are no longer current`);
    return this.#repairs.offersFor(report.file, origin, options);
  }

  /** Speculative check of one set of edits: true if no file that they touch has an error that it did not have before. */
  typeChecks(edits: readonly Edit[], signal?: AbortSignal): Promise<boolean> {
    return this.#repairs.typeChecks(edits, signal);
  }

  /** What a new line at `offset` of the report's text would be part of; undefined where no comment can stand. */
  async insertionContext(report: FileReport, offset: number): Promise<InsertionContext | undefined> {
    const config = await this.#projects.configOf(report.file);
    return this.#engine.use(async (snapshot) => {
      const syntax = await viewOf(snapshot, config)?.program.getSourceFile(report.file);
      return syntax?.text === report.lines.text ? insertionContextAt(syntax, offset) : undefined;
    });
  }

  /** What there is to teach at a place of the report's text; undefined for most places, and once the text has changed. */
  lesson(report: FileReport, offset: number): Promise<Lesson | undefined> {
    return this.#lessons.at(report, offset, () => this.#reports.current(report.file)?.report === report);
  }

  /** Reports of many files, project by project; see scan.ts. */
  scan(request: ScanRequest): AsyncGenerator<ScanEvent> {
    const scanBegan = this.#reports.present;
    return scan(
      {
        engine: this.#engine,
        projects: this.#projects,
        analyze: async (view, files, signal) => {
          const began = { ...scanBegan, latest: this.#documents.latestVersion };
          const options = { ...this.#tracking, signal, chunk: SCAN_CHUNK };
          const results = await this.#analyzer.analyze(view, this.#nameOf(view), files, options);
          return results.map(({ report, analysis }, i) => {
            const syntax = this.#options.mode === "scan" ? undefined : files[i]!.syntax;
            return this.#reports.remember(report, began, analysis, syntax).report;
          });
        },
        measure: (phase, work) => this.#phases.measure(phase, work),
      },
      request,
    );
  }

  /** What each step of the analysis saw; see explain.ts. */
  async observe(file: string, options: Omit<AnalyzeOptions, "onFirst">): Promise<FileReport> {
    const config = await this.#projects.configOf(file);
    return this.#engine.use(async (snapshot) => {
      const view = viewOf(snapshot, config);
      const syntax = await view?.program.getSourceFile(file);
      return (await this.#analyzeOne(file, view, syntax, options)).report;
    });
  }

  async restartEngine(): Promise<void> {
    this.#projects.invalidate();
    this.#reports.worldChanged();
    await this.#engine.restart();
  }

  /** Gives the engine's memory back; the next question starts it again. */
  async releaseMemory(): Promise<void> {
    await this.#engine.stop();
  }

  statistics(): {
    readonly engineRequests: number;
    readonly enginePeakBytes: number | undefined;
    readonly phases: Readonly<Record<string, number>>;
  } {
    return {
      engineRequests: this.#engine.requests,
      enginePeakBytes: this.#engine.peakBytes(),
      phases: this.#phases.milliseconds,
    };
  }

  /** Ends the engine; no process is left behind. */
  async dispose(): Promise<void> {
    this.#running.endAll("the workspace was closed");
    await this.#engine.dispose();
    this.#projects.dispose();
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
    // What changes from here on may or may not be part of the snapshot, and is taken not to be.
    const began = this.#reports.present;
    const text = this.#engine.textOf(file);
    const skipped = skipReason(file, text);
    if (skipped !== undefined) return this.#reports.remember(skippedReport(file, skipped, text), began);
    const config = await this.#loadProject(file);
    this.#recentProjects.note(config);
    this.#latestFile = file;
    signal.throwIfAborted();
    const report = await this.#engine.use(async (snapshot) => {
      const view = viewOf(snapshot, config);
      if (view !== undefined) prepareAnswers(view);
      const syntax = await view?.program.getSourceFile(file);
      if (syntax !== undefined && this.#engine.isBehind(file, syntax.text)) return undefined;
      const isFirst = this.#reports.latest(file) === undefined;
      if (view !== undefined && syntax !== undefined && isFirst) prepareFirstAnswers(view, syntax);
      await this.#refreshOutlines(snapshot);
      if (view !== undefined) this.#reports.keepFileNames(view);
      if (this.#reports.current(file) !== undefined) await this.#refreshSuspects(view, file);
      const known = this.#reports.current(file);
      if (known !== undefined) return known;
      for (;;) {
        const { world } = this.#reports;
        const lasting = view && { ...view, era: this.#reports.eraOf(view, this.#engine.pid) };
        const made = await this.#analyzeOne(file, lasting, syntax, {
          ...this.#tracking,
          signal,
          onFirst: ([first]) => {
            if (!signal.aborted) onFirst(first!.report);
          },
        });
        signal.throwIfAborted();
        if (await this.#refreshSuspects(view, file)) continue;
        return this.#reports.remember(made.report, { ...began, world }, made.analysis, syntax);
      }
    });
    this.#engine.prepareForTexts();
    return report ?? this.#analyzeCurrent(file, signal, onFirst);
  }

  /** Lets a new process look at the file that will probably be edited first. What it finds is known. */
  #warmUp(): void {
    const file = this.#latestFile;
    if (file === undefined || !this.#documents.has(file)) return;
    const work = this.#engine.use(async (snapshot) => {
      const view = viewOf(snapshot, await this.#projects.configOf(file));
      const syntax = await view?.program.getSourceFile(file);
      if (view !== undefined && syntax !== undefined)
        await this.#analyzer.analyze(view, undefined, [{ file, syntax }], {});
    });
    work.catch(() => {
      // Whoever asks next hears of it.
    });
  }

  /** The project that answers for the file, with word of it if it has to be opened. */
  async #loadProject(file: string): Promise<string> {
    if (this.#projects.isKnown(file)) return this.#projects.configOf(file);
    this.#options.onEngineState?.("loading");
    try {
      return await this.#phases.measure("load projects", () => this.#projects.configOf(file));
    } finally {
      this.#options.onEngineState?.("ready");
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
    const subject = { file, syntax, ...this.#reports.groundFor(file, syntax) };
    const [result] = await this.#analyzer.analyze(view, this.#nameOf(view), [subject], options);
    return result!;
  }

  /** A scan that ends with the process keeps no answers, so that nobody needs to know what they depend on. */
  get #tracking(): Pick<AnalyzeOptions, "onFollow"> {
    if (this.#options.mode === "scan") return {};
    return { onFollow: (from, to) => this.#reports.followed.note(from, to) };
  }

  /** The configuration file as people know it; undefined for one that we made up. */
  #nameOf({ project }: ProgramView): string | undefined {
    return this.#projects.isLoose(project.configFileName) ? undefined : project.configFileName;
  }

  /** Reads the outlines of edited documents; if one changed, everybody else's reports are out of date. */
  async #refreshOutlines(snapshot: Snapshot): Promise<void> {
    const hasChanged = await this.#documents.refreshOutlines(new Sights(this.#engine, this.#projects, snapshot));
    if (hasChanged) this.#reports.worldSeen();
  }

  /** True if other names may block than before: then any file may have calls that nobody has asked about. */
  async #refreshSuspects(view: ProgramView | undefined, file: string): Promise<boolean> {
    if (view !== undefined) await this.#analyzer.suspectsFor(view, file);
    if (this.#suspects.changes === this.#suspectChanges) return false;
    this.#suspectChanges = this.#suspects.changes;
    this.#reports.worldSeen();
    return true;
  }
}
