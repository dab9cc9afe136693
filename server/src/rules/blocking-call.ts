// A call that keeps the thread waiting, in code that runs as part of something asynchronous: nothing else happens on the
// event loop until it returns. What blocks is knowledge, matched by the declaration that the call resolves to.

import { say, translated } from "../language/say.ts";
import { awaitingFix } from "../fixes/awaiting-fix.ts";
import { gatherMap } from "../fixes/gather-map.ts";
import { fix } from "../fixes/promise-statement.ts";
import { replaceBlockingCall } from "../fixes/replace-blocking-call.ts";
import { snippet } from "../fixes/snippet.ts";
import { is, skipOuter, spanOf } from "../typescript/syntax.ts";
import { BLOCKING_OPTIONS, isStartUpFile, userCallNames } from "./blocking-options.ts";
import { EFFECTS, knownBlockingCall, runsInContext } from "./known-blocking-call.ts";
import { defineRule } from "./rule.ts";

export const blockingCall = defineRule<"sync-call">({
  name: "blocking-call",
  family: "blocking",
  summary: "A synchronous call in asynchronous code: everything else on the event loop stands still until it returns.",
  concept: "blocking-call",
  severity: "warning",
  equivalents: [
    { linter: "eslint-plugin-n", rule: "n/no-sync", isSyntactic: true },
    { linter: "eslint", rule: "no-sync", isSyntactic: true },
    { linter: "oxlint", rule: "node/no-sync", isSyntactic: true },
    { linter: "deno_lint", rule: "no-sync-fn-in-async-fn" },
  ],
  options: BLOCKING_OPTIONS,
  facts: ["sync-call"],
  callNames: userCallNames,

  *check(fact, file) {
    if (isStartUpFile(file)) return [];
    const known = yield* knownBlockingCall(fact.run, file);
    const related = known && (yield* runsInContext(fact.context));
    if (known === undefined || related === undefined) return [];
    const { callee, handedTo } = fact;
    const effect = translated(EFFECTS[known.cost ?? "unknown"]);
    const message =
      handedTo === undefined
        ? say`\`${snippet(callee)}\` ${effect}.`
        : say`\`${snippet(skipOuter(handedTo.call.expression))}\` calls \`${snippet(callee)}\`, which ${effect}.`;
    return [
      {
        span: spanOf(callee),
        message,
        related,
        ...(known.advice !== undefined && { advice: translated(known.advice) }),
      },
    ];
  },

  *fixes(_finding, fact, file) {
    const { run: call } = fact;
    // What is handed over by its name gets arguments that nobody has written: the counterpart may mean others by them.
    if (!is.isCallExpression(call)) return [];
    const known = yield* knownBlockingCall(call, file);
    const replacement = known && replaceBlockingCall(call, known, file);
    if (replacement === undefined) return [];
    const difference = known?.counterpart?.difference;
    const doing =
      difference === undefined
        ? say`use \`await ${replacement.callee}(…)\``
        : say`use \`await ${replacement.callee}(…)\` (${translated(difference)})`;
    const fixes = yield* awaitingFix(call, doing, replacement.edits, file);
    if (fixes.length > 0 || known?.changesNothing !== true) return fixes;
    const gathered = yield* gatherMap(call, fact.context, file);
    if (gathered === undefined) return [];
    const title = say`Use \`await ${replacement.callee}(…)\` in \`Promise.all\``;
    return [fix(title, [...gathered, ...replacement.edits], { isPreferred: true, needsCheck: true })];
  },
});
