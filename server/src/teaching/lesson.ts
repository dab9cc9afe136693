// The contract of what is taught at a place: which word of the code it is about, what the types have to be asked for, and
// what is then said. A topic is one file and one concept; it knows neither settings nor how a lesson is shown.

import type { FileSyntax } from "../facts/collector.ts";
import type { Timeline } from "../pictures/timeline.ts";
import type { PromiseShape } from "../questions/promise-shape.ts";
import type { Inquiry } from "../questions/question.ts";
import type { Family } from "../rules/rule.ts";
import type { Span } from "../text/span.ts";
import type { Expression, Node } from "../typescript/syntax.ts";

/** What a hover teaches at one place. */
export interface Lesson {
  /** Name of the page in concepts/. */
  readonly concept: string;
  /** The code that it is about. */
  readonly span: Span;
  /** What is true of this very code, the most important first; never empty. */
  readonly remarks: readonly Remark[];
  readonly picture: Timeline | undefined;
}

/** A sentence in Markdown. Numbers are offsets of places in the file, which become something like *line 12*. */
export type Remark = readonly (string | number)[];

/** Writes a remark: `` remark`Started on ${node}.` ``. Nodes stand for where they begin; arrays are spliced in. */
export function remark(strings: TemplateStringsArray, ...values: readonly (string | Node | Remark)[]): Remark {
  const parts = strings.flatMap((text, i): Remark => {
    const value = values[i];
    if (value === undefined) return [text];
    if (typeof value === "string") return [text, value];
    return "getStart" in value ? [text, value.getStart()] : [text, ...value];
  });
  return parts.filter((part) => part !== "");
}

/** A lesson of which only the types are missing. */
export interface Draft {
  /** The expressions of which it matters whether they are promises; all are asked about at once. */
  readonly values: readonly Expression[];
  /** What else has to be found out, for remarks that are worth it. */
  readonly inquire?: (() => Inquiry<readonly Remark[]>) | undefined;
  /** Undefined if the types show that there is nothing to say. `more` is what the inquiry gave. */
  readonly complete: (shapeOf: (value: Expression) => PromiseShape, more: readonly Remark[]) => Lesson | undefined;
}

/** What teaches one concept. Undefined if the word is not about it, which syntax decides. */
export type Topic = (word: Node, file: TaughtFile) => Draft | undefined;

/** What is known of the file without asking anybody. */
export interface TaughtFile {
  readonly syntax: FileSyntax;
  readonly findings: readonly TaughtFinding[];
}

/** What lessons take from a finding. */
export interface TaughtFinding {
  readonly family: Family;
  readonly span: Span;
  /** Where its evidence in the same file is. */
  readonly related: readonly Span[];
}
