// Where an expression needs parentheses once an `await` stands before it.

import { SyntaxKind, type Expression, type Node } from "../typescript/syntax.ts";

/** With `await` before it, the operator around it would apply to something else, or be read so by people. */
export function needsParentheses(expression: Expression): boolean {
  const parent = expression.parent;
  switch (parent.kind) {
    case SyntaxKind.PropertyAccessExpression:
    case SyntaxKind.NonNullExpression:
    case SyntaxKind.PrefixUnaryExpression:
    case SyntaxKind.TaggedTemplateExpression:
      return true;
    case SyntaxKind.ElementAccessExpression:
    case SyntaxKind.CallExpression:
    case SyntaxKind.NewExpression:
      return (parent as unknown as { expression: Node }).expression === expression;
    case SyntaxKind.BinaryExpression: {
      const { left, operatorToken } = parent as unknown as { left: Node; operatorToken: Node };
      return left === expression && operatorToken.kind === SyntaxKind.AsteriskAsteriskToken;
    }
    default:
      return false;
  }
}
