// The texts of a project's files as the engine sees them, for what looks at texts before it looks at trees. Texts of the disk
// are read once and kept until somebody says that they have changed.

import { LineIndex } from "../text/line-index.ts";
import { diskText } from "../typescript/disk-text.ts";
import type { FileChange } from "../typescript/engine.ts";

export class ProjectTexts {
  readonly #inMemory: (file: string) => string | undefined;
  readonly #onDisk = new Map<string, string | undefined>();
  readonly #lines = new Map<string, LineIndex>();

  /** @param inMemory the text of a file that wins over the disk */
  constructor(inMemory: (file: string) => string | undefined) {
    this.#inMemory = inMemory;
  }

  /** The same string as long as the file has not changed; undefined for a file that cannot be read. */
  textOf(file: string): string | undefined {
    const text = this.#inMemory(file);
    if (text !== undefined) return text;
    if (!this.#onDisk.has(file)) this.#onDisk.set(file, diskText(file));
    return this.#onDisk.get(file);
  }

  /** The lines of the same text; none of a file that cannot be read. */
  linesOf(file: string): LineIndex {
    const text = this.textOf(file) ?? "";
    let lines = this.#lines.get(file);
    if (lines?.text !== text) this.#lines.set(file, (lines = new LineIndex(text)));
    return lines;
  }

  /** The text of the disk is read anew. */
  forget(changes: readonly FileChange[]): void {
    for (const { file, kind } of changes) {
      // A folder that is gone is one change.
      if (kind === "deleted" && !/\.[^/]+$/.test(file)) {
        this.#onDisk.clear();
        this.#lines.clear();
      } else {
        this.#onDisk.delete(file);
        this.#lines.delete(file);
      }
    }
  }
}
