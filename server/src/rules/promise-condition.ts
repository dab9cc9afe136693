// A promise is used as a condition: it is an object and therefore always true, whatever it resolves to.
// Semantics of the conditionals of typescript-eslint's `no-misused-promises`; the deliberate differences are on the rule's
// page.

import { say } from "../language/say.ts";
import { awaited } from "../fixes/awaited.ts";
import { awaitFixes } from "../fixes/promise-statement.ts";
import { snippet } from "../fixes/snippet.ts";
import { ask } from "../questions/question.ts";
import { spanOf } from "../typescript/syntax.ts";
import { defineRule } from "./rule.ts";

export const promiseCondition = defineRule<"tested-value">({
  name: "promise-condition",
  family: "unawaited",
  summary: "A promise as a condition: it is always true, whatever it resolves to.",
  concept: "promise",
  severity: "warning",
  equivalents: [
    { linter: "typescript-eslint", rule: "@typescript-eslint/no-misused-promises" },
    { linter: "oxlint", rule: "typescript/no-misused-promises" },
    { linter: "biome", rule: "lint/nursery/noMisusedPromises" },
  ],
  options: {},
  facts: ["tested-value"],

  *check({ expression, source, test }) {
    if ((yield* ask("thenable", source)) !== "always") return [];
    if (yield* ask("possibly-absent", expression)) return [];
    const promise = snippet(expression);
    const message =
      test === "truth"
        ? say`\`${promise}\` is a promise, which is always true.`
        : say`\`${promise}\` is a promise, which is never nullish.`;
    return [{ span: spanOf(expression), message }];
  },

  *fixes(_finding, { expression }, file) {
    const loss = { expression, lost: [] };
    const fixes = yield* awaitFixes(loss, file, say`Await it`, () => awaited(file.file, expression));
    // What it resolves to may be nothing, or not fit where the promise was used.
    return fixes.map((fix) => ({ ...fix, needsCheck: true }));
  },
});
