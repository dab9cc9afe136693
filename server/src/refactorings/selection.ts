// What of the code a selection means: people select roughly, from the indentation to the line break.

import type { Span } from "../text/span.ts";
import { getTokenAtPosition, spanOf, type Node, type SourceFile } from "../typescript/syntax.ts";
import { statementList } from "../typescript/syntax.ts";

/** The selection without the white space and semicolons at its ends. */
export function trimmed({ start, end }: Span, text: string): Span {
  const selected = text.slice(start, end);
  const from = start + /^[\s;]*/.exec(selected)![0].length;
  return from >= end ? { start, end: start } : { start: from, end: end - /[\s;]*$/.exec(selected)![0].length };
}

/** The smallest node that holds all that is selected. */
export function nodeAround({ start, end }: Span, file: SourceFile): Node {
  let node: Node = getTokenAtPosition(file, Math.min(start, Math.max(0, file.text.length - 1)));
  while (node.parent !== undefined && !(node.getStart() <= start && end <= node.end)) node = node.parent;
  return node;
}

/** The statements of one list that the selection touches; undefined if it lies inside one of them. */
export function selectedStatements({ start, end }: Span, around: Node): readonly Node[] | undefined {
  const { statements } = around as { readonly statements?: readonly Node[] };
  return statements?.filter((statement) => {
    const span = spanOf(statement);
    return span.start < end && start < span.end;
  });
}

/** The statement of a list in which the node stands, without leaving its function's text. */
export function listedStatement(node: Node): Node | undefined {
  let statement: Node | undefined = node;
  while (statement !== undefined && statementList(statement) === undefined) statement = statement.parent;
  return statement;
}

/** The line of the node as editors count. */
export function lineOf(node: Node): number {
  return node.getSourceFile().text.slice(0, node.getStart()).split("\n").length;
}
