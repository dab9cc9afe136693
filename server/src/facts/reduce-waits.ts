// `items.reduce(async (list, item) => { const all = await list; all.push(await load(item)); return all; }, …)`: every call
// starts at once, and the first thing that each does is to wait for the one before, so that it is a loop in disguise.
// Whoever awaits the accumulator without looking at it wants that order, and is not reported.

import {
  SyntaxKind,
  forEachDescendant,
  is,
  isAsync,
  isFunctionNode,
  skipOuter,
  type AwaitExpression,
  type CallExpression,
  type Expression,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import { accumulationOf, rootName } from "./accumulation.ts";
import { isPauseOrBatch, startedBy } from "./deliberate-loop.ts";
import type { LoopWaits } from "./loop-waits.ts";
import { boundNames, declaredNames, mentionedNames, mentionsAny } from "./mentioned-names.ts";
import { contains } from "./occurrences.ts";

export const REDUCERS: ReadonlySet<string> = new Set(["reduce", "reduceRight"]);

export function reduceWaits(call: CallExpression): Omit<LoopWaits, "form"> | undefined {
  const callee = skipOuter(call.expression);
  if (!is.isPropertyAccessExpression(callee) || !REDUCERS.has(callee.name.text)) return undefined;
  const fn = call.arguments[0] && skipOuter(call.arguments[0]);
  if (fn === undefined || !isFunctionNode(fn) || !isAsync(fn) || fn.body === undefined) return undefined;
  const [accumulator, item] = fn.parameters;
  if (accumulator === undefined || item === undefined || !is.isIdentifier(accumulator.name)) return undefined;
  const all = waitsIn(fn);
  const before = all.find(({ expression }) => skipOuter(expression).getText() === accumulator.name.getText());
  const waits = all.filter((wait) => before !== undefined && wait.pos > before.pos && startedBy(wait) !== undefined);
  if (before === undefined || waits.length === 0 || waits.some(isPauseOrBatch)) return undefined;
  const own = fn.parameters.slice(1).flatMap(({ name }) => boundNames(name));
  const overlapping = partsBeside(fn, accumulator.name.getText(), waits, own);
  if (overlapping === undefined) return undefined;
  const over = callee.expression;
  return {
    kind: "loop-waits",
    node: call,
    isLocal: false,
    loop: call,
    head: {
      kind: "items",
      names: own,
      binding: item.name,
      over,
      evaluated: [over],
      step: undefined,
      isPlainCount: false,
    },
    body: [],
    waits,
    last: 0,
    overlapping: [over, ...overlapping],
    accumulations: [],
    ordered: [],
    flags: new Set(),
    scratch: new Set(),
    early: new Set(),
    guard: undefined,
    count: undefined,
  };
}

/** The waits of the callback itself. */
function waitsIn(fn: FunctionNode): AwaitExpression[] {
  const waits: AwaitExpression[] = [];
  forEachDescendant(fn.body!, (node) => {
    if (isFunctionNode(node)) return false;
    if (is.isAwaitExpression(node)) waits.push(node);
    return true;
  });
  // The body may be the wait itself.
  const body: Node = fn.body!;
  return is.isAwaitExpression(body) ? [body, ...waits] : waits;
}

/** The code that has nothing to do with the accumulator; undefined if it cannot be told apart. */
function partsBeside(
  fn: FunctionNode,
  accumulator: string,
  waits: readonly AwaitExpression[],
  items: readonly string[],
): Node[] | undefined {
  const tied = new Set([accumulator]);
  const own = new Set(items);
  const parts: Node[] = [];
  const body: Node = fn.body!;
  for (const statement of is.isBlock(body) ? body.statements : [body]) {
    const inside = waits.filter((wait) => contains(statement, wait));
    // What is awaited must be another in each call, and nothing that comes from the accumulator.
    if (inside.some((wait) => isTiedTo(wait, tied) || !mentionsAny(mentionedNames(wait), [...own]))) return undefined;
    if (isTiedTo(statement, tied)) {
      if (!isPlainUse(statement, tied, inside)) return undefined;
      for (const name of declaredNames(statement)) tied.add(name);
      parts.push(...inside);
    } else {
      if (statement.kind === SyntaxKind.ReturnStatement || statement.kind === SyntaxKind.ThrowStatement)
        return undefined;
      if (is.isIfStatement(statement)) return undefined;
      for (const name of declaredNames(statement)) own.add(name);
      parts.push(statement);
    }
  }
  return parts;
}

function isTiedTo(node: Node, tied: ReadonlySet<string>): boolean {
  return mentionsAny(mentionedNames(node), [...tied]);
}

/** It takes the value so far, adds something to it, or returns it; no other call may look at it. */
function isPlainUse(statement: Node, tied: ReadonlySet<string>, waits: readonly AwaitExpression[]): boolean {
  if (is.isVariableStatement(statement) || is.isReturnStatement(statement)) return hasNoCall(statement, waits);
  const accumulation = accumulationOf(statement);
  if (accumulation !== undefined) {
    return tied.has(rootName(accumulation.target)) && accumulation.operands.every((each) => hasNoCall(each, waits));
  }
  return isExpressionBody(statement) && hasNoCall(statement, waits);
}

function isExpressionBody(node: Node): node is Expression {
  return is.isArrowFunction(node.parent) && node.parent.body === node;
}

function hasNoCall(root: Node, waits: readonly Node[]): boolean {
  let isFree = true;
  const visit = (node: Node): boolean => {
    if (waits.includes(node)) return false;
    isFree &&= !is.isCallExpression(node) && !is.isNewExpression(node);
    return isFree;
  };
  if (visit(root)) forEachDescendant(root, visit);
  return isFree;
}
