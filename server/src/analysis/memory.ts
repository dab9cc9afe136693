// What an edit leaves as it was. While a file's outline stays the same, the types in a function body that was not edited
// stay the same too, so what was found there need not be looked for again: an edit costs the facts and questions of the
// body that it touches. Whether the rest of the world is unchanged is for workspace.ts to know.

import type { FactBase } from "../facts/collector.ts";
import type { RuleFinding } from "../rules/finding.ts";
import type { Rule } from "../rules/rule.ts";
import { containsSpan, indexOfSpanAt, type Span } from "../text/span.ts";
import type { Outline } from "./outline.ts";
import type { Policy } from "./policy.ts";

/** What one analysis of one file found in the bodies of its outline. */
export interface Memory {
  readonly outline: Outline;
  readonly text: string;
  readonly policy: Policy;
  readonly byBody: ReadonlyMap<number, readonly Remembered[]>;
}

export interface Remembered {
  readonly rule: Rule;
  readonly place: CheckPlace;
  readonly finding: RuleFinding;
}

/** Where a check stands: the same in two analyses if the body has the same text in both. */
export interface CheckPlace {
  /** Index in the outline's bodies, or `OUTSIDE`. */
  readonly body: number;
  /** How many checks of its rule in this body come before it. */
  readonly ordinal: number;
}

/** The part of the text that the outline consists of. Equal outlines have it in common. */
export const OUTSIDE = -1;

/** Numbers checks by the bodies that hold them. */
export class BodyCounter {
  readonly #outline: Outline;
  readonly #counts = new Map<string, number>();

  constructor(outline: Outline) {
    this.#outline = outline;
  }

  /**
   * The place of the rule's next check, which is about `fact`. What stands outside the bodies but looks into them belongs to the
   * one that settles it; where several do it has no place, and has to be checked after every edit.
   */
  next({ name }: Rule, { node, isLocal, settledIn }: FactBase): CheckPlace | undefined {
    const body =
      this.#bodyAt(node.pos) ?? (isLocal ? OUTSIDE : settledIn?.body && this.#bodyAt(settledIn.body.end - 1));
    if (body === undefined) return undefined;
    const key = `${body} ${name}`;
    const ordinal = this.#counts.get(key) ?? 0;
    this.#counts.set(key, ordinal + 1);
    return { body, ordinal };
  }

  #bodyAt(offset: number): number | undefined {
    return indexOfSpanAt(this.#outline.bodies, offset);
  }
}

/** What still holds of an earlier analysis. */
export interface Recall {
  /** True if a check at this place would find again what was found before. */
  isKnown(place: CheckPlace): boolean;
  /** The bodies of the present text that need not be looked at, in text order. */
  readonly untouched: readonly Span[];
  /** What was found in them, at its present place. */
  readonly remembered: readonly Remembered[];
}

const NOTHING_RECALLED: Recall = { isKnown: () => false, untouched: [], remembered: [] };

/** @param isStale whether code that answers about this body depend on, elsewhere, has changed */
export function recall(
  before: Memory | undefined,
  outline: Outline,
  text: string,
  policy: Policy,
  isStale: (body: number) => boolean,
): Recall {
  // With another outline, every type in the file may have changed.
  if (before?.outline.digest !== outline.digest || before.policy !== policy) return NOTHING_RECALLED;
  const known = new Set<number>();
  const untouched: Span[] = [];
  const remembered: Remembered[] = [];
  for (const [i, body] of outline.bodies.entries()) {
    const old = before.outline.bodies[i]!;
    if (text.slice(body.start, body.end) !== before.text.slice(old.start, old.end)) continue;
    if (isStale(i)) continue;
    const found = before.byBody.get(i) ?? [];
    // Evidence may lie anywhere, also where the text has moved in another way.
    const neighbour = before.outline.bodies[i - 1]?.end ?? 0;
    if (!found.every(({ finding }) => isWithin({ start: neighbour, end: old.end }, finding))) continue;
    known.add(i);
    untouched.push(body);
    const shift = body.start - old.start;
    remembered.push(...found.map((each) => ({ ...each, finding: shifted(each.finding, shift) })));
  }
  const outside = before.byBody.get(OUTSIDE) ?? [];
  const isOutsideKnown = !isStale(OUTSIDE) && outside.every(({ finding: { related = [] } }) => related.length === 0);
  if (isOutsideKnown) {
    known.add(OUTSIDE);
    remembered.push(...outside.map((each) => relocated(each, before.outline, outline)));
  }
  return { isKnown: ({ body }) => known.has(body), untouched, remembered };
}

/** A finding outside the bodies has moved by as much as the bodies before it have grown. */
function relocated(each: Remembered, before: Outline, after: Outline): Remembered {
  const { start, end } = each.finding.span;
  return {
    ...each,
    finding: { ...each.finding, span: { start: moved(start, before, after), end: moved(end, before, after) } },
  };
}

/** Where an offset is in a text with the same outline, unless it lies in a body that is another one now. */
export function moved(offset: number, before: Outline, after: Outline): number {
  const bodiesBefore = before.bodies.findLastIndex((body) => body.end <= offset);
  return bodiesBefore < 0 ? offset : offset + after.bodies[bodiesBefore]!.end - before.bodies[bodiesBefore]!.end;
}

/** @param stretch a body with what stands before it up to the body before: they move together */
function isWithin(stretch: Span, { span, related = [] }: RuleFinding): boolean {
  return containsSpan(stretch, span) && related.length === 0;
}

function shifted(finding: RuleFinding, by: number): RuleFinding {
  if (by === 0) return finding;
  const { start, end } = finding.span;
  return { ...finding, span: { start: start + by, end: end + by } };
}
