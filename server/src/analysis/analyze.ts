// The line, on one screen: syntax trees in, facts, questions in batched rounds, findings out. Engines, caches and
// documents are workspace.ts's business; which findings are shown at which severity is policy.ts's.

import { setImmediate } from "node:timers/promises";
import { groupBy } from "../text/group-by.ts";
import { collectFacts } from "../facts/collect.ts";
import type { Suspects } from "../facts/collector.ts";
import type { Fact, FactKind } from "../facts/fact.ts";
import { answerInquiries, type RoundOptions } from "../questions/answer.ts";
import type { ProgramView } from "../questions/answerer.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Finding, RuleFinding } from "../rules/finding.ts";
import type { Rule } from "../rules/rule.ts";
import type { SourceFile } from "../typescript/syntax.ts";
import { BodyCounter, recall, type CheckPlace, type Memory, type Recall, type Remembered } from "./memory.ts";
import type { Outline } from "./outline.ts";
import type { Origin } from "./origin.ts";
import type { Policy } from "./policy.ts";

/** One file to analyse. */
export interface Subject {
  readonly file: string;
  readonly syntax: SourceFile;
  readonly policy: Policy;
  readonly isTest: boolean;
  readonly isPublished: boolean;
  /** The npm packages of the program. */
  readonly packages: ReadonlySet<string>;
  /** Under which names the program's code may block; found out by looking at all of its files, once. */
  readonly suspects: () => Promise<Suspects>;
  readonly isScript: boolean;
  /** Given if the file may be analysed again soon: what the last analysis found, and the means to remember this one. */
  readonly incremental?: Incremental | undefined;
}

/** What makes the analysis after an edit cheap. */
export interface Incremental {
  readonly outline: Outline;
  readonly before: Memory | undefined;
  /** Whether code elsewhere has changed that answers about this body of the outline depend on. */
  readonly isStale: (body: number) => boolean;
}

/** What the analysis of one file gives. */
export interface Analysis {
  /** In text order, with where each finding came from. */
  readonly origins: ReadonlyMap<Finding, Origin>;
  readonly memory: Memory | undefined;
}

/** The analysis of a file that is not looked at. */
export const NO_ANALYSIS: Analysis = { origins: new Map(), memory: undefined };

export interface AnalyzeOptions extends RoundOptions {
  /** Called with the facts of each file: what `npm run explain` prints. */
  readonly onFacts?: ((file: string, facts: readonly Fact[]) => void) | undefined;
  /** Called for each body that an answer was found by reading: see ProgramView. */
  readonly onFollow?: ProgramView["onFollow"];
  /** Called with what is found without a look at other files, before these are looked at: sooner, and not all. */
  readonly onFirst?: ((analyses: ReadonlyMap<Subject, Analysis>) => void) | undefined;
}

interface Check {
  readonly rule: Rule;
  readonly fact: Fact;
  readonly context: FileContext;
  /** Undefined outside the bodies that can be recalled. */
  readonly place: CheckPlace | undefined;
}

/** A subject with what still holds of its last analysis. */
interface Prepared {
  readonly subject: Subject;
  readonly recalled: Recall | undefined;
}

/** What one rule found at one fact. */
interface Checked extends Check {
  readonly findings: readonly RuleFinding[];
}

/**
 * Analyses files of one program together, so that they share their rounds. What has to be told about other files first comes
 * second: while they are looked at, the compiler answers the questions of everything else; or after it has answered them, for
 * somebody who waits for the first findings.
 */
export async function analyze(
  view: ProgramView,
  subjects: readonly Subject[],
  options: AnalyzeOptions = {},
): Promise<Map<Subject, Analysis>> {
  const asked = { ...view, onFollow: options.onFollow };
  const prepared = subjects.map(prepare);
  const check = (isWanted: (kind: FactKind) => boolean, suspects?: readonly Suspects[]) =>
    checkAll(
      asked,
      prepared.map((each, i) => checksOf(each, isWanted, suspects?.[i])),
      options,
    );
  let early: Promise<readonly (readonly Checked[])[]>;
  if (options.onFirst === undefined) early = check(isEarly);
  else {
    const first = await check((kind) => isEarly(kind) && !FOLLOWING.has(kind));
    options.onFirst(new Map(prepared.map((each, i) => [each.subject, conclude(each, first[i]!)])));
    // Whoever waits for them gets them before other files are read.
    await setImmediate();
    const others = check((kind) => FOLLOWING.has(kind));
    early = others.then((followed) => first.map((checked, i) => [...checked, ...followed[i]!]));
  }
  const late = Promise.all(subjects.map(({ suspects }) => suspects())).then((suspects) =>
    check((kind) => !isEarly(kind), suspects),
  );
  const [first, second] = await Promise.all([early, late]);
  return new Map(
    prepared.map((each, i) => {
      const checked = [...first[i]!, ...second[i]!];
      options.onFacts?.(each.subject.file, [...new Set(checked.map(({ fact }) => fact))]);
      return [each.subject, conclude(each, checked)];
    }),
  );
}

function prepare(subject: Subject): Prepared {
  const { syntax, policy, incremental } = subject;
  const recalled =
    incremental && recall(incremental.before, incremental.outline, syntax.text, policy, incremental.isStale);
  return { subject, recalled };
}

/** Runs the checks of all subjects side by side. */
async function checkAll(
  view: ProgramView,
  checks: readonly (readonly Check[])[],
  options: RoundOptions,
): Promise<readonly (readonly Checked[])[]> {
  const inquiries = checks.flat().map(({ rule, fact, context }) => rule.check(fact, context));
  const answered = await answerInquiries(view, inquiries, options);
  let next = 0;
  return checks.map((ofSubject) => ofSubject.map((check) => ({ ...check, findings: answered[next++]! })));
}

/** Facts that need to be told what may block, and where. */
export const AFTER_SUSPECTS: ReadonlySet<FactKind> = new Set<FactKind>(["suspect-call", "sync-call", "spinning-loop"]);

/** Facts about which the compiler alone says little: code that is called is followed through other files. */
const FOLLOWING: ReadonlySet<FactKind> = new Set<FactKind>(["await-run", "loop-waits"]);

const isEarly = (kind: FactKind): boolean => !AFTER_SUSPECTS.has(kind);

/**
 * The facts of the wanted kinds that have to be looked at, with every rule that reads their kind.
 * @param suspects given for the facts that need them
 */
function checksOf(
  { subject, recalled }: Prepared,
  isWanted: (kind: FactKind) => boolean,
  suspects?: Suspects,
): Check[] {
  const { syntax, policy, incremental } = subject;
  const kinds = [...policy.factKinds].filter(isWanted);
  const contexts = new Map(policy.rules.map((rule) => [rule, contextOf(subject, rule)]));
  const bodies = incremental && new BodyCounter(incremental.outline);
  const around = { callNames: policy.callNames, ...(suspects === undefined ? {} : { suspects }) };
  const checks = collectFacts(syntax, new Set(kinds), recalled?.untouched, around).flatMap((fact) =>
    policy.rulesFor(fact.kind).map((rule) => {
      return { rule, fact, context: contexts.get(rule)!, place: bodies?.next(rule, fact) };
    }),
  );
  return checks.filter(({ place }) => place === undefined || recalled?.isKnown(place) !== true);
}

function conclude({ subject, recalled }: Prepared, checked: readonly Checked[]): Analysis {
  const found: Origin[] = [];
  const remembered: Remembered[] = [...(recalled?.remembered ?? [])];
  for (const { rule, place, finding } of remembered) {
    found.push({ rule, finding, context: contextOf(subject, rule), fact: () => factAt(subject, rule, place) });
  }
  for (const { rule, fact, context, place, findings } of checked) {
    for (const finding of findings) {
      found.push({ rule, finding, context, fact: async () => fact });
      if (place !== undefined) remembered.push({ rule, place, finding });
    }
  }
  const { incremental, syntax, policy } = subject;
  const byBody = groupBy(remembered, ({ place }) => place.body);
  return {
    origins: policy.apply(syntax, subject.file, found),
    memory: incremental && { outline: incremental.outline, text: syntax.text, policy, byBody },
  };
}

/** The fact that stands at a place whose checks were not made anew. */
async function factAt(subject: Subject, rule: Rule, { body, ordinal }: CheckPlace): Promise<Fact | undefined> {
  const whole = { subject, recalled: undefined };
  const checks = [...checksOf(whole, isEarly), ...checksOf(whole, (kind) => !isEarly(kind), await subject.suspects())];
  return checks.find((check) => check.rule === rule && check.place?.body === body && check.place.ordinal === ordinal)
    ?.fact;
}

function contextOf(subject: Subject, rule: Rule): FileContext {
  const { file, syntax, isTest, isPublished, isScript } = subject;
  const mayUse = (name: string) => mayUsePackage(subject, name);
  const options = subject.policy.optionsOf(rule);
  return { file, syntax, text: syntax.text, isTest, isPublished, isScript, mayUse, options };
}

const mentions = new WeakMap<SourceFile, Map<string, boolean>>();

/** Node's modules have types of their own and are named where they are used; a package may come through any value. */
function mayUsePackage({ syntax, packages }: Subject, name: string): boolean {
  if (!name.startsWith("node:")) return packages.has(name);
  let known = mentions.get(syntax);
  if (known === undefined) mentions.set(syntax, (known = new Map()));
  let isMentioned = known.get(name);
  if (isMentioned === undefined) known.set(name, (isMentioned = syntax.text.includes(name)));
  return isMentioned;
}
