// The contract of what is taught at a place: which word of the code it is about, what the types have to be asked for, and
// what is then said. A topic is one file and one concept; it knows neither settings nor how a lesson is shown.

import { pattern } from "../language/say.ts";
import type { FileSyntax } from "../facts/collector.ts";
import type { Timeline } from "../pictures/timeline.ts";
import type { PromiseShape } from "../questions/promise-shape.ts";
import type { Inquiry } from "../questions/question.ts";
import type { Family } from "../rules/rule.ts";
import type { Span } from "../text/span.ts";
import type { CallExpression, Expression, FunctionNode, Node } from "../typescript/syntax.ts";

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

/**
 * A sentence in Markdown. Numbers are offsets of places in the file, which become something like *line 12*; places of other
 * files something like *main.ts line 12*.
 */
export type Remark = readonly (string | number | PlaceElsewhere)[];

/** A place in another file. */
export interface PlaceElsewhere {
  readonly file: string;
  /** Both count from 0. */
  readonly line: number;
  readonly character: number;
}

/** Writes a remark: `` remark`Started on ${node}.` ``. Nodes stand for where they begin; arrays are spliced in. */
export function remark(strings: TemplateStringsArray, ...values: readonly (string | Node | Remark)[]): Remark {
  return pattern(strings).flatMap((part): Remark => {
    if (typeof part === "string") return [part];
    const value = values[part]!;
    if (typeof value === "string") return value === "" ? [] : [value];
    return "getStart" in value ? [value.getStart()] : value;
  });
}

/** A lesson of which only the types are missing. */
export interface Draft {
  /** The expressions of which it matters whether they are promises; all are asked about at once. */
  readonly values: readonly Expression[];
  /** The expressions of which the type itself is told. */
  readonly typed?: readonly Expression[];
  /** The function of which it is told who calls it, in other files too. */
  readonly called?: FunctionNode;
  /** What else has to be found out, for remarks that are worth it. */
  readonly inquire?: (() => Inquiry<readonly Remark[]>) | undefined;
  /** Undefined if the types show that there is nothing to say. */
  readonly complete: (answers: Answers) => Lesson | undefined;
}

/** What a draft has asked for. */
export interface Answers {
  readonly shapeOf: (value: Expression) => PromiseShape;
  /** As TypeScript writes it; undefined if it is not known. */
  readonly typeOf: (value: Expression) => string | undefined;
  readonly callers: Callers | undefined;
  /** What the inquiry gave. */
  readonly more: readonly Remark[];
}

/**
 * The places that call a function. `unfinished`: the files that mention its name are still being looked through. `too-many`:
 * so many mention it that nobody looked.
 */
export type Callers =
  | { readonly kind: "found"; readonly calls: readonly CallExpression[]; readonly isPassedOn: boolean }
  | { readonly kind: "unfinished" }
  | { readonly kind: "too-many"; readonly files: number };

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
