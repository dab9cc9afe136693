// A callback that returns a promise decides in `filter`, `some`, `find` and the like, which take every promise for true.

import { evaluateFirst } from "../fixes/evaluate-first.ts";
import { fix } from "../fixes/promise-statement.ts";
import type { Callback, PredicateMethod } from "../facts/predicate-callback.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import { forEachDescendant, headOf, is, isFunctionNode, spanOf } from "../typescript/syntax.ts";
import type { Expression, FunctionNode } from "../typescript/syntax.ts";
import { defineRule } from "./rule.ts";

export const asyncPredicate = defineRule<"predicate-callback">({
  name: "async-predicate",
  family: "unawaited",
  summary: "A callback of `filter`, `some`, `find` and the like that returns a promise, which is always truthy.",
  concept: "promise",
  severity: "warning",
  equivalents: [
    { linter: "typescript-eslint", rule: "@typescript-eslint/no-misused-promises" },
    { linter: "oxlint", rule: "typescript/no-misused-promises" },
    { linter: "biome", rule: "lint/nursery/noMisusedPromises" },
    { linter: "biome", rule: "lint/suspicious/noMisusedPromises" },
    { linter: "biome", rule: "lint/correctness/noMisusedPromises" },
  ],
  options: {},
  facts: ["predicate-callback"],

  *check({ callback, method, receiver }) {
    // Whichever is the cheaper question comes first and spares most of the others.
    const isReported =
      callback.kind === "named"
        ? (yield* hasPredicates(receiver)) && (yield* givesPromise(callback))
        : (yield* givesPromise(callback)) && (yield* hasPredicates(receiver));
    if (!isReported) return [];
    const span = callback.kind === "named" ? spanOf(callback.reference) : headOf(callback.fn);
    return [{ span, message: `${OUTCOMES[method]}, since a promise is always truthy.` }];
  },

  *fixes(_finding, fact, file) {
    if ((yield* ask("collection-kind", fact.receiver)) !== "array") return [];
    const edits = yield* evaluateFirst(fact, file);
    return edits === undefined
      ? []
      : [fix("Evaluate the conditions first", edits, { isPreferred: true, needsCheck: true })];
  },
});

const OUTCOMES: Readonly<Record<PredicateMethod, string>> = {
  every: "`every` is true for every element",
  filter: "`filter` keeps every element",
  find: "`find` stops at the first element",
  findIndex: "`findIndex` stops at the first element",
  findLast: "`findLast` stops at the last element",
  findLastIndex: "`findLastIndex` stops at the last element",
  some: "`some` is true for the first element",
};

function* hasPredicates(receiver: Expression): Inquiry<boolean> {
  const kind = yield* ask("collection-kind", receiver);
  return kind === "array" || kind === "typed-array" || kind === "iterator" || kind === "several";
}

/** What may be a promise or a boolean is not always truthy. */
function* givesPromise(callback: Callback): Inquiry<boolean> {
  switch (callback.kind) {
    case "async":
      return true;
    case "returning":
      return (yield* ask("promise-shape", callback.returned)) === "promise" && hasOneResult(callback.fn);
    case "named":
      return (yield* ask("gives-promise", callback.reference)) === "always";
  }
}

/** Nothing else is returned on another path. */
function hasOneResult(fn: FunctionNode): boolean {
  let returns = 0;
  forEachDescendant(fn.body!, (node) => {
    if (is.isReturnStatement(node)) returns++;
    return !isFunctionNode(node);
  });
  return returns <= 1;
}
