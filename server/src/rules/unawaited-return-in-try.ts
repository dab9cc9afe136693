// A promise is returned, unawaited, out of a `try`: it settles when the function is left already, so that `catch` does not
// see it fail and `finally` runs too early. Semantics of typescript-eslint's `return-await` in its default mode, as far as
// an `await` is missing; the deliberate differences are on the rule's page.

import type { Guard } from "../facts/guarded-return.ts";
import { prefix } from "../fixes/prefix.ts";
import { fix } from "../fixes/promise-statement.ts";
import { snippet } from "../fixes/snippet.ts";
import { ask } from "../questions/question.ts";
import { spanOf, type Expression } from "../typescript/syntax.ts";
import { defineRule } from "./rule.ts";

export const unawaitedReturnInTry = defineRule<"guarded-return">({
  name: "unawaited-return-in-try",
  family: "unawaited",
  summary:
    "A promise returned out of a `try` without `await`: `catch` does not see it fail, and `finally` runs too early.",
  concept: "returned-promise",
  severity: "warning",
  equivalents: [
    { linter: "typescript-eslint", rule: "@typescript-eslint/return-await" },
    { linter: "oxlint", rule: "typescript/return-await" },
  ],
  options: {},
  facts: ["guarded-return"],

  *check({ expression, guards, handler }) {
    const answer = yield* ask("thenable", expression);
    if (answer !== "always" && answer !== "maybe") return [];
    // A rejection that is handled already, or never comes, reaches no `catch`.
    const isHandled =
      (handler !== undefined && (yield* ask("callable", handler))) ||
      (guards[0]?.kind === "catch" && guards[0].guardsMore && (yield* ask("cannot-reject", expression)));
    const guard = isHandled ? guards.find(({ kind }) => kind !== "catch") : guards[0];
    if (guard === undefined) return [];
    return [{ span: spanOf(expression), message: messageOf(guard, expression) }];
  },

  // oxlint-disable-next-line require-yield -- The function is async already, so there is nothing to ask.
  *fixes(_finding, { expression }, { file }) {
    return [fix("Add `await`", prefix(file, expression, "await"), { isPreferred: true, isSafe: true })];
  },
});

function messageOf(guard: Guard, expression: Expression): string {
  const promise = `\`${snippet(expression)}\``;
  switch (guard.kind) {
    case "catch":
      return `\`catch\` does not see ${promise} fail.`;
    case "finally":
      return `\`finally\` runs before ${promise} has settled.`;
    case "using":
      return `\`${guard.name}\` is disposed of before ${promise} has settled.`;
  }
}
