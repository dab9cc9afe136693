// What has happened since the last snapshot and takes effect with the next one: files that changed, projects to open and
// to close.

import type { UpdateParams } from "./engine-process.ts";

/** What changed on disk, as watchers tell it. `file` is an absolute path with forward slashes. */
export interface FileChange {
  readonly file: string;
  readonly kind: "created" | "changed" | "deleted";
}

export class PendingChanges {
  readonly #files = new Map<string, FileChange["kind"]>();
  readonly #open: Set<string>;
  readonly #close = new Set<string>();
  #isUnbounded = false;

  /** @param open configuration files of projects that a new process has to open */
  constructor(open: Iterable<string> = []) {
    this.#open = new Set(open);
  }

  get isEmpty(): boolean {
    return !this.#isUnbounded && this.#files.size + this.#open.size + this.#close.size === 0;
  }

  note(file: string, kind: FileChange["kind"]): void {
    const before = this.#files.get(file);
    // Created and then changed is still created; deleted and created again is a change.
    if (before === "created" && kind === "changed") return;
    this.#files.set(file, before === "deleted" && kind === "created" ? "changed" : kind);
  }

  /** More changed than can be named: every file is looked at anew. */
  noteEverything(): void {
    this.#isUnbounded = true;
  }

  open(config: string): void {
    this.#open.add(config);
    this.#close.delete(config);
  }

  close(config: string): void {
    // Opened and closed before any snapshot: nothing to do.
    if (!this.#open.delete(config)) this.#close.add(config);
  }

  /**
   * Takes back what an update that failed would have done; what was noted meanwhile is newer and stands.
   * @param isHeld whether a project is still wanted
   */
  restore(lost: PendingChanges, isHeld: (config: string) => boolean): void {
    this.#isUnbounded ||= lost.#isUnbounded;
    for (const [file, kind] of lost.#files) if (!this.#files.has(file)) this.#files.set(file, kind);
    for (const config of lost.#open) if (isHeld(config)) this.#open.add(config);
    for (const config of lost.#close) if (!isHeld(config)) this.#close.add(config);
  }

  /** As the engine wants to hear it. */
  toParams(): UpdateParams {
    const files = (kind: FileChange["kind"]) => [...this.#files].flatMap(([file, k]) => (k === kind ? [file] : []));
    return {
      openProjects: [...this.#open],
      closeProjects: [...this.#close],
      fileChanges: this.#isUnbounded
        ? { invalidateAll: true }
        : { changed: files("changed"), created: files("created"), deleted: files("deleted") },
    };
  }
}
