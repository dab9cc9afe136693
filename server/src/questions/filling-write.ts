// Whether a member is written only where it was empty before: something that is made at first use and kept.

import {
  SyntaxKind,
  is,
  isFunctionNode,
  skipOuter,
  statementList,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";

/** `this.entries ??= …`, `if (!this.entries) this.entries = …`, `if (this.entries) return this.entries; this.entries = …`. */
export function isFilling(target: Expression): boolean {
  const assignment = target.parent;
  if (!is.isBinaryExpression(assignment) || assignment.left !== target) return false;
  const { kind } = assignment.operatorToken;
  if (kind === SyntaxKind.QuestionQuestionEqualsToken || kind === SyntaxKind.BarBarEqualsToken) return true;
  if (kind !== SyntaxKind.EqualsToken) return false;
  const member = target.getText();
  for (let node: Node = assignment; !isFunctionNode(node) && !is.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    if (is.isIfStatement(parent) && parent.thenStatement === node && meansEmpty(parent.expression, member)) return true;
    const list = statementList(node) ?? [];
    if (list.slice(0, list.indexOf(node)).some((before) => leavesIfFull(before, member))) return true;
  }
  return false;
}

function leavesIfFull(statement: Node, member: string): boolean {
  if (!is.isIfStatement(statement) || !meansFull(statement.expression, member)) return false;
  const then = statement.thenStatement;
  return is.isReturnStatement(is.isBlock(then) ? (then.statements.at(-1) ?? then) : then);
}

function meansEmpty(condition: Expression, member: string): boolean {
  const node = skipOuter(condition);
  if (is.isPrefixUnaryExpression(node)) {
    return node.operator === SyntaxKind.ExclamationToken && node.operand.getText() === member;
  }
  return comparesWithNothing(node, member, /^===?$/);
}

function meansFull(condition: Expression, member: string): boolean {
  const node = skipOuter(condition);
  return node.getText() === member || comparesWithNothing(node, member, /^!==?$/);
}

function comparesWithNothing(node: Expression, member: string, operator: RegExp): boolean {
  return (
    is.isBinaryExpression(node) &&
    node.left.getText() === member &&
    operator.test(node.operatorToken.getText()) &&
    /^(?:null|undefined)$/.test(node.right.getText())
  );
}
