// Rewriting steps about the lines of a text: where a new one begins, and what is left of one when its statement goes.

import type { Edit } from "../text/edit.ts";
import type { Node } from "../typescript/syntax.ts";

/** Removes a statement, and its line if nothing else stands there. */
export function removeStatement(statement: Node, file: string, text: string): Edit {
  const [start, end] = [statement.getStart(), statement.end];
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const after = /^[ \t]*(?:\r?\n)?/.exec(text.slice(end))![0];
  const isWholeLine = text.slice(lineStart, start).trim() === "" && after.endsWith("\n");
  const span = isWholeLine
    ? { start: lineStart, end: end + after.length }
    : { start, end: end + after.replace(/\r?\n$/, "").length };
  return { file, span, newText: "" };
}

/** The white space before the line on which the node begins. */
export function indentOf(node: Node, text: string): string {
  const start = node.getStart();
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", start - 1) + 1, start))![0];
}

/** How the text ends its lines. */
export function lineBreakOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
