// Texts in memory, which count whatever the disk says, and what the engine sees of their changes. When it gets to see them is
// engine.ts's business.

import { diskText } from "./disk-text.ts";
import type { FileChange } from "./pending-changes.ts";

export class MemoryTexts {
  readonly #texts = new Map<string, string>();
  #supposed: ReadonlyMap<string, string> = new Map();

  get(file: string): string | undefined {
    return this.#texts.get(file);
  }

  /** What the engine is to read at this moment. */
  served(file: string): string | undefined {
    return this.#supposed.get(file) ?? this.#texts.get(file);
  }

  /** True if the disk has another text for a file that has one in memory. */
  differsFromDisk(file: string): boolean {
    const text = this.#texts.get(file);
    return text !== undefined && diskText(file) !== text;
  }

  /** @returns what happened to the file, undefined if it had this text already */
  set(file: string, given: string): FileChange["kind"] | undefined {
    // Half a surrogate pair cannot travel as UTF-8; its replacement has the same length.
    const text = given.toWellFormed();
    const before = this.#texts.get(file) ?? diskText(file);
    this.#texts.set(file, text);
    if (before === text) return undefined;
    return before === undefined ? "created" : "changed";
  }

  /** The file has the text of the disk again. @returns what happened to it, undefined if it sees no difference */
  drop(file: string): FileChange["kind"] | undefined {
    const before = this.#texts.get(file);
    if (before === undefined) return undefined;
    this.#texts.delete(file);
    const after = diskText(file);
    if (before === after) return undefined;
    return after === undefined ? "deleted" : "changed";
  }

  /** Serves other texts while `work` runs, one such work at a time; what is set meanwhile is there afterwards. */
  async supposing<T>(texts: ReadonlyMap<string, string>, work: () => Promise<T>): Promise<T> {
    this.#supposed = texts;
    try {
      return await work();
    } finally {
      this.#supposed = new Map();
    }
  }
}
