// Why a wait stands where it does: what of its run it stays behind, and whether the turns of its loop need each other.

import { runWith } from "../facts/await-run.ts";
import type { WaitingLoop } from "../facts/loop-head.ts";
import { loopWaits, whyInOrder } from "../facts/loop-waits.ts";
import { containsSpan } from "../text/span.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import { is, spanOf, type Node } from "../typescript/syntax.ts";
import { remark, type Remark, type TaughtFile } from "./lesson.ts";
import { loopAround } from "./waits.ts";
import { places } from "./words.ts";

/** So many reasons are told; the first ones are about the waits that come first. */
const MOST_REASONS = 2;

export function* orderOfWaits(wait: Node, { syntax, findings }: TaughtFile): Inquiry<readonly Remark[]> {
  if (!is.isAwaitExpression(wait)) return [];
  const run = runWith(wait);
  const remarks: Remark[] = [];
  if (run !== undefined) {
    const own = run.steps.findIndex((step) => step.wait === wait);
    const verdicts = (yield* ask("independence", { at: run.node, run }))[own]!;
    const byReason = new Map<string, Node[]>();
    for (const [i, verdict] of verdicts.entries()) {
      if (verdict.isIndependent) continue;
      byReason.set(verdict.reason, [...(byReason.get(verdict.reason) ?? []), run.steps[i]!.wait]);
    }
    for (const [reason, earlier] of [...byReason].slice(0, MOST_REASONS)) {
      remarks.push(remark`It stays behind ${places(earlier)}: ${continued(reason)}`);
    }
  }
  const loop = loopAround(wait);
  if (loop === undefined || !loopWaits.nodes.includes(loop.kind)) return remarks;
  const [fact] = loopWaits.collect(loop, syntax);
  if (fact === undefined) {
    const reason = whyInOrder(loop as WaitingLoop, syntax);
    if (reason !== undefined) remarks.push(remark`The turns stay in order. ${reason}`);
  } else {
    const verdict = yield* ask("iteration-independence", { at: fact.node, loop: fact });
    if (!verdict.isIndependent) remarks.push(remark`The turns stay in order. ${verdict.reason}`);
    else if (findings.some(({ family, span }) => family === "sequential" && containsSpan(spanOf(loop), span))) {
      remarks.push(
        remark`No turn needs an earlier one. Gathered, all start at once; if one rejects, the gathered wait rejects at once, and the others run on.`,
      );
    }
  }
  return remarks;
}

/** A sentence behind a colon. */
function continued(sentence: string): string {
  return sentence[0]!.toLowerCase() + sentence.slice(1);
}
