// Which code runs in a thread of its own, where nobody waits for the event loop: told by what the code says of its thread,
// and by the files that start others as workers.

import type { FileSyntax } from "./collector.ts";
import { SyntaxKind, is, skipOuter, statementList, type Expression, type Node } from "../typescript/syntax.ts";

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
      if (child === at.thenStatement && implies(at.expression, false)) return true;
      if (child === at.elseStatement && implies(at.expression, true)) return true;
    }
    if (is.isConditionalExpression(at)) {
      if (child === at.whenTrue && implies(at.condition, false)) return true;
      if (child === at.whenFalse && implies(at.condition, true)) return true;
    }
    const list = statementList(child);
    if (list?.slice(0, list.indexOf(child)).some(leavesMainThread) === true) return true;
  }
  return false;
}

/** The condition is `isMainThread` (`value` true) or its negation. */
function implies(condition: Expression, value: boolean): boolean {
  const node = skipOuter(condition);
  if (is.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken) {
    return implies(node.operand, !value);
  }
  if (is.isPropertyAccessExpression(node)) return value && node.name.text === "isMainThread";
  return value && is.isIdentifier(node) && node.text === "isMainThread";
}

/** `if (isMainThread) return;` and the like. */
function leavesMainThread(statement: Node): boolean {
  if (!is.isIfStatement(statement) || !implies(statement.expression, true)) return false;
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
