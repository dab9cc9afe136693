// What an edit leaves as it was. While a file's outline stays the same, the types in a function body that was not edited
// stay the same too, so what its checks found need not be asked for again: an edit costs the questions of the body that
// it touches. Whether the rest of the world is unchanged is for workspace.ts to know.

import type { RuleFinding } from "../rules/finding.ts";
import { containsSpan, type Span } from "../text/span.ts";
import type { Outline } from "./outline.ts";
import type { Policy } from "./policy.ts";

/** The checks of one analysis of one file, by body and order within the body. */
export interface Memory {
  readonly outline: Outline;
  readonly text: string;
  readonly policy: Policy;
  readonly results: ReadonlyMap<string, readonly RuleFinding[]>;
}

/** A check's place: the same in two analyses if it has the same body text before it. */
export interface CheckPlace {
  readonly body: number;
  /** The how manieth check that begins in this body. */
  readonly ordinal: number;
}

/** Numbers checks by the bodies that hold them. */
export class BodyCounter {
  readonly #bodies: readonly Span[];
  readonly #counts = new Map<number, number>();

  constructor(outline: Outline) {
    this.#bodies = outline.bodies;
  }

  /** The place of a check whose fact stands at `offset`; undefined outside all bodies. */
  placeOf(offset: number): CheckPlace | undefined {
    const body = this.#bodyAt(offset);
    if (body === undefined) return undefined;
    const ordinal = this.#counts.get(body) ?? 0;
    this.#counts.set(body, ordinal + 1);
    return { body, ordinal };
  }

  #bodyAt(offset: number): number | undefined {
    let low = 0;
    let high = this.#bodies.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const body = this.#bodies[middle]!;
      if (offset < body.start) high = middle - 1;
      else if (offset >= body.end) low = middle + 1;
      else return middle;
    }
    return undefined;
  }
}

/** What a check of the new analysis finds, if the old one tells. */
export class Recall {
  readonly #before: Memory;
  readonly #outline: Outline;
  readonly #isSameBody: readonly boolean[];

  private constructor(before: Memory, outline: Outline, text: string) {
    this.#before = before;
    this.#outline = outline;
    this.#isSameBody = outline.bodies.map((body, i) => {
      const old = before.outline.bodies[i]!;
      return (
        old.end - old.start === body.end - body.start &&
        text.slice(body.start, body.end) === before.text.slice(old.start, old.end)
      );
    });
  }

  /** Undefined if the outline, and so perhaps every type in the file, has changed. */
  static from(before: Memory | undefined, outline: Outline, text: string, policy: Policy): Recall | undefined {
    const isComparable = before?.outline.digest === outline.digest && before.policy === policy;
    return isComparable ? new Recall(before, outline, text) : undefined;
  }

  findingsAt(place: CheckPlace | undefined): readonly RuleFinding[] | undefined {
    if (place === undefined || this.#isSameBody[place.body] !== true) return undefined;
    const findings = this.#before.results.get(memoryKey(place));
    const old = this.#before.outline.bodies[place.body]!;
    const shift = this.#outline.bodies[place.body]!.start - old.start;
    if (findings === undefined || shift === 0) return findings;
    const isLocal = findings.every(({ span, related = [] }) => related.length === 0 && containsSpan(old, span));
    return isLocal ? findings.map((finding) => ({ ...finding, span: shifted(finding.span, shift) })) : undefined;
  }
}

export function memoryKey({ body, ordinal }: CheckPlace): string {
  return `${body}.${ordinal}`;
}

function shifted({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
