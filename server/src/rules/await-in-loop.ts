// A loop whose iterations wait one by one though none needs an earlier one: together they would take as long as the slowest.
// Which may overlap is questions/iteration-independence.ts's to say.

import { phrase, say, translated } from "../language/say.ts";
import { hidesPromise } from "../fixes/gather-call.ts";
import { gatherLoop } from "../fixes/gather-loop.ts";
import { ask } from "../questions/question.ts";
import { is, spanOf } from "../typescript/syntax.ts";
import { defineRule } from "./rule.ts";
import { SEQUENTIAL_OPTIONS, leastConfidence } from "./sequential-options.ts";

export const awaitInLoop = defineRule<"loop-waits">({
  name: "await-in-loop",
  family: "sequential",
  summary: "A loop whose iterations wait one by one though none needs an earlier one.",
  concept: "gather",
  severity: "information",
  equivalents: [
    { linter: "eslint", rule: "no-await-in-loop", isSyntactic: true },
    { linter: "oxlint", rule: "eslint/no-await-in-loop", isSyntactic: true },
    { linter: "biome", rule: "lint/performance/noAwaitInLoops", isSyntactic: true },
    { linter: "deno_lint", rule: "no-await-in-loop", isSyntactic: true },
  ],
  options: SEQUENTIAL_OPTIONS,
  facts: ["loop-waits"],

  *check(fact, file) {
    const verdict = yield* ask("iteration-independence", { at: fact.node, loop: fact });
    if (!verdict.isIndependent) return [];
    const isProven = verdict.confidence === "proven";
    if (!isProven && leastConfidence(file) === "proven") return [];
    const isReduce = is.isCallExpression(fact.loop);
    if (isReduce && (yield* ask("collection-kind", fact.head.over)) !== "array") return [];
    const [first, ...others] = fact.waits;
    return [
      {
        span: spanOf(first!),
        message: translated(MESSAGES[fact.count === undefined ? "many" : "few"]),
        related: others.map((wait) => ({
          file: file.file,
          span: spanOf(wait),
          message: say`This wait overlaps then as well.`,
        })),
        ...(isReduce ? { advice: translated(REDUCE) } : {}),
        severity: isProven ? "information" : "hint",
      },
    ];
  },

  *fixes(_finding, fact, file) {
    return hidesPromise(file.text) ? [] : yield* gatherLoop(fact, file);
  },
});

const MESSAGES = {
  few: phrase(
    "The iterations wait one by one, though none needs an earlier one: together they take as long as the slowest one.",
  ),
  many: phrase(
    "The iterations wait one by one, though none needs an earlier one: they could overlap, all or a limited number at a time.",
  ),
};

const REDUCE = phrase(
  "Each call awaits the accumulator, and with it all calls before. Wait for everything with `Promise.all` and `map` first, and reduce the results.",
);
