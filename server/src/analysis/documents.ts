// The open documents: how often each has changed, and whether a change can matter to other files. Their texts are the
// engine's.

import type { SourceFile } from "../typescript/syntax.ts";
import { outlineOf } from "./outline.ts";
import { skipReason } from "./skipped-files.ts";

interface Document {
  /** Differs between any two texts that any document ever had. */
  readonly version: number;
  /** What other files see of the last text that was looked at; undefined before the first. */
  readonly outline: string | undefined;
  /** False while the present text has not been looked at. */
  readonly isOutlined: boolean;
}

export class Documents {
  readonly #documents = new Map<string, Document>();
  #versions = 0;

  get files(): readonly string[] {
    return [...this.#documents.keys()];
  }

  has(file: string): boolean {
    return this.#documents.has(file);
  }

  /** 0 for a file that is not open. */
  versionOf(file: string): number {
    return this.#documents.get(file)?.version ?? 0;
  }

  /** Opens or changes a document. True if every other file must be taken to see the change. */
  set(file: string, text: string): boolean {
    const known = this.#documents.get(file);
    // The outlines of files that are not analysed would cost more than the analysis of the others.
    const isSkipped = skipReason(file, text) !== undefined;
    this.#documents.set(file, { version: ++this.#versions, outline: known?.outline, isOutlined: isSkipped });
    return isSkipped && known !== undefined;
  }

  /** True if the document was open. */
  close(file: string): boolean {
    return this.#documents.delete(file);
  }

  /** True if no document but `file` itself has changed in a way that is not known yet. */
  isSettledFor(file: string): boolean {
    return [...this.#documents].every(([other, { isOutlined }]) => isOutlined || other === file);
  }

  /** Looks at the texts that have not been looked at. True if what other files see has changed. */
  async refreshOutlines(read: (file: string) => Promise<SourceFile | undefined>): Promise<boolean> {
    let hasChanged = false;
    for (const [file, document] of this.#documents) {
      if (document.isOutlined) continue;
      const syntax = await read(file);
      // It may have been edited again meanwhile.
      if (this.#documents.get(file) !== document) continue;
      const outline = syntax && outlineOf(syntax).digest;
      hasChanged ||= document.outline !== undefined && outline !== document.outline;
      this.#documents.set(file, { ...document, outline, isOutlined: true });
    }
    return hasChanged;
  }
}
