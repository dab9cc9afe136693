// Precondition of rewriting steps whose result begins with `(`.

import { findAncestor, is, type Node } from "../typescript/syntax.ts";

/** At the start of a statement, a parenthesis would go on with the line before unless that has ended. */
export function canBeginWithParenthesis(node: Node, text: string): boolean {
  const start = node.getStart();
  const statement = findAncestor(node, (each) => is.isExpressionStatement(each) || each.getStart() < start);
  return statement === undefined || statement.getStart() < start || /(?:^|[;{}])\s*$/.test(text.slice(0, start));
}
