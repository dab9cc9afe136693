// Which snapshots are alive: the current one, those that somebody still works on, and for a moment those that have a
// successor. How snapshots come about is engine.ts's business.

import type { Snapshot } from "typescript/unstable/async";
import { EngineCrashError } from "./connection.ts";
import type { EngineProcess } from "./engine-process.ts";

export interface Leased {
  readonly snapshot: Snapshot;
  readonly process: EngineProcess;
  leases: number;
}

/** Old snapshots are let go in a pause of typing, or when this many have gathered: each holds on to a whole program. */
const DISPOSAL_DELAY_MILLISECONDS = 100;
const MOST_RETIRED = 3;

/** Invariant: a snapshot is disposed only when it is not the current one and nobody leases it. */
export class LeasedSnapshots {
  current: Leased | undefined;
  readonly #leases = new Map<EngineProcess, number>();
  readonly #waiting = new Map<EngineProcess, (() => void)[]>();
  readonly #retired = new Set<Leased>();
  #disposal: NodeJS.Timeout | undefined;

  /** Those that can still be asked, the youngest first. */
  get living(): readonly Leased[] {
    const all = [...this.#retired, ...(this.current === undefined ? [] : [this.current])];
    return all.toReversed().filter(({ process, snapshot }) => process.isAlive && !snapshot.isDisposed());
  }

  /** Makes a snapshot the current one. */
  succeed(leased: Leased): Leased {
    const previous = this.current;
    this.current = leased;
    if (previous !== undefined) this.retire(previous);
    return leased;
  }

  /** Runs `work` and keeps the snapshot alive meanwhile. */
  async use<T>(leased: Leased, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    this.lease(leased);
    try {
      return await work(leased.snapshot);
    } finally {
      this.release(leased);
    }
  }

  /** Keeps the snapshot alive until it is released. @returns the same */
  lease(leased: Leased): Leased {
    leased.leases++;
    this.#leases.set(leased.process, this.#leasesOf(leased.process) + 1);
    return leased;
  }

  release(leased: Leased): void {
    const { process } = leased;
    leased.leases--;
    this.#leases.set(process, this.#leasesOf(process) - 1);
    this.retire(leased);
    if (this.#leasesOf(process) > 0) return;
    this.#leases.delete(process);
    for (const resolve of this.#waiting.get(process) ?? []) resolve();
    this.#waiting.delete(process);
  }

  /** Resolved when nobody leases a snapshot of the process; it must not be current any more. */
  async whenFree(process: EngineProcess): Promise<void> {
    if (this.#leasesOf(process) === 0) return;
    await new Promise<void>((resolve) => {
      this.#waiting.set(process, [...(this.#waiting.get(process) ?? []), resolve]);
    });
  }

  #leasesOf(process: EngineProcess): number {
    return this.#leases.get(process) ?? 0;
  }

  /** Lets a snapshot go that has a successor and no lease. Not at once: whoever waits for an answer comes first. */
  retire(leased: Leased): void {
    if (leased === this.current || leased.leases > 0) return;
    // The youngest comes last, and stays when there are too many: what an edit has changed is told by comparing with it.
    this.#retired.delete(leased);
    if (this.#retired.size >= MOST_RETIRED) this.#disposeRetired();
    this.#retired.add(leased);
    this.#disposal ??= setTimeout(() => this.#disposeRetired(), DISPOSAL_DELAY_MILLISECONDS).unref();
  }

  /** The process ends, and all snapshots with it. */
  dispose(): void {
    clearTimeout(this.#disposal);
  }

  #disposeRetired(): void {
    clearTimeout(this.#disposal);
    this.#disposal = undefined;
    for (const { snapshot, process, leases } of this.#retired) {
      // Somebody may have leased it again meanwhile, and will retire it again.
      if (leases === 0 && process.isAlive && !snapshot.isDisposed()) {
        snapshot.dispose().catch((error: unknown) => {
          if (!(error instanceof EngineCrashError)) throw error;
        });
      }
    }
    this.#retired.clear();
  }
}
