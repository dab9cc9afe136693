// What lsp/ and cli/ build on: open documents, the reports of files, their fixes, and scans. Owns the engine and every
// cache that outlives a snapshot; what it keeps is plain data, or dropped as soon as the snapshot's text is not current.

import type { Finding, Fix, Offers } from "../rules/finding.ts";
import { rules as allRules } from "../rules/index.ts";
import type { Edit } from "../text/edit.ts";
import type { LineIndex } from "../text/line-index.ts";
import { Engine, type FileChange } from "../typescript/engine.ts";
import { Projects } from "../typescript/projects.ts";
import type { AnalyzeOptions } from "./analyze.ts";
import { Documents } from "./documents.ts";
import { FileAnalyzer } from "./file-analyzer.ts";
import { FileReports } from "./file-reports.ts";
import { prepareView, viewOf } from "./program-view.ts";
import { Repairs, type FixOptions } from "./repairs.ts";
import { insertionContextAt, type InsertionContext } from "./insertion-context.ts";
import { KnownReports } from "./known-reports.ts";
import { FunctionViews } from "./function-views.ts";
import { Refactorings } from "./refactorings.ts";
import { Lessons, type Lesson } from "./lessons.ts";
import { Phases } from "./phases.ts";
import { RecentProjects } from "./recent-projects.ts";
import type { FileReport } from "./report.ts";
import { scan, type ScanEvent, type ScanRequest } from "./scan.ts";
import { ProjectTexts } from "./project-texts.ts";
import { SuspectNames } from "./suspect-names.ts";
import { StaleError } from "./stale-error.ts";
import { TaughtFiles } from "./taught-files.ts";
import type { WorkspaceOptions } from "./workspace-options.ts";

export type { FileChange } from "../typescript/engine.ts";
export { EngineCrashError, EngineMissingError } from "../typescript/engine.ts";
export { MissingPlaceError } from "../typescript/loose-configs.ts";
export type { ScanEvent, ScanRequest } from "./scan.ts";
export { StaleError } from "./stale-error.ts";

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
  readonly #fileReports: FileReports;
  readonly #phases = new Phases();

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.#texts = new ProjectTexts((file) => this.#engine.textOf(file));
    const suspects = new SuspectNames((file) => this.#texts.textOf(file));
    this.#analyzer = new FileAnalyzer(options.folder, options.rules ?? allRules, options.settingsFor, suspects);
    this.#engine = new Engine({
      folder: options.folder,
      executable: options.executable,
      onState: options.onEngineState,
      mode: options.mode,
      onTextsServed: () => this.#fileReports.warmUp(),
    });
    this.#projects = new Projects(this.#engine, options.mode, prepareView);
    this.#recentProjects = new RecentProjects(this.#projects);
    this.#fileReports = new FileReports({
      engine: this.#engine,
      projects: this.#projects,
      recentProjects: this.#recentProjects,
      documents: this.#documents,
      reports: this.#reports,
      analyzer: this.#analyzer,
      suspects,
      phases: this.#phases,
      options,
    });
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
    this.#fileReports.end(file, `${file} has changed`);
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
    this.#fileReports.end(file, `${file} was closed`);
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
  report(file: string, signal?: AbortSignal, onFirst?: (report: FileReport) => void): Promise<FileReport> {
    return this.#fileReports.of(file, signal, onFirst);
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
    const began = this.#reports.present;
    return scan(
      {
        engine: this.#engine,
        projects: this.#projects,
        analyze: (view, files, signal) => this.#fileReports.ofBatch(view, files, began, signal),
        measure: (phase, work) => this.#phases.measure(phase, work),
      },
      request,
    );
  }

  /** What each step of the analysis saw; see explain.ts. */
  observe(file: string, options: Omit<AnalyzeOptions, "onFirst">): Promise<FileReport> {
    return this.#fileReports.observe(file, options);
  }

  async restartEngine(): Promise<void> {
    // async-insight-disable-next-line blocking-helper -- a few configuration files, while nothing else can be done
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
    this.#fileReports.endAll("the workspace was closed");
    await this.#engine.dispose();
    await this.#projects.dispose();
  }
}
