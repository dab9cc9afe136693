// The TypeScript 7 engine as the rest of the server sees it: texts in memory win over the disk, changes are collected
// and take effect with the next snapshot, a dead process is replaced. Which project a file belongs to is
// projects.ts's business, what to ask is that of questions/.

/* async-insight-disable blocking-helper -- a few looks at the disk beside the start of a process */

import { readFileSync } from "node:fs";
import type { Snapshot } from "typescript/unstable/async";
import { EngineCrashError } from "./connection.ts";
import { EngineProcess, type UpdateParams } from "./engine-process.ts";
import { findExecutable } from "./executable.ts";
import { LeasedSnapshots, type Leased } from "./leased-snapshots.ts";
import { PendingChanges, type FileChange } from "./pending-changes.ts";

export { EngineCrashError } from "./connection.ts";
export { EngineMissingError } from "./executable.ts";
export type { FileChange } from "./pending-changes.ts";
export type { Snapshot } from "typescript/unstable/async";

export type EngineState = "stopped" | "starting" | "ready" | "crashed" | "failed";

export interface EngineOptions {
  /** Absolute folder that the process starts in. */
  readonly folder: string;
  /** Path of the executable; undefined for the one that ships with the product. */
  readonly executable?: string | undefined;
  readonly onState?: ((state: EngineState, message?: string) => void) | undefined;
  /** `scan`: one long question and then the end, so that time counts for more than memory. */
  readonly mode?: "editor" | "scan" | undefined;
}

/** A snapshot that stays alive until it is released. */
export interface Lease {
  readonly snapshot: Snapshot;
  release(): void;
}

/** A process that dies this often within the window is not started again until `restart` is called. */
const CRASH_LIMIT = 5;
const CRASH_WINDOW_MILLISECONDS = 180_000;

/**
 * Invariants: a snapshot is disposed only when its successor exists and nobody leases it; pending changes are never
 * lost, also not by a crash, because a new process opens all held projects and reads all texts anew.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #texts = new Map<string, string>();
  readonly #held = new Set<string>();
  #process: EngineProcess | undefined;
  readonly #snapshots = new LeasedSnapshots();
  #pending = new PendingChanges();
  #queue: Promise<unknown> = Promise.resolve();
  #crashes: number[] = [];
  #requests = 0;
  #peakBytes = 0;
  /** A scan mostly needs no texts but those of the disk, and is faster if nobody asks for them. */
  #servesTexts: boolean;
  #isDisposed = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#servesTexts = options.mode !== "scan";
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** How many requests the engine's processes have been sent. */
  get requests(): number {
    return this.#requests + (this.#process?.requests ?? 0);
  }

  /** Starts the process before anybody asks; what goes wrong is told to whoever asks first. */
  start(): void {
    this.#enqueue(() => this.#refresh()).catch(() => {
      // The first use fails in the same way and says so.
    });
  }

  /** From now on texts may be held in memory. A scan that knows this before it starts is spared a second process. */
  serveTexts(): void {
    this.#servesTexts = true;
  }

  /** The text that the engine is to see for `file`, if it is not that of the disk. */
  textOf(file: string): string | undefined {
    return this.#texts.get(file);
  }

  /** From the next snapshot on, `file` has this text, whatever the disk says. */
  setText(file: string, given: string): void {
    // Half a surrogate pair cannot travel as UTF-8; its replacement has the same length.
    const text = given.toWellFormed();
    this.serveTexts();
    const before = this.#texts.get(file) ?? diskText(file);
    this.#texts.set(file, text);
    if (before !== text) this.#pending.note(file, before === undefined ? "created" : "changed");
  }

  /** From the next snapshot on, `file` has the text of the disk again, or does not exist if the disk has none. */
  dropText(file: string): void {
    const before = this.#texts.get(file);
    if (before === undefined) return;
    this.#texts.delete(file);
    const after = diskText(file);
    if (before !== after) this.#pending.note(file, after === undefined ? "deleted" : "changed");
  }

  /** Changes on disk; a file whose text is held in memory keeps that text. */
  noteChanges(changes: readonly FileChange[]): void {
    for (const change of changes) {
      if (this.#held.has(change.file) && change.kind === "deleted") this.release([change.file]);
      // A path without extension is a folder, of which watchers tell nothing more.
      if (change.kind === "deleted" && !/\.[^/]+$/.test(change.file)) this.#pending.noteEverything();
      else if (!this.#texts.has(change.file)) this.#pending.note(change.file, change.kind);
    }
  }

  /** True if the configuration file's project is kept open. */
  holds(config: string): boolean {
    return this.#held.has(config);
  }

  /** Keeps the projects of these configuration files open from the next snapshot on. */
  hold(configs: Iterable<string>): void {
    for (const config of configs) {
      if (this.#held.has(config)) continue;
      this.#held.add(config);
      this.#pending.open(config);
    }
  }

  /** Lets the projects of these configuration files go. */
  release(configs: Iterable<string>): void {
    for (const config of configs) {
      if (this.#held.delete(config)) this.#pending.close(config);
    }
  }

  /**
   * Runs `work` on a snapshot that knows every change noted so far. The snapshot lives until `work` has ended, even if
   * newer ones appear meanwhile; nodes, types and symbols of it must not be kept longer.
   * @throws EngineCrashError if the process dies meanwhile; the next call starts a new one
   * @throws EngineMissingError if there is no executable
   */
  async use<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    return this.#snapshots.use(await this.#enqueue(() => this.#refresh()), work);
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
    const leased = await this.#enqueue(() => this.#refresh());
    leased.leases++;
    let isReleased = false;
    return {
      snapshot: leased.snapshot,
      release: () => {
        if (isReleased) return;
        isReleased = true;
        leased.leases--;
        this.#snapshots.retire(leased);
      },
    };
  }

  /**
   * Runs `work` on a snapshot in which these files are open in the sense of an editor, so that it tells their default
   * projects. The files are closed again afterwards.
   */
  async useWithOpenFiles<T>(files: readonly string[], work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    const leased = await this.#enqueue(() => this.#advance({ openFiles: [...files] }));
    try {
      return await this.#snapshots.use(leased, work);
    } finally {
      await this.#enqueue(() => this.#advance({ closeFiles: [...files] })).catch(ignoreCrash);
    }
  }

  /**
   * Runs `work` on a snapshot in which the given files have other texts. Nobody else sees them.
   * @throws EngineCrashError like `use`
   */
  async useWithTexts<T>(texts: ReadonlyMap<string, string>, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    const leased = await this.#enqueue(async () => {
      await this.#refresh();
      this.serveTexts();
      const before = new Map([...texts.keys()].map((file) => [file, this.#texts.get(file)]));
      for (const [file, text] of texts) this.#texts.set(file, text);
      const changed = [...texts.keys()];
      let speculative: Leased;
      try {
        speculative = await this.#advance({ fileChanges: { changed } });
        speculative.leases++;
      } finally {
        for (const [file, text] of before) {
          if (text === undefined) this.#texts.delete(file);
          else this.#texts.set(file, text);
        }
        for (const file of changed) this.#pending.note(file, "changed");
      }
      await this.#refresh();
      speculative.leases--;
      return speculative;
    });
    return this.#snapshots.use(leased, work);
  }

  /** Ends the process and forgets its crashes; the next use starts a new one with the same texts and projects. */
  async restart(): Promise<void> {
    this.#crashes = [];
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
    this.#snapshots.dispose();
    await this.#discardProcess();
  }

  /** The most memory that the engine's processes have used, in bytes, where the platform tells. */
  peakBytes(): number | undefined {
    this.#peakBytes = Math.max(this.#peakBytes, this.#process?.peakBytes() ?? 0);
    return this.#peakBytes === 0 ? undefined : this.#peakBytes;
  }

  /** Snapshots are made one after another: the engine derives each from its predecessor. */
  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {
      // Whoever asked for it hears of it; the queue goes on.
    });
    return result;
  }

  /** The current snapshot, or a new one if something changed. */
  async #refresh(): Promise<Leased> {
    const current = this.#snapshots.current?.process;
    const isFit = current?.isAlive === true && (current.seesTexts || !this.#servesTexts);
    const isCurrent = isFit && this.#pending.isEmpty;
    return isCurrent ? this.#snapshots.current! : this.#advance({});
  }

  async #advance(extra: UpdateParams): Promise<Leased> {
    const process = await this.#ensureProcess();
    const pending = this.#pending;
    this.#pending = new PendingChanges();
    const params = { ...pending.toParams(), ...extra };
    let snapshot: Snapshot;
    try {
      snapshot = await this.#updateTolerantly(process, params);
    } catch (error) {
      // A dead process needs no changes: its successor reads everything anew. A living one must hear them again.
      if (process.isAlive) this.#pending.restore(pending, (config) => this.#held.has(config));
      throw error;
    }
    return this.#snapshots.succeed({ snapshot, process, leases: 0 });
  }

  /** A held configuration file that has vanished makes every update fail until it is closed: close it, try again. */
  async #updateTolerantly(process: EngineProcess, params: UpdateParams): Promise<Snapshot> {
    const closed = new Set(params.closeProjects);
    for (;;) {
      try {
        return await process.update({ ...params, closeProjects: [...closed] });
      } catch (error) {
        const vanished = /project not found for update: (.+)$/.exec((error as Error).message)?.[1];
        if (vanished === undefined || closed.has(vanished)) throw error;
        closed.add(vanished);
        this.#held.delete(vanished);
      }
    }
  }

  async #ensureProcess(): Promise<EngineProcess> {
    if (this.#isDisposed) throw new EngineCrashError("the TypeScript engine was stopped");
    if (this.#process?.isAlive === true) {
      if (this.#process.seesTexts || !this.#servesTexts) return this.#process;
      await this.#discardProcess();
    }
    const recent = this.#crashes.filter((time) => Date.now() - time < CRASH_WINDOW_MILLISECONDS);
    if (recent.length >= CRASH_LIMIT) {
      const message = `the TypeScript engine crashed ${recent.length} times within three minutes and is not started again. Use "Async Insight: Restart" to try once more.`;
      this.#options.onState?.("failed", message);
      throw new EngineCrashError(message);
    }
    this.#options.onState?.("starting");
    this.#countRequests();
    const process = new EngineProcess({
      folder: this.#options.folder,
      executable: findExecutable(this.#options.executable),
      readFile: this.#servesTexts ? (file) => this.#texts.get(file) : undefined,
      isShortLived: this.#options.mode === "scan",
      onDeath: (error) => {
        if (this.#process === process) this.#noteCrash(error);
      },
    });
    this.#process = process;
    this.#snapshots.current = undefined;
    this.#pending = new PendingChanges(this.#held);
    this.#options.onState?.("ready");
    return process;
  }

  #noteCrash(error: EngineCrashError): void {
    this.#process = undefined;
    this.#snapshots.current = undefined;
    this.#crashes.push(Date.now());
    this.#options.onState?.("crashed", error.message);
  }

  async #discardProcess(): Promise<void> {
    this.peakBytes();
    this.#countRequests();
    const process = this.#process;
    this.#process = undefined;
    this.#snapshots.current = undefined;
    await process?.close();
  }

  #countRequests(): void {
    this.#requests += this.#process?.requests ?? 0;
  }
}

function diskText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function ignoreCrash(error: unknown): void {
  if (!(error instanceof EngineCrashError)) throw error;
}
