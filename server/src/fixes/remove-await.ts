// Rewriting step: take an `await` away without changing anything else. Refused (undefined) where what is left would be
// read in another way, or where a comment would end up behind a line break that matters.

import type { Edit } from "../text/edit.ts";
import {
  SyntaxKind,
  findAncestor,
  is,
  statementList,
  type AwaitExpression,
  type ForOfStatement,
  type Node,
  type VariableDeclarationList,
} from "../typescript/syntax.ts";

/** `await value` to `value`, without the parentheses that only the `await` needed. */
export function removeAwait(node: AwaitExpression, file: string, text: string): Edit[] | undefined {
  const start = node.getStart();
  const keyword = dropKeyword(start, node.end, file, text);
  if (keyword === undefined || isReadOtherwise(node, text)) return undefined;
  const { parent } = node;
  if (!is.isParenthesizedExpression(parent) || !needsNoParentheses(node, parent)) return [keyword];
  const head = text.slice(parent.getStart() + 1, start);
  const tail = text.slice(node.end, parent.end - 1);
  if (head.trim() !== "" || tail.trim() !== "") return [keyword];
  return [
    { file, span: { start: parent.getStart(), end: keyword.span.end }, newText: "" },
    { file, span: { start: node.end, end: parent.end }, newText: "" },
  ];
}

/** `for await (…)` to `for (…)`. */
export function removeForAwait({ awaitModifier }: ForOfStatement, file: string, text: string): Edit[] | undefined {
  if (awaitModifier === undefined) return undefined;
  const start = awaitModifier.getStart();
  const end = awaitModifier.end + /^[ \t]*/.exec(text.slice(awaitModifier.end))![0].length;
  return [{ file, span: { start, end }, newText: "" }];
}

/** `await using` to `using`, for one resource. */
export function removeAwaitUsing(list: VariableDeclarationList, file: string, text: string): Edit[] | undefined {
  if (list.declarations.length !== 1) return undefined;
  const keyword = dropKeyword(list.getStart(), list.end, file, text);
  return keyword && [keyword];
}

/** The keyword with the white space behind it; a comment there stays. */
function dropKeyword(start: number, end: number, file: string, text: string): Edit | undefined {
  const [matched] = /^await\s*/.exec(text.slice(start, end)) ?? [];
  if (matched === undefined) return undefined;
  // A line comment or one with line breaks could cut off a `return` from its value.
  if (/^(?:\/\/|\/\*[^*]*\n)/.test(text.slice(start + matched.length, end))) return undefined;
  return { file, span: { start, end: start + matched.length }, newText: "" };
}

/** Where the value comes to stand first in a statement or body, its first character may mean something else. */
function isReadOtherwise(node: AwaitExpression, text: string): boolean {
  const start = node.getStart();
  const value = text.slice(node.expression.getStart(), node.end);
  const body = findAncestor(node, (ancestor) => is.isArrowFunction(ancestor) && ancestor.body.getStart() === start);
  if (body !== undefined) return value.startsWith("{");
  const statement = findAncestor(
    node,
    (ancestor) => is.isExpressionStatement(ancestor) || is.isExportAssignment(ancestor),
  );
  if (statement === undefined) return false;
  const isFirst = is.isExpressionStatement(statement) ? statement.getStart() === start : node.parent === statement;
  if (!isFirst) return false;
  if (/^(?:\{|function\b|class\b|async\s+function\b|let\s*\[)/.test(value)) return true;
  if (!/^[([`/+-]/.test(value)) return false;
  // Without a semicolon the statement before would go on.
  const list = statementList(statement);
  const before = list?.[list.indexOf(statement) - 1];
  return before !== undefined && !before.getText().endsWith(";");
}

/** `(await value).name` where `value.name` is the same. */
function needsNoParentheses(node: AwaitExpression, parent: Node): boolean {
  const { expression: value } = node;
  if (/\?\./.test(value.getText())) return false;
  switch (value.kind) {
    case SyntaxKind.Identifier:
    case SyntaxKind.PropertyAccessExpression:
    case SyntaxKind.ElementAccessExpression:
    case SyntaxKind.CallExpression:
      break;
    default:
      return false;
  }
  const use = parent.parent;
  // `new (f())()` constructs what `f` returns.
  return use.kind !== SyntaxKind.NewExpression && use.kind !== SyntaxKind.Decorator;
}
