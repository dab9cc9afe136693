// Fact: a loop that does nothing but look at the time or at a flag until it has changed, in code that runs as part of
// something asynchronous. Nothing else can run meanwhile, so a flag never changes.

import {
  SyntaxKind,
  forEachDescendant,
  is,
  isAssignmentOperator,
  isFunctionNode,
  skipOuter,
  type DoStatement,
  type Expression,
  type ForStatement,
  type Node,
  type WhileStatement,
} from "../typescript/syntax.ts";
import { asyncContextOf, type AsyncContext } from "./async-context.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { isOffMainThread, isWorkerEntry } from "./worker-thread.ts";

export type Loop = WhileStatement | DoStatement | ForStatement;

export interface SpinningLoop extends FactBase {
  readonly kind: "spinning-loop";
  readonly loop: Loop;
  readonly condition: Expression;
  /** What it waits for: the clock, or a variable or member that nothing in it changes. */
  readonly waitsFor: "time" | Expression;
  readonly context: AsyncContext;
}

export const spinningLoop: Collector<SpinningLoop> = {
  nodes: [SyntaxKind.WhileStatement, SyntaxKind.DoStatement, SyntaxKind.ForStatement],
  isPossible: (syntax) => !isWorkerEntry(syntax),
  collect(node: Node, syntax: FileSyntax) {
    const loop = node as Loop;
    const condition = conditionOf(loop);
    if (condition === undefined) return [];
    const parts = [condition, loop.statement as Node, ...incrementorOf(loop)];
    if (!parts.every(isIdle)) return [];
    const written = new Set(parts.flatMap(writtenNames));
    const waitsFor = awaited(condition, written, parts);
    if (waitsFor === undefined) return [];
    const context = asyncContextOf(loop, syntax.suspects);
    if (context === undefined || isOffMainThread(loop, syntax.text)) return [];
    return [{ kind: "spinning-loop", node, isLocal: true, loop, condition, waitsFor, context }];
  },
};

/** `Date.now()`, `performance.now()`, `new Date()` and its `getTime()`, `process.hrtime()`: reads the clock, no more. */
export function readsClock(node: Node): boolean {
  if (is.isNewExpression(node)) return node.expression.getText() === "Date" && !node.arguments?.length;
  if (!is.isCallExpression(node) || node.arguments.length > 0) return false;
  const callee = skipOuter(node.expression);
  if (!is.isPropertyAccessExpression(callee)) return false;
  if (/^(?:getTime|valueOf)$/.test(callee.name.text)) return readsClock(skipOuter(callee.expression));
  return CLOCKS.has(callee.getText());
}

const CLOCKS: ReadonlySet<string> = new Set([
  "Date.now",
  "performance.now",
  "process.hrtime",
  "process.hrtime.bigint",
  "process.uptime",
]);

function conditionOf(loop: Loop): Expression | undefined {
  return is.isForStatement(loop) ? loop.condition : loop.expression;
}

function incrementorOf(loop: Loop): readonly Node[] {
  return is.isForStatement(loop) && loop.incrementor !== undefined ? [loop.incrementor] : [];
}

/** The code neither calls anything, except to read the clock, nor leaves the loop or lets others run. */
function isIdle(node: Node): boolean {
  let isQuiet = isIdleItself(node);
  forEachDescendant(node, (inner) => {
    isQuiet &&= isIdleItself(inner);
    return isQuiet;
  });
  return isQuiet;
}

function isIdleItself(node: Node): boolean {
  switch (node.kind) {
    case SyntaxKind.CallExpression:
    case SyntaxKind.NewExpression:
      return readsClock(node);
    case SyntaxKind.AwaitExpression:
    case SyntaxKind.YieldExpression:
    case SyntaxKind.ReturnStatement:
    case SyntaxKind.BreakStatement:
    case SyntaxKind.ThrowStatement:
    case SyntaxKind.TryStatement:
    case SyntaxKind.TaggedTemplateExpression:
    case SyntaxKind.DeleteExpression:
    case SyntaxKind.ForOfStatement:
    case SyntaxKind.ForInStatement:
    case SyntaxKind.WhileStatement:
    case SyntaxKind.DoStatement:
    case SyntaxKind.ForStatement:
      return false;
    default:
      return !isFunctionNode(node);
  }
}

/** The names of what the code assigns, and of what it assigns members of. */
function writtenNames(node: Node): string[] {
  const names: string[] = [];
  const visit = (inner: Node) => {
    const target = writtenBy(inner);
    // `[a, b] = [b, a]` writes what stands inside the pattern.
    if (target !== undefined) names.push(...namesIn(target));
  };
  visit(node);
  forEachDescendant(node, visit);
  return names;
}

function writtenBy(node: Node): Expression | undefined {
  if (is.isPrefixUnaryExpression(node) || is.isPostfixUnaryExpression(node)) {
    const isUpdate = node.operator === SyntaxKind.PlusPlusToken || node.operator === SyntaxKind.MinusMinusToken;
    return isUpdate ? node.operand : undefined;
  }
  if (!is.isBinaryExpression(node)) return undefined;
  return isAssignmentOperator(node.operatorToken) ? node.left : undefined;
}

/** What has to change before the loop ends; undefined if the loop changes it itself, or if nothing can. */
function awaited(
  condition: Expression,
  written: ReadonlySet<string>,
  parts: readonly Node[],
): SpinningLoop["waitsFor"] | undefined {
  const reads: Expression[] = [];
  let isTimed = readsClock(skipOuter(condition));
  const visit = (node: Node): boolean => {
    isTimed ||= readsClock(node);
    if (readsClock(node)) return false;
    if (!isRead(node)) return true;
    reads.push(node as Expression);
    return false;
  };
  if (visit(condition)) forEachDescendant(condition, visit);
  const changed = reads.filter((read) => namesIn(read).some((name) => written.has(name)));
  if (isTimed) return changed.length === 0 ? "time" : undefined;
  if (changed.length > 0) return changed.every((read) => isClockVariable(read, parts)) ? "time" : undefined;
  return reads[0];
}

/** A variable or a member, as opposed to an operator or a literal. */
function isRead(node: Node): boolean {
  return (
    (is.isIdentifier(node) && node.text !== "undefined") ||
    is.isPropertyAccessExpression(node) ||
    is.isElementAccessExpression(node)
  );
}

/** All that the loop assigns to the variable is the time. */
function isClockVariable(read: Expression, parts: readonly Node[]): boolean {
  if (!is.isIdentifier(read)) return false;
  let isClock = true;
  const visit = (node: Node) => {
    const target = writtenBy(node);
    if (target === undefined || !namesIn(target).includes(read.text)) return;
    isClock &&= is.isIdentifier(target) && is.isBinaryExpression(node) && readsClock(skipOuter(node.right));
  };
  for (const part of parts) {
    visit(part);
    forEachDescendant(part, visit);
  }
  return isClock;
}

/** The variables that an expression names, those of computed members included. */
function namesIn(expression: Node): string[] {
  const names: string[] = [];
  const visit = (node: Node) => {
    const isMember = is.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (is.isIdentifier(node) && !isMember) names.push(node.text);
    if (node.kind === SyntaxKind.ThisKeyword) names.push("this");
  };
  visit(expression);
  forEachDescendant(expression, visit);
  return names;
}
