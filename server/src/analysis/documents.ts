// The open documents: how often each has changed, and whether a change can matter to other files. Their texts are the
// engine's.

import type { Era } from "../questions/era.ts";
import type { SourceFile } from "../typescript/syntax.ts";
import { eraOf, Successions } from "./eras.ts";
import { ANYWHERE, bodyName, type BodyName, type FollowedBodies } from "./followed-bodies.ts";
import { outlineOf, type Outline } from "./outline.ts";
import type { Sight, Sights } from "./sight.ts";
import { skipReason } from "./skipped-files.ts";

/** A text that was looked at, with what other files see of it. */
interface Seen {
  readonly syntax: SourceFile;
  readonly text: string;
  readonly outline: Outline;
}

interface Document {
  /** Differs between any two texts that any document ever had. */
  readonly version: number;
  /** The last one; undefined before the first. */
  readonly seen: Seen | undefined;
  /** False while the present text has not been looked at. */
  readonly isOutlined: boolean;
  /** The bodies whose functions have types too long to be written down after every edit, as long as the outline stays. */
  readonly wordy: Set<number>;
}

/** In code units. Types of this length take some ten milliseconds to be written down. */
const LONGEST_TYPE = 50_000;

export class Documents {
  readonly #documents = new Map<string, Document>();
  /** At which version a body was last changed, since its document was opened. */
  readonly #changed = new Map<BodyName, number>();
  readonly #successions = new Successions();
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
    this.#documents.set(file, {
      version: ++this.#versions,
      seen: known?.seen,
      isOutlined: isSkipped,
      wordy: known?.wordy ?? new Set(),
    });
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

  /** Looks at the texts that have not been looked at. True if what other files see has changed. */
  async refreshOutlines(sights: Pick<Sights, "now" | "before">): Promise<boolean> {
    let hasChanged = false;
    for (const [file, document] of this.#documents) {
      if (document.isOutlined) continue;
      const sight = await sights.now(file);
      // It may have been edited again meanwhile.
      if (this.#documents.get(file) !== document || sight === "stale") continue;
      const { seen: before } = document;
      const { syntax } = sight ?? {};
      const seen = syntax && { syntax, text: syntax.text, outline: outlineOf(syntax) };
      if (before !== undefined) {
        // With another outline, nothing that was found before counts any more.
        const isAlike = seen?.outline.digest === before.outline.digest;
        if (!isAlike) document.wordy.clear();
        const edited = isAlike ? editedBodies(before, seen) : [];
        this.#noteChanges(file, document, edited);
        const isSame = isAlike && (await this.#looksTheSame(file, document, edited, sight!, sights));
        if (this.#documents.get(file) !== document) continue;
        if (isSame) this.#successions.note(before.syntax, { after: seen.syntax, edited });
        hasChanged ||= !isSame;
      }
      this.#documents.set(file, { ...document, seen, isOutlined: true });
    }
    return hasChanged;
  }

  /**
   * What may be taken over from earlier snapshots into the present one; undefined while there are texts that nobody has looked
   * at.
   * @param key the same as long as nothing has changed but what this knows of
   */
  era(key: object, followed: FollowedBodies): Era | undefined {
    if (![...this.#documents.values()].every(({ isOutlined }) => isOutlined)) return undefined;
    const version = this.#versions;
    return eraOf({
      key,
      version,
      successions: this.#successions,
      textOf: (file) => this.#documents.get(file)?.seen?.text,
      isCurrent: () => this.#versions === version,
      isStale: (code, since) => this.haveChangedSince(since, followed.behind(code)),
    });
  }

  #noteChanges(file: string, { version }: Document, edited: readonly number[]): void {
    for (const i of edited) this.#changed.set(bodyName(file, i), version);
    if (edited.length > 0) this.#changed.set(bodyName(file, ANYWHERE), version);
  }

  /** True if code outside the edited bodies sees no difference. */
  async #looksTheSame(
    file: string,
    { seen, wordy }: Document,
    edited: readonly number[],
    now: Sight,
    sights: Pick<Sights, "before">,
  ): Promise<boolean> {
    const [before, after] = [seen!, outlineOf(now.syntax)];
    const inferred = edited.filter((i) => after.inferred.has(i));
    if (inferred.length === 0) return true;
    if (inferred.some((i) => wordy.has(i))) return false;
    const [old, present] = await Promise.all([
      sights.before(file, before.text).then((then) => then?.typesOf(inferred.map((i) => before.outline.bodies[i]!))),
      now.typesOf(inferred.map((i) => after.bodies[i]!)),
    ]);
    for (const [at, i] of inferred.entries()) if ((present?.[at]?.length ?? 0) > LONGEST_TYPE) wordy.add(i);
    return old !== undefined && present !== undefined && old.every((type, i) => type === present[i]);
  }
}

/** The indexes of the bodies that are others now, in a text with the same outline. */
function editedBodies(before: Seen, after: Seen): readonly number[] {
  return [...after.outline.bodies.keys()].filter((i) => {
    const [body, old] = [after.outline.bodies[i]!, before.outline.bodies[i]!];
    return after.text.slice(body.start, body.end) !== before.text.slice(old.start, old.end);
  });
}
