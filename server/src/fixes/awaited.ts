// Rewriting step: await one value where it stands.

import type { Edit } from "../text/edit.ts";
import { SyntaxKind, type Expression, type Node } from "../typescript/syntax.ts";
import { prefix, surround } from "./prefix.ts";

/** The edits that await `expression`, in parentheses unless it already stands alone between some. */
export function awaited(file: string, expression: Expression): Edit[] {
  const [before, after] = prefix(file, expression, "await");
  if (standsAlone(expression.parent)) return [before!, ...(after === undefined ? [] : [after])];
  return surround(file, expression, `(${before!.newText}`, `${after?.newText ?? ""})`);
}

function standsAlone({ kind }: Node): boolean {
  switch (kind) {
    case SyntaxKind.ParenthesizedExpression:
    case SyntaxKind.IfStatement:
    case SyntaxKind.WhileStatement:
    case SyntaxKind.DoStatement:
    case SyntaxKind.ForStatement:
      return true;
    default:
      return false;
  }
}
