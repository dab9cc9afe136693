// Waits that follow each other though they do not depend on each other: together they would take as long as the slowest
// one. Which may overlap is questions/independence.ts's to say; here they are put into groups and reported.

import { say } from "../language/say.ts";
import type { AwaitRun } from "../facts/await-run.ts";
import type { AwaitStep } from "../facts/await-step.ts";
import { hidesPromise } from "../fixes/gather-call.ts";
import { gatherExpression } from "../fixes/gather-expression.ts";
import { gatherKept } from "../fixes/gather-kept.ts";
import { areStatements, gatherStatements } from "../fixes/gather-statements.ts";
import { madeBefore } from "../fixes/made-before.ts";
import { fix } from "../fixes/promise-statement.ts";
import { snippet } from "../fixes/snippet.ts";
import { ask } from "../questions/question.ts";
import type { Confidence, Independence } from "../questions/independence.ts";
import { spanOf } from "../typescript/syntax.ts";
import type { FileContext } from "./file-context.ts";
import type { Evidence, RuleFinding } from "./finding.ts";
import { defineRule } from "./rule.ts";
import { SEQUENTIAL_OPTIONS, leastConfidence } from "./sequential-options.ts";

export const sequentialAwaits = defineRule<"await-run">({
  name: "sequential-awaits",
  family: "sequential",
  summary: "Waits that follow each other though none needs another: together they would take as long as the slowest.",
  concept: "gather",
  severity: "information",
  equivalents: [],
  options: SEQUENTIAL_OPTIONS,
  facts: ["await-run"],

  *check(run, file) {
    const independence = yield* ask("independence", { at: run.node, run });
    return groupsOf(run, independence, leastConfidence(file)).map((group) => describe(group, run, independence, file));
  },

  *fixes({ span }, run, file) {
    if (hidesPromise(file.text)) return [];
    const independence = yield* ask("independence", { at: run.node, run });
    const group = groupsOf(run, independence, leastConfidence(file)).find(
      ({ members }) => run.steps[members[0]!]!.wait.getStart() === span.start,
    );
    if (group === undefined) return [];
    const steps = group.members.map((member) => run.steps[member]!);
    const before = madeBefore(run, group.members);
    const edits = areStatements(steps)
      ? (gatherStatements(steps, file, before) ?? (yield* gatherKept(steps, file, before)))
      : yield* gatherExpression(steps, run, file);
    return edits === undefined
      ? []
      : [fix(say`Gather with \`Promise.all\``, edits, { isPreferred: true, needsCheck: true })];
  },
});

interface Group {
  readonly members: readonly number[];
  readonly confidence: Confidence;
}

/** Steps that may all start where the first of them stands, in text order. No step is in two groups. */
function groupsOf(run: AwaitRun, independence: Independence, least: Confidence): Group[] {
  const groups: Group[] = [];
  const taken = new Set<number>();
  const confidenceOf = (earlier: number, later: number): Confidence | undefined => {
    const verdict = independence[later]![earlier]!;
    if (!verdict.isIndependent || (least === "proven" && verdict.confidence !== "proven")) return undefined;
    return verdict.confidence;
  };
  for (let first = 0; first < run.steps.length; first++) {
    if (taken.has(first)) continue;
    const members = [first];
    const confidences: Confidence[] = [];
    for (let next = first + 1; next < run.steps.length; next++) {
      // It moves in front of all that stands in between.
      const passed = Array.from({ length: next - first }, (_, i) => confidenceOf(first + i, next));
      if (taken.has(next) || passed.includes(undefined)) continue;
      members.push(next);
      confidences.push(...passed.filter((each) => each !== undefined));
    }
    if (members.length < 2) continue;
    for (const member of members) taken.add(member);
    groups.push({ members, confidence: confidences.includes("likely") ? "likely" : "proven" });
  }
  return groups;
}

function describe(
  { members, confidence }: Group,
  { steps }: AwaitRun,
  independence: Independence,
  { file }: FileContext,
): RuleFinding {
  const [first, ...others] = members;
  const related: Evidence[] = others.map((member) => ({
    file,
    span: spanOf(steps[member]!.wait),
    message: say`This wait could start at the same time.`,
  }));
  for (const [index, { wait }] of steps.entries()) {
    if (members.includes(index)) continue;
    const message = reasonFor(index, members, steps, independence);
    if (message !== undefined) related.push({ file, span: spanOf(wait), message, isLimit: true });
  }
  return {
    span: spanOf(steps[first!]!.wait),
    message: say`These ${members.length} waits do not depend on each other: together they take as long as the slowest one.`,
    related,
    severity: confidence === "proven" ? "information" : "hint",
  };
}

/** Why a step is none of the group. */
function reasonFor(
  index: number,
  members: readonly number[],
  steps: readonly AwaitStep[],
  independence: Independence,
): string | undefined {
  for (const member of members) {
    const [earlier, later] = [Math.min(index, member), Math.max(index, member)];
    const verdict = independence[later]![earlier]!;
    if (verdict.isIndependent) continue;
    if (index === later) return say`This wait has to stay. ${verdict.reason}`;
    // The reason is about the later one.
    const subject = say`It`;
    const isAbout = verdict.reason.startsWith(`${subject} `);
    const reason = isAbout
      ? `\`${snippet(steps[later]!.value)}\`${verdict.reason.slice(subject.length)}`
      : verdict.reason;
    return say`This wait has to come first. ${reason}`;
  }
  return undefined;
}
