// Fact: a loop whose iterations wait one by one though, as far as syntax shows, none needs an earlier one: nothing that one
// iteration writes is read by a later one, none can end the loop, and nothing tells that the order is the point.
//
// An iteration has two parts. What runs up to its last wait may run for all iterations at once; what follows stays in order
// in any case, so that it may carry state: sums, lists, the largest so far. Whether the first parts may overlap is a question
// about what they do.

import {
  LOOP_KINDS,
  SyntaxKind,
  findAncestor,
  forEachDescendant,
  is,
  isFunctionNode,
  type AwaitExpression,
  type CallExpression,
  type Node,
  type Statement,
  type TryStatement,
} from "../typescript/syntax.ts";
import { accumulationIn, type Accumulation } from "./accumulation.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { earlyNames } from "./early-state.ts";
import { mayLeave } from "./early-exit.ts";
import { isCarried } from "./iteration-state.ts";
import { isDeliberate, numberOf, startedBy } from "./deliberate-loop.ts";
import { formOf, type LoopForm } from "./loop-form.ts";
import { headOfLoop, type LoopHead, type WaitingLoop } from "./loop-head.ts";
import { declaredNames, mentionedNames, mentionsAny } from "./mentioned-names.ts";
import { contains } from "./occurrences.ts";
import { REDUCERS, reduceWaits } from "./reduce-waits.ts";

export interface LoopWaits extends FactBase {
  readonly kind: "loop-waits";
  /** The loop statement, or a call of `reduce` that comes to the same. */
  readonly loop: WaitingLoop | CallExpression;
  readonly head: LoopHead;
  /** The statements of the body. */
  readonly body: readonly Statement[];
  /** The waits of one iteration, those of loops inside it left out; in text order. */
  readonly waits: readonly AwaitExpression[];
  /** The index of the statement with the last wait, which is the last one of the part that may overlap. */
  readonly last: number;
  /** The code of that part, except for what accumulates. */
  readonly overlapping: readonly Node[];
  /** What accumulates in that part: a rewrite has to do it afterwards, in order. */
  readonly accumulations: readonly Accumulation[];
  /** The code behind it, which stays in order. */
  readonly ordered: readonly Node[];
  /** Outer variables that get the same literal wherever the first part writes them, and are read nowhere in the loop. */
  readonly flags: ReadonlySet<string>;
  /** Outer variables that each iteration of the first part writes before it reads them. */
  readonly scratch: ReadonlySet<string>;
  /** Outer variables that are used before the first wait of an iteration only. */
  readonly early: ReadonlySet<string>;
  /** The `try` around the loop: behind it can be seen what was done before an error. */
  readonly guard: TryStatement | undefined;
  /** How many iterations there are, if somebody has written it down. */
  readonly count: number | undefined;
  /** How it is rewritten; undefined where no rewriting is exact. */
  readonly form: LoopForm | undefined;
}

export const loopWaits: Collector<LoopWaits> = {
  nodes: [
    SyntaxKind.ForOfStatement,
    SyntaxKind.ForInStatement,
    SyntaxKind.ForStatement,
    SyntaxKind.WhileStatement,
    SyntaxKind.DoStatement,
    SyntaxKind.CallExpression,
  ],
  callees: REDUCERS,
  collect(node: Node, syntax: FileSyntax) {
    if (is.isCallExpression(node)) {
      const fact = reduceWaits(node);
      return fact === undefined ? [] : [{ ...fact, form: undefined }];
    }
    const found = examine(node as WaitingLoop, syntax);
    return found === undefined || typeof found === "string" ? [] : [found];
  },
};

/** Why, as far as syntax shows, the iterations of the loop have to stay in order; undefined if it does not show that. */
export function whyInOrder(loop: WaitingLoop, syntax: FileSyntax): string | undefined {
  const found = examine(loop, syntax);
  return typeof found === "string" ? found : undefined;
}

/** The fact, a sentence that says what is in the way, or undefined for a loop that waits for nothing. */
function examine(loop: WaitingLoop, syntax: FileSyntax): LoopWaits | string | undefined {
  // Most loops wait for nothing, which their text tells for nearly nothing.
  const first = syntax.text.indexOf("await", loop.statement.pos);
  if (first < 0 || first >= loop.statement.end) return undefined;
  const waits = waitsIn(loop.statement);
  if (waits.length === 0) return undefined;
  const head = headOfLoop(loop);
  if (head === undefined) return "What comes next is not known before the turn is over.";
  if (!waits.some((wait) => startedBy(wait) !== undefined)) return "What it waits for has been started before.";
  if (isDeliberate(loop, head, waits)) {
    return "It tries again, pauses, may be stopped or works in batches, so that one after the other is the point.";
  }
  const count = numberOf(head, syntax);
  if (count !== undefined && count <= 2) return "There are too few turns to gain anything.";
  if (mayLeave(loop)) return "A turn may be the last one.";
  const body = statementsOf(loop.statement).filter((statement) => statement !== head.step);
  const last = body.findLastIndex((statement) => waits.some((wait) => contains(statement, wait)));
  if (last < 0) return undefined;
  const made = namesMadeIn(loop, head);
  const guard = guardOf(loop);
  // Behind an error it can be seen how far the iterations have come.
  const early = guard === undefined ? earlyNames(loop, { head, body, waits, own: made }, syntax) : new Set<string>();
  const own = new Set([...made, ...early]);
  const { overlapping, accumulations } = accumulationIn(body.slice(0, last + 1), own);
  const ordered = body.slice(last + 1);
  if (!waits.every((wait) => isDifferentEachTime(wait, made)))
    return "Each turn makes the same call again, which may give something else.";
  const state = isCarried(loop, { head, overlapping, accumulations, ordered, own }, syntax);
  if (state === "carried") return "A turn may use what an earlier one has written.";
  const subject = {
    kind: "loop-waits",
    node: loop,
    isLocal: false,
    loop,
    head,
    body,
    waits,
    last,
    overlapping: [...head.evaluated, ...overlapping],
    accumulations,
    ordered,
    ...state,
    early,
    guard,
    count,
  } as const;
  return { ...subject, form: formOf(subject, loop, syntax.text) };
}

/** The waits that each iteration comes to itself: those of functions and loops inside it are others'. */
function waitsIn(body: Node): AwaitExpression[] {
  const waits: AwaitExpression[] = [];
  const visit = (node: Node): boolean => {
    if (isFunctionNode(node) || node.kind === SyntaxKind.ClassDeclaration || node.kind === SyntaxKind.ClassExpression) {
      return false;
    }
    if (LOOP_KINDS.has(node.kind)) return false;
    if (is.isAwaitExpression(node)) waits.push(node);
    return true;
  };
  if (visit(body)) forEachDescendant(body, visit);
  return waits;
}

export function statementsOf(body: Statement): readonly Statement[] {
  return is.isBlock(body) ? [...body.statements] : [body];
}

/** The names that are given a meaning in each iteration anew. */
function namesMadeIn(loop: WaitingLoop, head: LoopHead): ReadonlySet<string> {
  const names = new Set(head.names);
  forEachDescendant(loop.statement, (node) => {
    if (isFunctionNode(node)) {
      for (const name of declaredNames(node)) names.add(name);
      return false;
    }
    if (is.isVariableStatement(node) || node.kind === SyntaxKind.ClassDeclaration) {
      for (const name of declaredNames(node)) names.add(name);
    } else if (is.isVariableDeclarationList(node) && !is.isVariableStatement(node.parent)) {
      for (const { name } of node.declarations) for (const each of mentionedNames(name)) names.add(each);
    } else if (is.isCatchClause(node) && node.variableDeclaration !== undefined) {
      for (const each of mentionedNames(node.variableDeclaration.name)) names.add(each);
    }
    return true;
  });
  return names;
}

/** What is awaited differs from iteration to iteration; the same call again asks for what comes next, or measures. */
function isDifferentEachTime(wait: AwaitExpression, own: ReadonlySet<string>): boolean {
  return mentionsAny(mentionedNames(wait.expression), [...own]);
}

function guardOf(loop: Node): TryStatement | undefined {
  const around = findAncestor(
    loop,
    (node) => isFunctionNode(node) || (is.isTryStatement(node) && contains(node.tryBlock, loop)),
  );
  return around !== undefined && is.isTryStatement(around) ? around : undefined;
}
