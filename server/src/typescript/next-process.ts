// A process that is loaded beside the one at work and takes its place when it is ready
// (docs/decisions/0012-read-first-then-type.md).

import type { Snapshot } from "typescript/unstable/async";
import type { EngineProcess, UpdateParams } from "./engine-process.ts";
import { PendingChanges } from "./pending-changes.ts";

export class NextProcess {
  readonly process: EngineProcess;
  /** What has happened since it began to load, and is not part of `loaded`. */
  readonly changes = new PendingChanges();
  /** Its first snapshot; rejected if it dies before. */
  readonly loaded: Promise<Snapshot>;

  /**
   * @param held the configuration files of the projects that it opens
   * @param update how a process is asked for a snapshot
   */
  constructor(
    process: EngineProcess,
    held: Iterable<string>,
    update: (process: EngineProcess, params: UpdateParams) => Promise<Snapshot>,
  ) {
    this.process = process;
    this.loaded = update(process, new PendingChanges(held).toParams());
  }
}
