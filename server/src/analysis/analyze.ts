// The line, on one screen: syntax trees in, facts, questions in batched rounds, findings out. Engines, caches and
// documents are workspace.ts's business; which findings are shown at which severity is policy.ts's.

import { groupBy } from "../text/group-by.ts";
import { collectFacts } from "../facts/collect.ts";
import type { Fact, FactKind } from "../facts/fact.ts";
import { answerInquiries, type RoundOptions } from "../questions/answer.ts";
import type { ProgramView } from "../questions/answerer.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Finding, RuleFinding } from "../rules/finding.ts";
import type { Rule } from "../rules/rule.ts";
import type { SourceFile } from "../typescript/syntax.ts";
import { BodyCounter, Recall, memoryKey, type CheckPlace, type Memory } from "./memory.ts";
import type { Outline } from "./outline.ts";
import type { Policy } from "./policy.ts";

/** One file to analyse. */
export interface Subject {
  readonly file: string;
  readonly syntax: SourceFile;
  readonly policy: Policy;
  readonly isTest: boolean;
  readonly isPublished: boolean;
  /** Given if the file may be analysed again soon: what the last analysis found, and the means to remember this one. */
  readonly incremental?: { readonly outline: Outline; readonly before: Memory | undefined } | undefined;
}

/** What the analysis of one file gives. */
export interface Analysis {
  /** In text order, with where each finding came from. */
  readonly origins: ReadonlyMap<Finding, Origin>;
  readonly memory: Memory | undefined;
}

/** What led to a finding: enough to build its fixes later, as long as the syntax tree is still the current one. */
export interface Origin {
  readonly rule: Rule;
  readonly fact: Fact;
  readonly context: FileContext;
  readonly finding: RuleFinding;
}

export interface AnalyzeOptions extends RoundOptions {
  /** Called with the facts of each file: what `npm run explain` prints. */
  readonly onFacts?: ((file: string, facts: readonly Fact[]) => void) | undefined;
}

interface Check {
  readonly subject: Subject;
  readonly rule: Rule;
  readonly fact: Fact;
  readonly context: FileContext;
  readonly place: CheckPlace | undefined;
  /** What the last analysis found here, if that still holds. */
  readonly recalled: readonly RuleFinding[] | undefined;
}

/** Analyses files of one program together, so that they share their rounds. */
export async function analyze(
  view: ProgramView,
  subjects: readonly Subject[],
  options: AnalyzeOptions = {},
): Promise<Map<Subject, Analysis>> {
  const checks = subjects.flatMap((subject) => checksOf(subject, options));
  const open = checks.filter(({ recalled }) => recalled === undefined);
  const inquiries = open.map(({ rule, fact, context }) => rule.check(fact, context));
  const answered = await answerInquiries(view, inquiries, options);
  const results = new Map(open.map((check, i) => [check, answered[i]!]));
  const bySubject = groupBy(checks, ({ subject }) => subject);
  return new Map(subjects.map((subject) => [subject, conclude(subject, bySubject.get(subject) ?? [], results)]));
}

/** The checks of a file: every fact with every rule that reads its kind. */
function checksOf(subject: Subject, { onFacts }: AnalyzeOptions): Check[] {
  const { syntax, policy, incremental } = subject;
  const rulesByFact = new Map<FactKind, Rule[]>();
  for (const rule of policy.rules) {
    for (const kind of rule.facts) rulesByFact.set(kind, [...(rulesByFact.get(kind) ?? []), rule]);
  }
  const facts = collectFacts(syntax, new Set(rulesByFact.keys()));
  onFacts?.(subject.file, facts);
  const contexts = new Map(policy.rules.map((rule) => [rule, contextOf(subject, rule)]));
  const recall = incremental && Recall.from(incremental.before, incremental.outline, syntax.text, policy);
  const bodies = incremental && new BodyCounter(incremental.outline);
  return facts.flatMap((fact) =>
    rulesByFact.get(fact.kind)!.map((rule) => {
      const place = bodies?.placeOf(fact.node.getStart());
      return { subject, rule, fact, context: contexts.get(rule)!, place, recalled: recall?.findingsAt(place) };
    }),
  );
}

function conclude(
  subject: Subject,
  checks: readonly Check[],
  results: ReadonlyMap<Check, readonly RuleFinding[]>,
): Analysis {
  const found: Origin[] = [];
  const remembered = new Map<string, readonly RuleFinding[]>();
  for (const check of checks) {
    const findings = check.recalled ?? results.get(check)!;
    if (check.place !== undefined) remembered.set(memoryKey(check.place), findings);
    for (const finding of findings) {
      found.push({ rule: check.rule, fact: check.fact, context: check.context, finding });
    }
  }
  const { incremental, syntax, policy } = subject;
  return {
    origins: policy.apply(subject, found),
    memory: incremental && { outline: incremental.outline, text: syntax.text, policy, results: remembered },
  };
}

function contextOf(subject: Subject, rule: Rule): FileContext {
  const { file, syntax, isTest, isPublished } = subject;
  return { file, syntax, text: syntax.text, isTest, isPublished, options: subject.policy.optionsOf(rule) };
}
