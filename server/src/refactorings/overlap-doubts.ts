// What cannot be proven about waits that somebody wants to overlap, in sentences.

import type { AwaitRun } from "../facts/await-run.ts";
import { snippet } from "../fixes/snippet.ts";
import { ask, type Inquiry } from "../questions/question.ts";

/**
 * A sentence for each reason for which steps are not proven to be independent of earlier ones.
 * @param isMoved tells by its index whether a step is to overlap with those behind it
 */
export function* overlapDoubts(run: AwaitRun, isMoved: (earlier: number) => boolean = () => true): Inquiry<string[]> {
  const verdicts = yield* ask("independence", { at: run.node, run });
  const byReason = new Map<string, Set<string>>();
  for (const [later, before] of verdicts.entries()) {
    const name = `\`${snippet(run.steps[later]!.value)}\``;
    for (const [earlier, verdict] of before.entries()) {
      if (!isMoved(earlier)) continue;
      const reason = verdict.isIndependent
        ? verdict.confidence === "likely" && "Only names say that it, or what comes before it, just reads."
        : verdict.reason;
      if (reason !== false) byReason.set(reason, (byReason.get(reason) ?? new Set()).add(name));
    }
  }
  return [...byReason].map(([reason, names]) => `${[...names].join(", ")}: ${reason}`);
}
