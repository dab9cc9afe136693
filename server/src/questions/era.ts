// What outlives a snapshot. While nothing but function bodies changes, and no type that other code sees, what was found out
// about untouched code still holds: only its nodes may be others, where the text around them has changed. That stretch of
// time is an era; docs/decisions/0003 says how its end is told.

import type { Runnable } from "../facts/synchronous-code.ts";
import type { Checker } from "../typescript/api.ts";
import type { Node } from "../typescript/syntax.ts";
import type { ProgramView } from "./answerer.ts";

export interface Era {
  /** The same object for one project as long as the era lasts. */
  readonly key: object;
  /** Counts the texts that documents have had. */
  readonly version: number;
  /** False once texts have changed that the snapshot does not know: then nothing can be taken over. */
  isCurrent(): boolean;
  /** The node of the present text that was `node` in an earlier one of the era; undefined if it stood in a body that was edited. */
  carry<T extends Node>(node: T): Carried<T> | undefined;
  /** True if a body has changed since that version which answers about the code were found by reading. */
  isStale(code: Runnable, since: number): boolean;
}

export interface Carried<T extends Node> {
  readonly node: T;
  /** False if something inside of it was edited. */
  readonly isUntouched: boolean;
}

/** What each checker has found out of one kind, beginning with what still holds of what the one before it had. */
export class Heritage<T> {
  readonly #make: () => T;
  readonly #resume: (previous: T, era: Era) => T;
  readonly #byChecker = new WeakMap<Checker, T>();
  readonly #latest = new WeakMap<object, T>();

  /** @param resume what still holds of something, in the era's present text */
  constructor(make: () => T, resume: (previous: T, era: Era) => T) {
    this.#make = make;
    this.#resume = resume;
  }

  /** Always the same for one checker. */
  of({ checker, era }: ProgramView): T {
    let own = this.#byChecker.get(checker);
    if (own === undefined) {
      const isLasting = era?.isCurrent() === true;
      const previous = isLasting ? this.#latest.get(era.key) : undefined;
      own = previous === undefined ? this.#make() : this.#resume(previous, era!);
      this.#byChecker.set(checker, own);
      if (isLasting) this.#latest.set(era.key, own);
    }
    return own;
  }
}
