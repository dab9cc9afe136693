// A promise is spread: it has no properties of its own and no elements, so nothing is copied.
// Semantics of the spreads of typescript-eslint's `no-misused-promises`; the deliberate differences are on the rule's page.

import { say } from "../language/say.ts";
import { awaitPlace } from "../fixes/await-place.ts";
import { awaited } from "../fixes/awaited.ts";
import { awaitFixes } from "../fixes/promise-statement.ts";
import { snippet } from "../fixes/snippet.ts";
import { ask } from "../questions/question.ts";
import { spanOf } from "../typescript/syntax.ts";
import { defineRule } from "./rule.ts";

export const promiseSpread = defineRule<"spread-value">({
  name: "promise-spread",
  family: "unawaited",
  summary: "A promise that is spread: it has no properties or elements, so nothing is copied.",
  concept: "promise",
  severity: "warning",
  equivalents: [
    { linter: "typescript-eslint", rule: "@typescript-eslint/no-misused-promises" },
    { linter: "oxlint", rule: "typescript/no-misused-promises" },
    { linter: "biome", rule: "lint/nursery/noMisusedPromises" },
  ],
  options: {},
  facts: ["spread-value"],

  *check({ expression, source, into }) {
    const shape = yield* ask("promise-shape", source);
    if (shape !== "promise" && shape !== "maybe-promise") return [];
    const promise = `\`${snippet(expression)}\``;
    const message =
      into === "properties"
        ? say`${promise} is a promise, which has no properties to spread.`
        : say`${promise} is a promise, which has no elements to spread.`;
    return [{ span: spanOf(expression), message }];
  },

  *fixes(_finding, { expression }, file) {
    const isSafe = awaitPlace(expression).kind === "async";
    const loss = { expression, lost: [] };
    const fixes = yield* awaitFixes(loss, file, say`Await it`, () => awaited(file.file, expression));
    // What it resolves to may not be what the place takes.
    return fixes.map((fix) => ({ ...fix, isSafe, needsCheck: true }));
  },
});
