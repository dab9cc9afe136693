// The TypeScript 7 engine as the rest of the server sees it: texts in memory win over the disk, changes are collected
// and take effect with the next snapshot, a dead process is replaced. Which project a file belongs to is
// projects.ts's business, what to ask is that of questions/.

/* async-insight-disable blocking-helper -- a few looks at the disk beside the start of a process */

import type { Snapshot } from "typescript/unstable/async";
import { EngineCrashError } from "./connection.ts";
import { updateTolerantly, type EngineProcess, type UpdateParams } from "./engine-process.ts";
import { LeasedSnapshots, type Leased } from "./leased-snapshots.ts";
import { MemoryTexts } from "./memory-texts.ts";
import { NextProcess } from "./next-process.ts";
import { PendingChanges, type FileChange } from "./pending-changes.ts";
import { Processes, type EngineState } from "./processes.ts";

export { EngineCrashError } from "./connection.ts";
export { EngineMissingError } from "./executable.ts";
export type { FileChange } from "./pending-changes.ts";
export type { EngineState } from "./processes.ts";
export type { Snapshot } from "typescript/unstable/async";

export interface EngineOptions {
  /** Absolute folder that the process starts in. */
  readonly folder: string;
  /** Path of the executable; undefined for the one that ships with the product. */
  readonly executable?: string | undefined;
  readonly onState?: ((state: EngineState, message?: string) => void) | undefined;
  /** `scan`: one long question and then the end, so that time counts for more than memory. */
  readonly mode?: "editor" | "scan" | undefined;
  /** Called when a process that sees texts has taken the place of one that did not, as `editor` has it after a while. */
  readonly onTextsServed?: (() => void) | undefined;
}

/** A snapshot that stays alive until it is released. */
export interface Lease {
  readonly snapshot: Snapshot;
  release(): void;
}

/** After the first answer, so that whoever opens several files at once gets all of them before anything else is done. */
const PREPARATION_DELAY_MILLISECONDS = 300;

/**
 * Invariants: a snapshot is disposed only when its successor exists and nobody leases it; pending changes are never
 * lost, also not by a crash, because a new process opens all held projects and reads all texts anew. A process that sees the
 * disk alone is at work only while no text in memory differs from the disk.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #texts = new MemoryTexts();
  readonly #held = new Set<string>();
  readonly #processes: Processes;
  readonly #snapshots = new LeasedSnapshots();
  #pending = new PendingChanges();
  #queue: Promise<unknown> = Promise.resolve();
  /** While all texts are those of the disk, a process is faster if it does not ask for them. */
  #servesTexts = false;
  /** What will be needed as soon as somebody types, loaded while they read. */
  #next: NextProcess | undefined;
  #preparation: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#processes = new Processes({
      folder: options.folder,
      executable: options.executable,
      isScan: options.mode === "scan",
      readFile: (file) => this.#texts.served(file),
      onState: options.onState,
      onDeath: () => {
        this.#snapshots.current = undefined;
      },
    });
  }

  get pid(): number | undefined {
    return this.#processes.present?.pid;
  }

  /** How many requests the engine's processes have been sent. */
  get requests(): number {
    return this.#processes.requests;
  }

  /** Starts the process before anybody asks; what goes wrong is told to whoever asks first. */
  start(): void {
    // Without a project there is nothing that it could do yet.
    const isIdle = this.#held.size === 0;
    this.#enqueue<unknown>(() => (isIdle ? this.#ensureProcess() : this.#refresh())).catch(() => {
      // The first use fails in the same way and says so.
    });
  }

  /** From now on texts in memory may differ from the disk. Who knows this before the start is spared a second process. */
  serveTexts(): void {
    this.#servesTexts = true;
  }

  /** The text that the engine is to see for `file`, if it is not that of the disk. */
  textOf(file: string): string | undefined {
    return this.#texts.get(file);
  }

  /**
   * True if a snapshot has the disk's text for a file, which has changed behind the one in memory: the next has the right one.
   */
  isBehind(file: string, seen: string): boolean {
    const text = this.#texts.get(file);
    if (this.#servesTexts || text === undefined || text === seen) return false;
    this.serveTexts();
    return true;
  }

  /** From the next snapshot on, `file` has this text, whatever the disk says. @returns false if that is what it had already */
  setText(file: string, text: string): boolean {
    const kind = this.#texts.set(file, text);
    if (kind === undefined) return false;
    this.serveTexts();
    this.#note((changes) => changes.note(file, kind));
    return true;
  }

  /** From the next snapshot on, `file` has the text of the disk again, or does not exist if the disk has none. */
  dropText(file: string): void {
    const kind = this.#texts.drop(file);
    if (kind !== undefined) this.#note((changes) => changes.note(file, kind));
  }

  /** Changes on disk; a file whose text is held in memory keeps that text. */
  noteChanges(changes: readonly FileChange[]): void {
    for (const change of changes) {
      if (this.#held.has(change.file) && change.kind === "deleted") this.release([change.file]);
      // A path without extension is a folder, of which watchers tell nothing more.
      if (change.kind === "deleted" && !/\.[^/]+$/.test(change.file)) this.#note((pending) => pending.noteEverything());
      else if (this.#texts.get(change.file) === undefined)
        this.#note((pending) => pending.note(change.file, change.kind));
      else if (!this.#servesTexts && this.#texts.differsFromDisk(change.file)) this.serveTexts();
    }
  }

  /** True if the configuration file's project is kept open. */
  holds(config: string): boolean {
    return this.#held.has(config);
  }

  /** The configuration files whose projects are kept open. */
  get held(): ReadonlySet<string> {
    return this.#held;
  }

  /** Keeps the projects of these configuration files open from the next snapshot on. */
  hold(configs: Iterable<string>): void {
    for (const config of configs) {
      if (this.#held.has(config)) continue;
      this.#held.add(config);
      this.#note((changes) => changes.open(config));
    }
  }

  /** Lets the projects of these configuration files go. */
  release(configs: Iterable<string>): void {
    for (const config of configs) {
      if (this.#held.delete(config)) this.#note((changes) => changes.close(config));
    }
  }

  /**
   * Runs `work` on a snapshot that knows every change noted so far. The snapshot lives until `work` has ended, even if
   * newer ones appear meanwhile; nodes, types and symbols of it must not be kept longer.
   * @throws EngineCrashError if the process dies meanwhile; the next call starts a new one
   * @throws EngineMissingError if there is no executable
   */
  async use<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    const leased = await this.#leaseCurrent();
    try {
      return await work(leased.snapshot);
    } finally {
      this.#snapshots.release(leased);
    }
  }

  /** The snapshots that have not been let go yet, the youngest first. */
  livingSnapshots(): readonly Snapshot[] {
    return this.#snapshots.living.map(({ snapshot }) => snapshot);
  }

  /**
   * Runs `work` on a snapshot that was given out before and may have a successor since.
   * @returns undefined if the snapshot is gone
   */
  async useWhileAlive<T>(snapshot: Snapshot, work: () => Promise<T>): Promise<T | undefined> {
    const leased = this.#snapshots.living.find((each) => each.snapshot === snapshot);
    return leased && this.#snapshots.use(leased, work);
  }

  /** Like `use`, for work that is spread over several steps; `release` must be called. */
  async lease(): Promise<Lease> {
    const leased = await this.#leaseCurrent();
    let isReleased = false;
    return {
      snapshot: leased.snapshot,
      release: () => {
        if (isReleased) return;
        isReleased = true;
        this.#snapshots.release(leased);
      },
    };
  }

  /**
   * Runs `work` on a snapshot in which these files are open in the sense of an editor, so that it tells their default
   * projects. The files are closed again afterwards.
   */
  async useWithOpenFiles<T>(files: readonly string[], work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    const leased = await this.#enqueue(async () =>
      this.#snapshots.lease(await this.#advance({ openFiles: [...files] })),
    );
    try {
      return await work(leased.snapshot);
    } finally {
      this.#snapshots.release(leased);
      await this.#enqueue(() => this.#advance({ closeFiles: [...files] })).catch(ignoreCrash);
    }
  }

  /**
   * Runs `work` on a snapshot in which the given files have other texts. Nobody else sees them.
   * @throws EngineCrashError like `use`
   */
  async useWithTexts<T>(texts: ReadonlyMap<string, string>, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    const leased = await this.#enqueue(async () => {
      this.serveTexts();
      await this.#refresh();
      const changed = [...texts.keys()];
      let speculative: Leased;
      try {
        speculative = await this.#texts.supposing(texts, async () =>
          this.#snapshots.lease(await this.#advance({ fileChanges: { changed } })),
        );
      } finally {
        for (const file of changed) this.#note((changes) => changes.note(file, "changed"));
      }
      await this.#refresh();
      return speculative;
    });
    try {
      return await work(leased.snapshot);
    } finally {
      this.#snapshots.release(leased);
    }
  }

  /** Somebody has got their first findings and may begin to type: soon, but not at once, a process is loaded for that. */
  prepareForTexts(): void {
    if (this.#options.mode === "scan" || this.#preparation !== undefined || !this.#needsNext) return;
    this.#preparation = setTimeout(() => {
      this.#preparation = undefined;
      if (this.#needsNext) void this.#loadNext();
    }, PREPARATION_DELAY_MILLISECONDS).unref();
  }

  /** Ends the process and forgets its crashes; the next use starts a new one with the same texts and projects. */
  async restart(): Promise<void> {
    this.#processes.forgive();
    await this.stop();
  }

  /** Gives the engine's memory back; the next use starts it again. */
  async stop(): Promise<void> {
    await this.#enqueue(async () => {
      await this.#discardProcess();
      this.#options.onState?.("stopped");
    });
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    clearTimeout(this.#preparation);
    this.#snapshots.dispose();
    await this.#discardProcess();
  }

  /** The most memory that the engine's processes have used, in bytes, where the platform tells. */
  peakBytes(): number | undefined {
    return this.#processes.peakBytes;
  }

  /** Snapshots are made one after another: the engine derives each from its predecessor. */
  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {
      // Whoever asked for it hears of it; the queue goes on.
    });
    return result;
  }

  #leaseCurrent(): Promise<Leased> {
    return this.#enqueue(async () => this.#snapshots.lease(await this.#refresh()));
  }

  /** Changes count for the process at work and for the one that is being prepared. */
  #note(apply: (changes: PendingChanges) => void): void {
    apply(this.#pending);
    if (this.#next !== undefined) apply(this.#next.changes);
  }

  /** The current snapshot, or a new one if something changed. */
  async #refresh(): Promise<Leased> {
    const current = this.#snapshots.current?.process;
    const isFit = current?.isAlive === true && (current.seesTexts || !this.#servesTexts);
    return isFit && this.#pending.isEmpty ? this.#snapshots.current! : this.#advance({});
  }

  async #advance(extra: UpdateParams): Promise<Leased> {
    const process = await this.#ensureProcess();
    const pending = this.#pending;
    this.#pending = new PendingChanges();
    const params = { ...pending.toParams(), ...extra };
    let snapshot: Snapshot;
    try {
      snapshot = await this.#update(process, params);
    } catch (error) {
      // A dead process needs no changes: its successor reads everything anew. A living one must hear them again.
      if (process.isAlive) this.#pending.restore(pending, (config) => this.#held.has(config));
      throw error;
    }
    return this.#snapshots.succeed({ snapshot, process, leases: 0 });
  }

  #update(process: EngineProcess, params: UpdateParams): Promise<Snapshot> {
    return updateTolerantly(process, params, (config) => this.#held.delete(config));
  }

  async #ensureProcess(): Promise<EngineProcess> {
    if (this.#isDisposed) throw new EngineCrashError("the TypeScript engine was stopped");
    const { present } = this.#processes;
    if (present?.isAlive === true && (present.seesTexts || !this.#servesTexts)) return present;
    if (this.#next !== undefined && (await this.#adopt(this.#next))) return this.#processes.present!;
    if (present?.isAlive === true) await this.#discardProcess();
    this.#snapshots.current = undefined;
    this.#pending = new PendingChanges(this.#held);
    return this.#processes.start(this.#servesTexts);
  }

  get #needsNext(): boolean {
    const isAtWork = this.#processes.present?.isAlive === true;
    return isAtWork && !this.#isDisposed && !this.#servesTexts && this.#next === undefined;
  }

  async #loadNext(): Promise<void> {
    let next: NextProcess | undefined;
    try {
      next = new NextProcess(this.#processes.create(true), this.#held, (...args) => this.#update(...args));
      this.#next = next;
      await next.loaded;
      const loaded = next;
      await this.#enqueue(() => this.#adopt(loaded));
    } catch {
      // Whoever needs texts starts a process of their own, or hears that there can be none.
      if (next !== undefined) this.#abandon(next);
    }
  }

  /** Puts the process in the place of the one at work. @returns false if it cannot be: then there is no next one any more */
  async #adopt(next: NextProcess): Promise<boolean> {
    if (this.#next !== next) return this.#processes.present === next.process;
    const snapshot = await next.loaded.catch(() => undefined);
    if (snapshot === undefined || !next.process.isAlive || this.#next !== next) {
      this.#abandon(next);
      return false;
    }
    this.#next = undefined;
    this.#servesTexts = true;
    const previous = this.#processes.replace(next.process);
    this.#pending = next.changes;
    this.#snapshots.succeed({ snapshot, process: next.process, leases: 0 });
    // Whoever still asks the other one gets an answer.
    if (previous !== undefined) void this.#snapshots.whenFree(previous).then(() => previous.close());
    this.#options.onTextsServed?.();
    return true;
  }

  #abandon(next: NextProcess): void {
    if (this.#next === next) this.#next = undefined;
    if (this.#processes.present !== next.process) void next.process.close();
  }

  async #discardProcess(): Promise<void> {
    const next = this.#next;
    this.#next = undefined;
    this.#snapshots.current = undefined;
    await Promise.all([this.#processes.end(), next?.process.close()]);
  }
}

function ignoreCrash(error: unknown): void {
  if (!(error instanceof EngineCrashError)) throw error;
}
