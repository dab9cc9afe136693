// What lives as long as the connection: the client's documents and folders, its settings, the analysis of its workspace.
// Requests are answered elsewhere, one file each; this file only keeps the state that they share in step.

/* async-insight-disable blocking-helper -- what the disk holds is read once, when a document is opened */

import { say } from "../language/say.ts";
import { setImmediate } from "node:timers/promises";
import { Emitter } from "./protocol.ts";
import type {
  Connection,
  DidChangeTextDocumentParams,
  InitializeParams,
  TextDocumentItem,
  WorkspaceFolder,
} from "vscode-languageserver/node";
import type { FileReport } from "../analysis/report.ts";
import { AnalysisWorkspace, StaleError } from "../analysis/workspace.ts";
import type { EngineState } from "../analysis/workspace-options.ts";
import type { Settings } from "../config/settings.ts";
import { clientProfile } from "./client-profile.ts";
import type { ClientProfile } from "./client-profile.ts";
import { Configuration } from "./configuration.ts";
import type { Places } from "./convert.ts";
import { Documents, wellFormedText } from "./documents.ts";
import type { OpenDocument } from "./documents.ts";
import { diskFileOfUri, isInside, uriOfFile } from "./file-uri.ts";
import type { EncodedText } from "./position-encoding.ts";
import { Status } from "./status.ts";

/** Something happened after which findings may differ. */
export interface Change {
  /** The document that was edited or opened, whose findings the client asks for by itself. */
  readonly origin?: OpenDocument;
  /** The document that was closed: what the disk holds of it counts again. */
  readonly closed?: OpenDocument;
  /** Files that changed on disk. */
  readonly files?: readonly string[];
}

export class Session implements Places {
  readonly connection: Connection;
  readonly client: ClientProfile;
  readonly documents: Documents;
  readonly configuration: Configuration;
  readonly status: Status;
  /** By URI of an open document, the result id of the findings that the client was told of last. */
  readonly told = new Map<string, string>();

  readonly #changed = new Emitter<Change>();
  readonly #closed = new Emitter<OpenDocument>();
  readonly #reported = new Emitter<FileReport>();
  readonly #completed = new Emitter<OpenDocument>();
  readonly #isTrusted: boolean;
  #folders: readonly string[];
  #workspace: AnalysisWorkspace;
  #executable: string | undefined;
  #isEngineStarting = false;
  #waiting = 0;
  #isDisposed = false;

  constructor(connection: Connection, params: InitializeParams) {
    const options: { trusted?: unknown; settings?: unknown } | undefined = params.initializationOptions;
    this.connection = connection;
    this.client = clientProfile(params);
    this.status = new Status(connection);
    // Only an editor that knows about trust can deny it.
    this.#isTrusted = options?.trusted !== false;
    this.#folders = foldersOf(params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri, name: "" }] : []));
    this.documents = new Documents(this.client.encoding, () => this.#folder());
    this.configuration = new Configuration({
      connection,
      client: this.client,
      initial: options?.settings,
      onProblem: (problem) => connection.console.warn(problem),
    });
    this.#workspace = this.#createWorkspace();
    // Nothing has been asked yet, but something will be: the process starts while the handshake goes on.
    this.#workspace.start();
  }

  get workspace(): AnalysisWorkspace {
    return this.#workspace;
  }

  /** Absolute paths of the workspace's folders on disk. */
  get folders(): readonly string[] {
    return this.#folders;
  }

  /** True while somebody waits for a report, so that work which nobody waits for can stand back. */
  get isBusy(): boolean {
    return this.#waiting > 0;
  }

  get onChange() {
    return this.#changed.event;
  }

  get onClose() {
    return this.#closed.event;
  }

  /** Told of a document of which only the first findings could be given, when the others are known. */
  get onComplete() {
    return this.#completed.event;
  }

  /** Told of each report that a request made, whether it is new or was known. */
  get onReport() {
    return this.#reported.event;
  }

  /** Called once the client may be asked: another executable is known only now. */
  async applyWindowSettings(): Promise<void> {
    const { engine } = await this.configuration.settingsFor(undefined);
    this.#workspace.setMaxProjects(engine.maxProjects);
    const executable = this.#isTrusted ? engine.executable : undefined;
    if (executable === this.#executable || this.#isDisposed) return;
    this.#executable = executable;
    const previous = this.#workspace;
    this.#workspace = this.#createWorkspace();
    this.#workspace.setMaxProjects(engine.maxProjects);
    for (const each of this.documents.all) this.#workspace.openDocument(each.file, wellFormedText(each));
    await previous.dispose();
    this.changed();
  }

  open(item: TextDocumentItem): void {
    const document = this.documents.open(item);
    if (document === undefined) return;
    // The answer will be there when the analysis asks for it.
    void this.configuration.settingsFor(document.uri);
    this.#workspace.openDocument(document.file, wellFormedText(document));
    this.changed({ origin: document });
  }

  edit(params: DidChangeTextDocumentParams): void {
    const document = this.documents.change(params);
    if (document === undefined) return;
    this.#workspace.changeDocument(document.file, wellFormedText(document));
    this.changed({ origin: document });
  }

  close(uri: string): void {
    const document = this.documents.close(uri);
    if (document === undefined) return;
    const other = this.documents.byFile(document.file);
    if (other === undefined) this.#workspace.closeDocument(document.file);
    else this.#workspace.openDocument(other.file, wellFormedText(other));
    this.configuration.forget(uri);
    this.told.delete(uri);
    this.#closed.fire(document);
    this.changed({ closed: document });
  }

  /** @returns the folders that are gone */
  changeFolders(added: readonly WorkspaceFolder[], removed: readonly WorkspaceFolder[]): readonly string[] {
    const gone = new Set(foldersOf(removed));
    this.#folders = [...new Set([...this.#folders.filter((folder) => !gone.has(folder)), ...foldersOf(added)])];
    this.configuration.changed(undefined);
    this.#workspace.settingsChanged();
    this.changed();
    return [...gone];
  }

  async settingsChanged(pushed: unknown): Promise<void> {
    this.configuration.changed(pushed);
    this.#workspace.settingsChanged();
    await this.applyWindowSettings();
    this.changed();
  }

  /** Says that findings may differ from what the client was told. */
  changed(change: Change = {}): void {
    this.#changed.fire(change);
  }

  settingsOf(file: string): Promise<Settings> {
    const document = this.documents.byFile(file);
    if (document !== undefined) return this.configuration.settingsFor(document.uri);
    // One question for a folder instead of one for each of its thousands of files.
    const folder = this.#folders.filter((each) => isInside(file, each)).toSorted((a, b) => b.length - a.length)[0];
    return this.configuration.settingsFor(folder === undefined ? undefined : uriOfFile(folder));
  }

  /**
   * The report of the document's present text, for somebody who waits.
   *
   * @returns undefined if the document is not open, or not any more
   * @param onFirst called with what can be told sooner, if there is such a thing
   * @throws AbortError when `signal` fires
   */
  async reportOf(
    uri: string,
    signal?: AbortSignal,
    onFirst?: (report: FileReport) => void,
  ): Promise<FileReport | undefined> {
    this.#waiting += 1;
    try {
      const report = await this.#freshReport(uri, signal, onFirst);
      if (report !== undefined) this.#reported.fire(report);
      return report;
    } finally {
      this.#waiting -= 1;
    }
  }

  /**
   * Like `reportOf`, for somebody who only shows what is found and can be told of more: in a large project that was opened just now
   * the first findings come alone, and `onComplete` follows.
   */
  async firstReportOf(uri: string, signal?: AbortSignal): Promise<FileReport | undefined> {
    const document = this.documents.byUri(uri);
    return new Promise((resolve, reject) => {
      let isComplete = true;
      const onFirst = (report: FileReport) => {
        isComplete = false;
        resolve(report);
      };
      const tellWhole = async (): Promise<void> => {
        resolve(await this.reportOf(uri, signal, onFirst));
        if (!isComplete && document !== undefined) this.#completed.fire(document);
      };
      // After the first findings nobody waits: the document has changed, or the engine died and will be asked again.
      tellWhole().catch(reject);
    });
  }

  /** Like `reportOf`, for work in the background: the user sees nothing of it. */
  async quietReportOf(uri: string, signal: AbortSignal): Promise<FileReport | undefined> {
    const report = await this.#present(uri, signal);
    if (report !== undefined) this.status.renew(report);
    return report;
  }

  textOf(file: string): EncodedText {
    const open = this.documents.byFile(file);
    if (open !== undefined) return open;
    return { encoding: this.client.encoding, hasByteOrderMark: false, lines: this.#workspace.linesOf(file) };
  }

  uriOf(file: string): string {
    return this.documents.byFile(file)?.uri ?? uriOfFile(file);
  }

  versionOf(file: string): number | undefined {
    return this.documents.byFile(file)?.version;
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#workspace.dispose();
  }

  /** For the moment in which the process ends: an engine that hangs does not notice that nobody is there any more. */
  killEngine(): void {
    const pid = this.#workspace.enginePid;
    try {
      if (pid !== undefined) process.kill(pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  }

  async #freshReport(
    uri: string,
    signal: AbortSignal | undefined,
    onFirst: ((report: FileReport) => void) | undefined,
  ): Promise<FileReport | undefined> {
    const document = this.documents.byUri(uri);
    if (document === undefined) return undefined;
    const known = this.#workspace.currentReport(document.file);
    if (known !== undefined) {
      this.status.renew(known);
      return known;
    }
    return this.status.during(() => this.#present(uri, signal, onFirst));
  }

  /** Asks again as long as the text changes meanwhile; whoever asked wants the present one. */
  async #present(
    uri: string,
    signal: AbortSignal | undefined,
    onFirst?: (report: FileReport) => void,
  ): Promise<FileReport | undefined> {
    for (;;) {
      const document = this.documents.byUri(uri);
      if (document === undefined) return undefined;
      try {
        const report = await this.#workspace.report(document.file, signal, onFirst);
        if (this.documents.byUri(uri) === document) return report;
      } catch (error) {
        if (!(error instanceof StaleError)) throw error;
      }
      signal?.throwIfAborted();
      // The messages that made it stale must get their turn.
      await setImmediate();
    }
  }

  #createWorkspace(): AnalysisWorkspace {
    return new AnalysisWorkspace({
      folder: this.#folder(),
      settingsFor: (file) => this.settingsOf(file),
      executable: this.#executable,
      onEngineState: (state, message) => this.#showEngineState(state, message),
    });
  }

  #showEngineState(state: EngineState, message: string | undefined): void {
    const isProcessReady = state === "ready" && this.#isEngineStarting;
    this.#isEngineStarting = state === "starting" || (state === "loading" && this.#isEngineStarting);
    switch (state) {
      case "starting":
        return this.status.engineStarts();
      case "loading":
        return this.status.beginLoading();
      case "ready":
        // Said of the process and of each project that it has loaded.
        return isProcessReady ? this.status.engineRuns() : this.status.endLoading();
      case "stopped":
        return this.status.engineEnded({ state: "idle" });
      case "crashed":
      case "failed":
        this.connection.console.error(message ?? "the TypeScript engine crashed");
        this.status.engineEnded({ state: "failed", message: message ?? say`the TypeScript engine crashed` });
        // Analysing the open documents again starts it anew, unless it has failed for good.
        if (state === "crashed") this.changed();
    }
  }

  #folder(): string {
    return this.#folders[0] ?? process.cwd().replaceAll("\\", "/");
  }
}

function foldersOf(folders: readonly WorkspaceFolder[]): string[] {
  return folders.flatMap(({ uri }) => diskFileOfUri(uri)?.replace(/(?<=.)\/+$/, "") ?? []);
}
