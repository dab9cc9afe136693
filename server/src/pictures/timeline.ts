// What a picture of waiting shows, as plain data: lanes, and what lies on them over time. How it looks is drawn in
// draw-timeline.ts; what is true of a program is found out by whoever builds one of these.

import type { Span } from "../text/span.ts";

/** One picture: the same work once or twice, as it is written and as it could be, on one scale of time. */
export interface Timeline {
  readonly title: string;
  /** At least one. */
  readonly panels: readonly Panel[];
}

/** One way in which the work runs. */
export interface Panel {
  /** `As written`, `As it could be`; may be empty if there is only one. */
  readonly title: string;
  /** From top to bottom; the event loop's comes first if it is shown. */
  readonly lanes: readonly Lane[];
  /** In any order. */
  readonly marks?: readonly Mark[];
  /** What runs several times or perhaps not at all. */
  readonly regions?: readonly Region[];
}

export interface Lane {
  /** The event loop runs code; an operation is under way elsewhere meanwhile. */
  readonly kind: "loop" | "operation";
  /** Code for an operation: `fetchUser(id)`. */
  readonly label: string;
  /** Without overlaps among themselves, in order of time. */
  readonly bars: readonly Bar[];
  /** What the lane is about, for a click. */
  readonly code?: Span;
}

/**
 * `runs`: code runs on the event loop. `blocked`: it runs for so long that everything else stands still. `pending`: an
 * operation is under way. `settled`: it is over, and nobody has looked yet. `queued`: a callback that waits for its turn.
 * `unheeded`: under way, and nobody will look.
 */
export type BarKind = "runs" | "blocked" | "pending" | "settled" | "queued" | "unheeded";

export interface Bar {
  readonly kind: BarKind;
  /** In units that mean nothing by themselves: only order and proportion count. `0 <= start < end`. */
  readonly start: number;
  readonly end: number;
  /** Shown inside the bar where there is room. */
  readonly label?: string;
  readonly code?: Span;
}

/** `starts`: an operation begins. `suspends`, `resumes`: at an `await`. `fails`: a rejection or an exception. */
export type MarkKind = "starts" | "suspends" | "resumes" | "fails";

export interface Mark {
  readonly kind: MarkKind;
  readonly at: number;
  /** The lane on which it stands, by number. */
  readonly lane: number;
  /** The lane with which a line joins it: the operation that is started or waited for. */
  readonly joins?: number;
  /** Shown above the lanes where there is room. */
  readonly label?: string;
  readonly code?: Span;
}

/** A stretch of time in which everything is inside a loop or a branch. */
export interface Region {
  readonly kind: "loop" | "branch";
  readonly start: number;
  readonly end: number;
  /** `for each user`, `if (isNew)` */
  readonly label: string;
  readonly code?: Span;
}

/** Where the last thing of any panel ends; all panels share this scale. Never 0. */
export function durationOf({ panels }: Timeline): number {
  const ends = panels.flatMap(({ lanes, marks = [], regions = [] }) => [
    ...lanes.flatMap(({ bars }) => bars.map(({ end }) => end)),
    ...marks.map(({ at }) => at),
    ...regions.map(({ end }) => end),
  ]);
  return Math.max(...ends, Number.EPSILON);
}
