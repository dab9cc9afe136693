// A call that keeps the thread waiting, in code that runs as part of something asynchronous: nothing else happens on the
// event loop until it returns. What blocks is knowledge, matched by the declaration that the call resolves to.

import { awaitingFix } from "../fixes/awaiting-fix.ts";
import { gatherMap } from "../fixes/gather-map.ts";
import { fix } from "../fixes/promise-statement.ts";
import { replaceBlockingCall } from "../fixes/replace-blocking-call.ts";
import { snippet } from "../fixes/snippet.ts";
import { skipOuter, spanOf } from "../typescript/syntax.ts";
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
    const known = yield* knownBlockingCall(fact.call, file);
    const related = known && (yield* runsInContext(fact.context));
    if (known === undefined || related === undefined) return [];
    const callee = skipOuter(fact.call.expression);
    const message = `\`${snippet(callee)}\` ${EFFECTS[known.cost ?? "unknown"]}.`;
    return [{ span: spanOf(callee), message, related, ...(known.advice !== undefined && { advice: known.advice }) }];
  },

  *fixes(_finding, fact, file) {
    const known = yield* knownBlockingCall(fact.call, file);
    const replacement = known && replaceBlockingCall(fact.call, known, file);
    if (replacement === undefined) return [];
    const difference = known?.counterpart?.difference;
    const note = difference === undefined ? "" : ` (${difference})`;
    const doing = `use \`await ${replacement.callee}(…)\`${note}`;
    const fixes = yield* awaitingFix(fact.call, doing, replacement.edits, file);
    if (fixes.length > 0 || known?.changesNothing !== true) return fixes;
    const gathered = yield* gatherMap(fact, file);
    if (gathered === undefined) return [];
    const title = `Use \`await ${replacement.callee}(…)\` in \`Promise.all\``;
    return [fix(title, [...gathered, ...replacement.edits], { isPreferred: true, needsCheck: true })];
  },
});
