// Rewriting step: put a prefix operator (`await`, `void`) before the values of an expression, with parentheses where
// precedence needs them. Which values, is decided by the caller.

import type { Edit } from "../text/edit.ts";
import { SyntaxKind, outermost, skipOuter, type Expression, type Node } from "../typescript/syntax.ts";

export type PrefixOperator = "await" | "void";

/**
 * The edits that apply `operator` to each of `values` inside `expression`, whose own value is discarded. Branches of a
 * conditional, sides of a comma and the right side of `&&` are treated on their own; a value on the left of `||` or `??`
 * decides whether the right side runs, so there the operator goes before the whole.
 */
export function prefixValues(
  file: string,
  expression: Expression,
  values: ReadonlySet<Node>,
  operator: PrefixOperator,
): Edit[] {
  return placesOf(expression, values).flatMap((place) => prefix(file, place, operator));
}

/** The edits that turn `node` into `operator node`. */
export function prefix(file: string, node: Node, operator: string): Edit[] {
  const start = node.getStart();
  if (bindsTightly(node)) return [insert(file, start, `${operator} `)];
  return [insert(file, start, `${operator} (`), insert(file, node.end, ")")];
}

/** The edits that put `before` and `after` around a node. */
export function surround(file: string, node: Node, before: string, after: string): Edit[] {
  return [insert(file, node.getStart(), before), insert(file, node.end, after)];
}

export function insert(file: string, offset: number, newText: string): Edit {
  return { file, span: { start: offset, end: offset }, newText };
}

/** Where the operator goes: the nodes whose values are the given ones. */
function placesOf(expression: Expression, values: ReadonlySet<Node>): Node[] {
  const node = skipOuter(expression);
  if (values.has(node)) return [outermostWithin(node, expression)];
  if (node.kind === SyntaxKind.ConditionalExpression) {
    const { whenTrue, whenFalse } = node as unknown as { whenTrue: Expression; whenFalse: Expression };
    return [...placesOf(whenTrue, values), ...placesOf(whenFalse, values)];
  }
  if (node.kind !== SyntaxKind.BinaryExpression) return [];
  const { left, operatorToken, right } = node as unknown as {
    left: Expression;
    operatorToken: Node;
    right: Expression;
  };
  switch (operatorToken.kind) {
    case SyntaxKind.CommaToken:
      return [...placesOf(left, values), ...placesOf(right, values)];
    case SyntaxKind.AmpersandAmpersandToken:
      return placesOf(right, values);
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
      return placesOf(left, values).length > 0 ? [outermostWithin(node, expression)] : placesOf(right, values);
    default:
      return [];
  }
}

/** The node with its parentheses and assertions, but not beyond `limit`. */
function outermostWithin(node: Node, limit: Node): Node {
  const outer = outermost(node);
  return outer.pos < limit.pos || outer.end > limit.end ? limit : outer;
}

/** `await` and `void` apply to all of the node without parentheses. */
export function bindsTightly(node: Node): boolean {
  switch (node.kind) {
    case SyntaxKind.AsExpression:
    case SyntaxKind.SatisfiesExpression:
    case SyntaxKind.BinaryExpression:
    case SyntaxKind.ConditionalExpression:
    case SyntaxKind.ArrowFunction:
    case SyntaxKind.YieldExpression:
      return false;
    default:
      return true;
  }
}
