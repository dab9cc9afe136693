// One running TypeScript 7 process: its connection and the engine's client on top of it. Snapshots, texts and restarts
// are engine.ts's business.

import { readFileSync } from "node:fs";
import { API, type Snapshot } from "typescript/unstable/async";
import { EngineConnection, type ConnectionOptions } from "./connection.ts";

export type UpdateParams = NonNullable<Parameters<API["updateSnapshot"]>[0]>;

export class EngineProcess {
  /** False if the process knows the disk alone. */
  readonly seesTexts: boolean;
  readonly #api: API;
  readonly #connection: EngineConnection;

  constructor(options: ConnectionOptions) {
    this.seesTexts = options.readFile !== undefined;
    this.#connection = new EngineConnection(options);
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

/** A held configuration file that has vanished makes every update fail until it is closed: close it, try again. */
export async function updateTolerantly(
  process: EngineProcess,
  params: UpdateParams,
  onVanished: (config: string) => void,
): Promise<Snapshot> {
  const closed = new Set(params.closeProjects);
  for (;;) {
    try {
      return await process.update({ ...params, closeProjects: [...closed] });
    } catch (error) {
      const vanished = /project not found for update: (.+)$/.exec((error as Error).message)?.[1];
      if (vanished === undefined || closed.has(vanished)) throw error;
      closed.add(vanished);
      onVanished(vanished);
    }
  }
}
