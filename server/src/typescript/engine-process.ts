// One running TypeScript 7 process and the promise of its death. Snapshots, texts and restarts are engine.ts's business.

import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { API, type Snapshot } from "typescript/unstable/async";

type UpdateParams = NonNullable<Parameters<API["updateSnapshot"]>[0]>;

/** The engine died or was stopped while somebody waited for its answer. */
export class EngineCrashError extends Error {
  override readonly name = "EngineCrashError";
}

export interface EngineProcessOptions {
  readonly folder: string;
  readonly executable: string;
  /** The text of a file, or undefined to read it from disk. Called for each file that the engine reads. */
  readonly readFile: (file: string) => string | undefined;
  /** The process answers one long question: it may use more memory to save time. */
  readonly isShortLived: boolean;
  /** Called once if the process ends without `close`. */
  readonly onDeath: (error: EngineCrashError) => void;
}

/** How long a process may take to end by itself after its input was closed. */
const GRACE_MILLISECONDS = 300;

/** How far the heap may grow, in percent, before garbage is collected: measured in docs/decisions/0003-scan-speed.md. */
const SHORT_LIVED_GROWTH = "200";

/** The members of the client that 7.0.2 keeps to itself. */
interface ClientInternals {
  readonly process?: ChildProcess;
  apiRequest(method: string, parameters?: unknown): Promise<unknown>;
}

/**
 * Invariant: every promise that comes from the engine passes through `guard`, because a dead process leaves its
 * requests pending for ever.
 */
export class EngineProcess {
  readonly #api: API;
  readonly #onDeath: (error: EngineCrashError) => void;
  #death: Promise<never> | undefined;
  #child: ChildProcess | undefined;
  #isClosed = false;
  #requests = 0;

  constructor(options: EngineProcessOptions) {
    // The client passes our environment on; a person's own choice of these stands.
    if (options.isShortLived) process.env["GOGC"] ??= SHORT_LIVED_GROWTH;
    this.#onDeath = options.onDeath;
    this.#api = new API({
      cwd: options.folder,
      tsserverPath: options.executable,
      fs: { readFile: options.readFile },
    });
    this.#countRequests();
  }

  /** How many requests the process has been sent. */
  get requests(): number {
    return this.#requests;
  }

  /** The process id, once the first request has been answered. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** True until the process has exited or `close` was called. */
  get isAlive(): boolean {
    return !this.#isClosed;
  }

  /** A new snapshot. Dispose the previous one only after this has resolved: see docs/architecture.md, "The engine". */
  async update(params: UpdateParams): Promise<Snapshot> {
    const request = this.#api.updateSnapshot(params);
    if (this.#death === undefined) await this.#watch(request);
    return this.guard(request);
  }

  /** `promise`, or a rejection with EngineCrashError as soon as the process is gone. */
  guard<T>(promise: Promise<T>): Promise<T> {
    if (this.#isClosed) {
      promise.catch(() => {});
      return Promise.reject(new EngineCrashError("the TypeScript engine is not running"));
    }
    return this.#death === undefined ? promise : Promise.race([promise, this.#death]);
  }

  /** Ends the process; what still waits for it is rejected. Safe to call twice. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const child = this.#child;
    const closed = this.#api.close().catch(() => {
      // It had died already; there is nothing left to close.
    });
    // A process in the middle of a long request does not answer; it is ended all the same.
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise((resolve) => {
      timer = setTimeout(resolve, GRACE_MILLISECONDS);
    });
    await Promise.race([closed, grace]);
    clearTimeout(timer);
    child?.kill();
  }

  /** The most memory that the process has used so far in bytes, where the platform tells. */
  peakBytes(): number | undefined {
    if (this.pid === undefined || process.platform !== "linux") return undefined;
    try {
      const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.pid}/status`, "utf8"))?.[1];
      return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
    } catch {
      return undefined;
    }
  }

  #client(): ClientInternals {
    return (this.#api as unknown as { client: ClientInternals }).client;
  }

  #countRequests(): void {
    const client = this.#client();
    const send = client.apiRequest.bind(client);
    client.apiRequest = (method, parameters) => {
      this.#requests++;
      return send(method, parameters);
    };
  }

  /** Waits until the process has been spawned, so that its exit can be heard. */
  async #watch(request: Promise<unknown>): Promise<void> {
    // The client offers no event for the end of its process.
    const client = this.#client();
    let settled = false;
    const settle = () => {
      settled = true;
    };
    request.then(settle, settle);
    while (client.process === undefined && !settled) await new Promise((resolve) => setImmediate(resolve));
    const child = client.process;
    if (child === undefined) return;
    this.#child = child;
    this.#death = new Promise((_, reject) => {
      const die = (reason: string) => {
        const error = new EngineCrashError(`the TypeScript engine ended unexpectedly (${reason})`);
        const wasClosed = this.#isClosed;
        this.#isClosed = true;
        reject(error);
        if (!wasClosed) this.#onDeath(error);
      };
      if (child.exitCode !== null) die(`exit code ${child.exitCode}`);
      child.once("exit", (code, signal) => die(signal === null ? `exit code ${code}` : `signal ${signal}`));
      child.once("error", (error) => die(error.message));
    });
    this.#death.catch(() => {
      // Whoever waits for an answer hears of it through `guard`.
    });
  }
}
