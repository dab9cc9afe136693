// Fact: waits that follow each other and of which, as far as names show, one does not need another: in one list of
// statements, or inside one expression. Whether they may overlap is a question about what they do.
//
// A run goes on as long as nothing stands between the waits but declarations that could as well stand before or after them.
// Whatever might leave or change something ends it: guards are usually bare calls.

import {
  SyntaxKind,
  is,
  isFunctionNode,
  statementList,
  type AwaitExpression,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import { statementOfWait, stepsOfStatement, type AwaitStep } from "./await-step.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { wholeExpression } from "./expression-parts.ts";
import { waitsOfExpression } from "./expression-waits.ts";
import { mentionedNames, mentionsAny } from "./mentioned-names.ts";
import { SeparatorUse, separatorOf, type Separator } from "./separator.ts";

export interface AwaitRun extends FactBase {
  readonly kind: "await-run";
  /** In the order in which they are evaluated; at least two. */
  readonly steps: readonly AwaitStep[];
  /** By the index of a step: the earlier steps that have to come before it, as names and repetition show. */
  readonly needs: readonly ReadonlyMap<number, Need>[];
  /** What stands between the steps. */
  readonly separators: readonly Separator[];
  /** By the index of a step: what of that it is made of, so that it has to come before it. */
  readonly uses: readonly ReadonlySet<Separator>[];
  /** The expression of which the steps are parts; undefined if each is a statement or declarator of its own. */
  readonly whole: WholeExpression | undefined;
}

export interface WholeExpression {
  readonly expression: Expression;
  /** Nothing but constants and local names is looked at before the last of the steps: the steps may as well come first. */
  readonly mayFollow: boolean;
}

/**
 * `result`: it names what the earlier step gives. `repetition`: it is the same call once more. `moment`: the name of a result
 * says that it is how things were before or after.
 */
export type Need = "result" | "repetition" | "moment";

export const awaitRun: Collector<AwaitRun> = {
  nodes: [SyntaxKind.AwaitExpression],
  collect(node: Node, syntax) {
    const wait = node as AwaitExpression;
    if (!hasNeighbour(wait, syntax)) return [];
    const seen = seenIn(syntax);
    const statement = statementOfWait(wait);
    const statements = statement && statementList(statement);
    if (statements !== undefined && !seen.has(statement!.parent)) {
      seen.add(statement!.parent);
      const runs = runsOfStatements(statements).filter(hasFreeStep);
      if (runs.length > 0) return runs;
    }
    const whole = wholeExpression(wait);
    if (whole === wait || seen.has(whole)) return [];
    seen.add(whole);
    return runsOfExpression(whole).filter(hasFreeStep);
  },
};

/** The run of which the wait is a step, even if names show that each of its steps needs all before it. */
export function runWith(wait: AwaitExpression): AwaitRun | undefined {
  const statement = statementOfWait(wait);
  const statements = statement && statementList(statement);
  const whole = wholeExpression(wait);
  const runs = [
    ...(statements === undefined ? [] : runsOfStatements(statements)),
    ...(whole === wait ? [] : runsOfExpression(whole)),
  ];
  return runs.find(({ steps }) => steps.some((step) => step.wait === wait));
}

/** A step that does not need every earlier one. */
function hasFreeStep({ needs }: AwaitRun): boolean {
  return needs.some((earlier, index) => earlier.size < index);
}

function runsOfExpression(whole: Expression): AwaitRun[] {
  return waitsOfExpression(whole).flatMap(({ steps, mayFollow }) => {
    return steps.length < 2 ? [] : [runOf(steps, [], { expression: whole, mayFollow })];
  });
}

/** The lists and expressions that were looked at already, by traversal. */
const seenByTraversal = new WeakMap<FileSyntax, Set<Node>>();

function seenIn(syntax: FileSyntax): Set<Node> {
  let seen = seenByTraversal.get(syntax);
  if (seen === undefined) seenByTraversal.set(syntax, (seen = new Set()));
  return seen;
}

/** The text around the wait has another `await`: nearly free to tell, and many waits are alone in their function. */
function hasNeighbour(wait: AwaitExpression, { text }: FileSyntax): boolean {
  let around: Node = wait.parent;
  while (!is.isBlock(around) && !isFunctionNode(around) && !is.isSourceFile(around)) around = around.parent;
  const start = wait.getStart();
  const before = start === 0 ? -1 : text.lastIndexOf("await", start - 1);
  if (before >= around.pos) return true;
  const after = text.indexOf("await", start + "await".length);
  return after >= 0 && after < around.end;
}

function runsOfStatements(statements: readonly Node[]): AwaitRun[] {
  const runs: AwaitRun[] = [];
  let steps: AwaitStep[] = [];
  let separators: Separator[] = [];
  const end = () => {
    if (steps.length > 1) runs.push(runOf(steps, separators, undefined));
    [steps, separators] = [[], []];
  };
  for (const statement of statements) {
    const found = stepsOfStatement(statement);
    if (found !== undefined) {
      steps.push(...found);
      if (is.isReturnStatement(statement) || found.at(-1)?.wrapping?.isPure === false) end();
      continue;
    }
    const separator = separatorOf(statement, steps.length);
    if (separator === undefined) end();
    else if (steps.length > 0) separators.push(separator);
  }
  end();
  return runs;
}

/** The run of some steps, whatever they need of each other. */
export function runOf(
  steps: readonly AwaitStep[],
  separators: readonly Separator[],
  whole: WholeExpression | undefined,
): AwaitRun {
  const use = new SeparatorUse(steps, separators);
  const needs = needsOf(steps, separators, use);
  const uses = steps.map((_, index) => use.usedBy(index));
  return { kind: "await-run", node: steps[0]!.wait, isLocal: true, steps, needs, separators, uses, whole };
}

/** `before`, `statsAfter`: what is looked at in between could change while it is looked at. */
const MOMENT = /^(?:after|before)(?![a-z])|(?:After|Before)$/;

/** Both calls are given the same variable. */
function looksAtSame(a: AwaitStep, b: AwaitStep): boolean {
  return mentionsAny(givenTo(b), [...givenTo(a)]);
}

function givenTo({ operands }: AwaitStep): ReadonlySet<string> {
  return mentionedNames(...operands.flatMap((call) => (is.isCallExpression(call) ? [...call.arguments] : [])));
}

/** By the index of a step: the earlier steps that have to come before it, as names and repetition show. */
function needsOf(
  steps: readonly AwaitStep[],
  separators: readonly Separator[],
  use: SeparatorUse,
): Map<number, Need>[] {
  return steps.map((step, index) => {
    const mentioned = mentionedNames(step.value);
    const needs = new Map<number, Need>();
    for (const [earlier, { names, value, wrapping }] of steps.slice(0, index).entries()) {
      // What is made of the earlier result will be made behind both.
      const isOverwritten = wrapping !== undefined && mentionsAny(mentionedNames(wrapping.expression), step.names);
      const isSameTarget = isOverwritten || names.some((name) => step.names.includes(name));
      if (isSameTarget || mentionsAny(mentioned, names)) needs.set(earlier, "result");
      else if (value.getText() === step.value.getText()) needs.set(earlier, "repetition");
      else if ([...names, ...step.names].some((name) => MOMENT.test(name)) && looksAtSame(steps[earlier]!, step))
        needs.set(earlier, "moment");
    }
    const used = use.usedBy(index);
    for (const separator of separators) {
      if (separator.after > index) continue;
      if (used.has(separator)) {
        for (const earlier of use.sources(separator)) needs.set(earlier, needs.get(earlier) ?? "result");
      } else if (mentionsAny(mentionedNames(separator.statement), step.names)) {
        // The declaration will stand behind the gathered wait, which must not overwrite what it reads.
        for (let earlier = 0; earlier < separator.after; earlier++) needs.set(earlier, needs.get(earlier) ?? "result");
      }
    }
    return needs;
  });
}
