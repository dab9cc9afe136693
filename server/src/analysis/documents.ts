// The open documents: how often each has changed, and whether a change can matter to other files. Their texts are the
// engine's.

import type { SourceFile } from "../typescript/syntax.ts";
import { bodyName, type BodyName } from "./followed-bodies.ts";
import { outlineOf, type Outline } from "./outline.ts";
import { skipReason } from "./skipped-files.ts";

interface Document {
  /** Differs between any two texts that any document ever had. */
  readonly version: number;
  /** The last text that was looked at, with what other files see of it; undefined before the first. */
  readonly seen: { readonly text: string; readonly outline: Outline } | undefined;
  /** False while the present text has not been looked at. */
  readonly isOutlined: boolean;
}

export class Documents {
  readonly #documents = new Map<string, Document>();
  /** At which version a body was last changed, since its document was opened. */
  readonly #changed = new Map<BodyName, number>();
  #versions = 0;

  /** The version that the latest change of any document was given. */
  get latestVersion(): number {
    return this.#versions;
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
    this.#documents.set(file, { version: ++this.#versions, seen: known?.seen, isOutlined: isSkipped });
    return isSkipped && known !== undefined;
  }

  /** True if the document was open. */
  close(file: string): boolean {
    return this.#documents.delete(file);
  }

  /** True if one of these bodies has changed since the version was the latest. */
  haveChangedSince(version: number, bodies: Iterable<BodyName>): boolean {
    for (const body of bodies) if ((this.#changed.get(body) ?? 0) > version) return true;
    return false;
  }

  /** True if no document but `file` itself has changed in a way that is not known yet. */
  isSettledFor(file: string): boolean {
    return [...this.#documents].every(([other, { isOutlined }]) => isOutlined || other === file);
  }

  /**
   * Looks at the texts that have not been looked at. True if what other files see has changed.
   * @param read the tree of a document, or `stale` if there is none of its present text yet
   */
  async refreshOutlines(read: (file: string) => Promise<SourceFile | "stale" | undefined>): Promise<boolean> {
    let hasChanged = false;
    for (const [file, document] of this.#documents) {
      if (document.isOutlined) continue;
      const syntax = await read(file);
      // It may have been edited again meanwhile.
      if (this.#documents.get(file) !== document || syntax === "stale") continue;
      const seen = syntax && { text: syntax.text, outline: outlineOf(syntax) };
      hasChanged ||= document.seen !== undefined && seen?.outline.digest !== document.seen.outline.digest;
      this.#noteChangedBodies(file, document, seen);
      this.#documents.set(file, { ...document, seen, isOutlined: true });
    }
    return hasChanged;
  }

  #noteChangedBodies(file: string, { seen: before, version }: Document, after: Document["seen"]): void {
    // With another outline, nothing that was found before counts any more.
    if (before === undefined || after?.outline.digest !== before.outline.digest) return;
    for (const [i, { start, end }] of after.outline.bodies.entries()) {
      const old = before.outline.bodies[i]!;
      if (after.text.slice(start, end) === before.text.slice(old.start, old.end)) continue;
      this.#changed.set(bodyName(file, i), version);
    }
  }
}
