// A loop that waits by looking again and again, until a time has come or a flag has changed. It keeps the only thread, so
// that nothing else runs, and what would change the flag does not either.

import type { Facts } from "../facts/fact.ts";
import { awaitingFix } from "../fixes/awaiting-fix.ts";
import { snippet } from "../fixes/snippet.ts";
import { sleepFor } from "../fixes/sleep.ts";
import type { Span } from "../text/span.ts";
import { is } from "../typescript/syntax.ts";
import { FILE_OPTIONS, isStartUpFile } from "./blocking-options.ts";
import { runsInContext } from "./known-blocking-call.ts";
import { defineRule } from "./rule.ts";

export const busyWait = defineRule<"spinning-loop">({
  name: "busy-wait",
  family: "blocking",
  summary: "A loop that spins until a time has come or a flag has changed, while nothing else can run.",
  concept: "event-loop",
  severity: "warning",
  equivalents: [],
  options: FILE_OPTIONS,
  facts: ["spinning-loop"],

  *check(fact, file) {
    const related = isStartUpFile(file) ? undefined : yield* runsInContext(fact.context);
    if (related === undefined) return [];
    const message =
      fact.waitsFor === "time"
        ? "This loop blocks the event loop until the time has come."
        : `This loop lets nothing else run, so \`${snippet(fact.waitsFor)}\` never changes.`;
    return [{ span: headOf(fact), message, related }];
  },

  *fixes(_finding, fact, file) {
    const sleep = fact.waitsFor === "time" ? yield* sleepFor(fact, file) : undefined;
    return sleep === undefined ? [] : yield* awaitingFix(fact.condition, sleep.doing, sleep.edits, file);
  },
});

/** From the loop's keyword to the parenthesis behind its condition. */
function headOf({ loop, condition }: Facts["spinning-loop"]): Span {
  const { text } = loop.getSourceFile();
  if (!is.isDoStatement(loop)) return { start: loop.getStart(), end: loop.statement.pos };
  const end = text.indexOf(")", condition.end) + 1;
  return { start: text.lastIndexOf("while", condition.pos), end };
}
