// One running TypeScript 7 process: its connection and the engine's client on top of it. Snapshots, texts and restarts
// are engine.ts's business.

import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { API, type Snapshot } from "typescript/unstable/async";
import { EngineConnection, type ConnectionOptions } from "./connection.ts";

export type UpdateParams = NonNullable<Parameters<API["updateSnapshot"]>[0]>;

export interface EngineProcessOptions extends Omit<ConnectionOptions, "environment"> {
  /** The process answers one long question: it may use more memory to save time. */
  readonly isShortLived: boolean;
}

/**
 * For one long question collecting garbage is mostly wasted: most of what is allocated stays alive. The heap may grow
 * freely, up to a share of the machine's memory from which on the collector works as hard as it must.
 */
const SHORT_LIVED_ENVIRONMENT = {
  GOGC: "1000",
  GOMEMLIMIT: `${Math.max(1024, Math.round(totalmem() / 4 / 1024 / 1024))}MiB`,
};

export class EngineProcess {
  readonly #api: API;
  readonly #connection: EngineConnection;

  constructor({ isShortLived, ...options }: EngineProcessOptions) {
    // A person's own choice stands.
    const isOurs = isShortLived && process.env["GOGC"] === undefined && process.env["GOMEMLIMIT"] === undefined;
    const environment = isOurs ? SHORT_LIVED_ENVIRONMENT : {};
    this.#connection = new EngineConnection({ ...options, environment });
    this.#api = new API({ cwd: options.folder, tsserverPath: options.executable });
    // The client keeps its transport to itself in 7.0.2 and opens it with the first request, so there is none to close.
    (this.#api as unknown as { client: EngineConnection }).client = this.#connection;
  }

  get pid(): number | undefined {
    return this.#connection.pid;
  }

  /** True until the process has exited or `close` was called. */
  get isAlive(): boolean {
    return this.#connection.isAlive;
  }

  /** How many requests the process has been sent. */
  get requests(): number {
    return this.#connection.requests;
  }

  /** A new snapshot. Dispose the previous one only after this has resolved: the client finds unchanged trees through it. */
  update(params: UpdateParams): Promise<Snapshot> {
    return this.#api.updateSnapshot(params);
  }

  /** Ends the process; what still waits for it is rejected with EngineCrashError. Safe to call twice. */
  close(): Promise<void> {
    return this.#connection.close();
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
}
