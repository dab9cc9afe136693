// State that each iteration of a loop uses only before its first wait: a set of what has been seen already. Iterations that
// overlap still begin in order, each up to its first wait, so that such state is as it would have been.

import {
  enclosingFunctionLike,
  is,
  type AwaitExpression,
  type Identifier,
  type Statement,
} from "../typescript/syntax.ts";
import { bindingOf } from "./binding.ts";
import type { FileSyntax } from "./collector.ts";
import type { LoopHead, WaitingLoop } from "./loop-head.ts";
import { mentionedNames } from "./mentioned-names.ts";
import { contains } from "./occurrences.ts";

export interface IterationText {
  readonly head: LoopHead;
  readonly body: readonly Statement[];
  readonly waits: readonly AwaitExpression[];
  /** Names that mean something else in each iteration. */
  readonly own: ReadonlySet<string>;
}

/** The local variables from outside the loop that the loop uses in the statements before the one with the first wait, and nowhere else. */
export function earlyNames(
  loop: WaitingLoop,
  { head, body, waits, own }: IterationText,
  syntax: FileSyntax,
): ReadonlySet<string> {
  const first = body.findIndex((statement) => waits.some((wait) => contains(statement, wait)));
  if (first <= 0) return NO_NAMES;
  const later = mentionedNames(...head.evaluated, ...body.slice(first));
  const names = [...mentionedNames(...body.slice(0, first))].filter((name) => !own.has(name) && !later.has(name));
  return new Set(names.filter((name) => isPlainLocal(name, loop, syntax)));
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** Declared in the loop's own function, and named in no function inside it: nothing that is called can see it. */
function isPlainLocal(name: string, loop: WaitingLoop, syntax: FileSyntax): boolean {
  const container = enclosingFunctionLike(loop);
  const mentions = [...syntax.identifiers.named(name, container.pos, container.end)] as Identifier[];
  const use = mentions.find((each) => contains(loop, each));
  const declaration = use && bindingOf(use, syntax);
  return (
    declaration !== undefined &&
    is.isVariableDeclaration(declaration) &&
    !contains(loop, declaration) &&
    enclosingFunctionLike(declaration) === container &&
    mentions.every((each) => enclosingFunctionLike(each) === container)
  );
}
