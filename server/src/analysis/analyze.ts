// The line, on one screen: syntax trees in, facts, questions in batched rounds, findings out. Engines, caches and
// documents are workspace.ts's business; which findings are shown at which severity is policy.ts's.

import { collectFacts } from "../facts/collect.ts";
import type { Fact, FactKind } from "../facts/fact.ts";
import { answerInquiries, type RoundOptions } from "../questions/answer.ts";
import type { ProgramView } from "../questions/answerer.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Finding, RuleFinding } from "../rules/finding.ts";
import type { Rule } from "../rules/rule.ts";
import type { SourceFile } from "../typescript/syntax.ts";
import type { Policy } from "./policy.ts";

/** One file to analyse. */
export interface Subject {
  readonly file: string;
  readonly syntax: SourceFile;
  readonly policy: Policy;
  readonly isTest: boolean;
  readonly isPublished: boolean;
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
}

/**
 * Analyses files of one program together, so that they share their rounds. The result has the findings of each file
 * in text order, with where each came from.
 */
export async function analyze(
  view: ProgramView,
  subjects: readonly Subject[],
  options: AnalyzeOptions = {},
): Promise<Map<Subject, Map<Finding, Origin>>> {
  const checks = subjects.flatMap((subject) => checksOf(subject, options));
  const inquiries = checks.map(({ rule, fact, context }) => rule.check(fact, context));
  const answered = await answerInquiries(view, inquiries, options);
  const found = new Map<Subject, Origin[]>(subjects.map((subject) => [subject, []]));
  for (const [i, { subject, rule, fact, context }] of checks.entries()) {
    for (const finding of answered[i]!) found.get(subject)!.push({ rule, fact, context, finding });
  }
  return new Map(subjects.map((subject) => [subject, subject.policy.apply(subject, found.get(subject)!)]));
}

function checksOf(subject: Subject, { onFacts }: AnalyzeOptions): Check[] {
  const rulesByFact = new Map<FactKind, Rule[]>();
  for (const rule of subject.policy.rules) {
    for (const kind of rule.facts) rulesByFact.set(kind, [...(rulesByFact.get(kind) ?? []), rule]);
  }
  const facts = collectFacts(subject.syntax, new Set(rulesByFact.keys()));
  onFacts?.(subject.file, facts);
  const contexts = new Map(subject.policy.rules.map((rule) => [rule, contextOf(subject, rule)]));
  return facts.flatMap((fact) =>
    rulesByFact.get(fact.kind)!.map((rule) => ({ subject, rule, fact, context: contexts.get(rule)! })),
  );
}

function contextOf(subject: Subject, rule: Rule): FileContext {
  const { file, syntax, isTest, isPublished } = subject;
  return { file, syntax, text: syntax.text, isTest, isPublished, options: subject.policy.optionsOf(rule) };
}
