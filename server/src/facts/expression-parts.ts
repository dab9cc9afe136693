// Of what parts an expression consists, in the order in which they are evaluated, and which expression is whole.

import {
  SyntaxKind,
  is,
  isFunctionNode,
  type AwaitExpression,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";

/** The children of a node, in the order in which they are evaluated. */
export function partsOf(node: Node): Node[] {
  const parts: Node[] = [];
  node.forEachChild((part) => void parts.push(part));
  return parts;
}

/** Some of its parts are evaluated only if an earlier one says so. */
export function mayEndEarly(node: Node): boolean {
  if (is.isConditionalExpression(node)) return true;
  if (!is.isBinaryExpression(node)) return (node as { questionDotToken?: Node }).questionDotToken !== undefined;
  switch (node.operatorToken.kind) {
    case SyntaxKind.AmpersandAmpersandToken:
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
    case SyntaxKind.AmpersandAmpersandEqualsToken:
    case SyntaxKind.BarBarEqualsToken:
    case SyntaxKind.QuestionQuestionEqualsToken:
      return true;
    default:
      return false;
  }
}

/** The outermost expression of the same function that holds the wait. */
export function wholeExpression(wait: AwaitExpression): Expression {
  let whole: Node = wait;
  while (isPartOfExpression(whole.parent)) whole = whole.parent;
  return whole as Expression;
}

function isPartOfExpression(node: Node): boolean {
  const isStatement = node.kind >= SyntaxKind.FirstStatement && node.kind <= SyntaxKind.LastStatement;
  return !isStatement && !isFunctionNode(node) && !OUTSIDE_EXPRESSIONS.has(node.kind);
}

const OUTSIDE_EXPRESSIONS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.Block,
  SyntaxKind.CaseClause,
  SyntaxKind.ClassDeclaration,
  SyntaxKind.ComputedPropertyName,
  SyntaxKind.Decorator,
  SyntaxKind.EnumMember,
  SyntaxKind.ExportAssignment,
  SyntaxKind.ExpressionWithTypeArguments,
  SyntaxKind.Parameter,
  SyntaxKind.PropertyDeclaration,
  SyntaxKind.SourceFile,
  SyntaxKind.VariableDeclaration,
  SyntaxKind.VariableStatement,
]);
