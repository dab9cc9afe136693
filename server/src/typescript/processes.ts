// The engine's processes, one after another: how one is started and told how to use its memory, when dying too often means
// that no more are started, and what all of them together have done. What they are asked is engine.ts's business.

import { say } from "../language/say.ts";
import { EngineCrashError } from "./connection.ts";
import { EngineProcess } from "./engine-process.ts";
import { findExecutable } from "./executable.ts";

export type EngineState = "stopped" | "starting" | "ready" | "crashed" | "failed";

export interface ProcessesOptions {
  /** Absolute folder that the processes start in. */
  readonly folder: string;
  /** Path of the executable; undefined for the one that ships with the product. */
  readonly executable: string | undefined;
  readonly isScan: boolean;
  readonly readFile: (file: string) => string | undefined;
  readonly onState: ((state: EngineState, message?: string) => void) | undefined;
  /** Called when the process at work has died; there is none any more. */
  readonly onDeath: () => void;
}

/** A process that dies this often within the window is not started again until `forgive` is called. */
const CRASH_LIMIT = 5;
const CRASH_WINDOW_MILLISECONDS = 180_000;

export class Processes {
  readonly #options: ProcessesOptions;
  #present: EngineProcess | undefined;
  #crashes: number[] = [];
  #requests = 0;
  #peakBytes = 0;

  constructor(options: ProcessesOptions) {
    this.#options = options;
  }

  /** The process at work. */
  get present(): EngineProcess | undefined {
    return this.#present;
  }

  /** How many requests all of them have been sent. */
  get requests(): number {
    return this.#requests + (this.#present?.requests ?? 0);
  }

  /** The most memory that one of them has used, in bytes, where the platform tells. */
  get peakBytes(): number | undefined {
    this.#peakBytes = Math.max(this.#peakBytes, this.#present?.peakBytes() ?? 0);
    return this.#peakBytes === 0 ? undefined : this.#peakBytes;
  }

  /**
   * Puts a new process to work; there must be none.
   * @throws EngineCrashError after too many crashes, EngineMissingError if there is no executable
   */
  start(seesTexts: boolean): EngineProcess {
    const recent = this.#crashes.filter((time) => Date.now() - time < CRASH_WINDOW_MILLISECONDS);
    if (recent.length >= CRASH_LIMIT) {
      const message = say`the TypeScript engine crashed ${recent.length} times within three minutes and is not started again. Use "Async Insight: Restart" to try once more.`;
      this.#options.onState?.("failed", message);
      throw new EngineCrashError(message);
    }
    this.#retire();
    const process = this.#createOrFail(seesTexts);
    this.#options.onState?.("starting");
    this.#present = process;
    this.#options.onState?.("ready");
    return process;
  }

  /** People have to hear of it: whoever asked may be the editor alone. */
  #createOrFail(seesTexts: boolean): EngineProcess {
    try {
      return this.create(seesTexts);
    } catch (error) {
      this.#options.onState?.("failed", error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /** A process that is not put to work yet. */
  create(seesTexts: boolean): EngineProcess {
    const { folder, executable, isScan, readFile } = this.#options;
    const process: EngineProcess = new EngineProcess({
      folder,
      executable: findExecutable(executable),
      readFile: seesTexts ? readFile : undefined,
      isShortLived: isScan || !seesTexts,
      isSequential: isScan && !seesTexts,
      isDetached: isScan,
      onDeath: (error) => {
        if (this.#present === process) this.#noteCrash(error);
      },
    });
    return process;
  }

  /** Puts a process to work that was created before. @returns the one whose place it takes, which still runs */
  replace(process: EngineProcess): EngineProcess | undefined {
    const previous = this.#present;
    this.#retire();
    this.#present = process;
    if (previous === undefined) this.#options.onState?.("ready");
    return previous;
  }

  /** Ends the process at work. */
  async end(): Promise<void> {
    const process = this.#present;
    this.#retire();
    await process?.close();
  }

  /** What has crashed so far does not count any more. */
  forgive(): void {
    this.#crashes = [];
  }

  /** The process is no longer at work; what it has done counts on. */
  #retire(): void {
    this.#peakBytes = this.peakBytes ?? 0;
    this.#requests = this.requests;
    this.#present = undefined;
  }

  #noteCrash(error: EngineCrashError): void {
    this.#retire();
    this.#crashes.push(Date.now());
    this.#options.onDeath();
    this.#options.onState?.("crashed", error.message);
  }
}
