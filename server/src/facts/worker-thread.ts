// Which code runs in a thread of its own, where nobody waits for the event loop: told by what the code says of its thread,
// and by the files that start others as workers.

import type { FileSyntax } from "./collector.ts";
import {
  SyntaxKind,
  is,
  skipOuter,
  statementList,
  type BinaryExpression,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";

/** True if another file starts this one as the program of a worker. */
export function isWorkerEntry({ file, suspects }: FileSyntax): boolean {
  return suspects.workers.size > 0 && suspects.workers.has(withoutExtension(file.fileName));
}

/** How a program is known, whose source may have another extension than what is started. */
export function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, "");
}

/** True if the node is reached only where `isMainThread` of `node:worker_threads` is known to be false. */
export function isOffMainThread(node: Node, text: string): boolean {
  if (!text.includes("isMainThread")) return false;
  let child = node;
  for (let at = node.parent; at !== undefined; child = at, at = at.parent) {
    if (is.isIfStatement(at)) {
      if (child === at.thenStatement && isOffWhen(at.expression, true)) return true;
      if (child === at.elseStatement && isOffWhen(at.expression, false)) return true;
    }
    if (is.isConditionalExpression(at)) {
      if (child === at.whenTrue && isOffWhen(at.condition, true)) return true;
      if (child === at.whenFalse && isOffWhen(at.condition, false)) return true;
    }
    if (is.isBinaryExpression(at) && child === at.right) {
      const { kind } = at.operatorToken;
      if (kind === SyntaxKind.AmpersandAmpersandToken && isOffWhen(at.left, true)) return true;
      if (kind === SyntaxKind.BarBarToken && isOffWhen(at.left, false)) return true;
    }
    const list = statementList(child);
    if (list?.slice(0, list.indexOf(child)).some(leavesMainThread) === true) return true;
  }
  return false;
}

/** The condition, with this outcome, says that the code does not run in the main thread. */
function isOffWhen(condition: Expression, outcome: boolean): boolean {
  const node = skipOuter(condition);
  if (is.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken) {
    return isOffWhen(node.operand, !outcome);
  }
  if (is.isBinaryExpression(node)) return isOffWhenBoth(node, outcome);
  if (is.isPropertyAccessExpression(node)) return !outcome && node.name.text === "isMainThread";
  return !outcome && is.isIdentifier(node) && node.text === "isMainThread";
}

function isOffWhenBoth({ left, operatorToken: { kind }, right }: BinaryExpression, outcome: boolean): boolean {
  switch (kind) {
    // Both sides of a conjunction that holds have held, and neither side of a disjunction that does not.
    case SyntaxKind.AmpersandAmpersandToken:
      return outcome && (isOffWhen(left, true) || isOffWhen(right, true));
    case SyntaxKind.BarBarToken:
      return !outcome && (isOffWhen(left, false) || isOffWhen(right, false));
    case SyntaxKind.EqualsEqualsToken:
    case SyntaxKind.EqualsEqualsEqualsToken:
      if (right.kind === SyntaxKind.TrueKeyword) return isOffWhen(left, outcome);
      return right.kind === SyntaxKind.FalseKeyword && isOffWhen(left, !outcome);
    default:
      return false;
  }
}

/** `if (isMainThread) return;` and the like. */
function leavesMainThread(statement: Node): boolean {
  if (!is.isIfStatement(statement) || !isOffWhen(statement.expression, false)) return false;
  const last = is.isBlock(statement.thenStatement)
    ? statement.thenStatement.statements.at(-1)
    : statement.thenStatement;
  if (last === undefined) return false;
  return (
    last.kind === SyntaxKind.ReturnStatement ||
    last.kind === SyntaxKind.ThrowStatement ||
    last.getText().startsWith("process.exit(")
  );
}
