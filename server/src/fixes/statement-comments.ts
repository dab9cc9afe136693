// Which comments belong to a statement, so that a rewriting takes them along or leaves them where they are.

import { forEachLeadingCommentRange, forEachTrailingCommentRange, type Node } from "../typescript/syntax.ts";

/** The end of the statement, or of the comment behind it on the same line. */
export function endWithComment(statement: Node, text: string): number {
  return endOfComments(statement.end, text);
}

/** Where what precedes the statement ends, comments behind it included. */
export function endOfPrevious(statement: Node, text: string): number {
  return text[statement.pos - 1] === undefined ? statement.pos : endOfComments(statement.pos, text);
}

/** The comments on the lines above the statement. */
export function commentsAbove(statement: Node, text: string): string[] {
  return rangesAbove(statement, text).map(({ start, end }) => text.slice(start, end));
}

/** The start of the statement together with the comments above it. */
export function startWithComments(statement: Node, text: string): number {
  return rangesAbove(statement, text)[0]?.start ?? statement.getStart();
}

/** The first comment in the statement that stands outside the nodes that are kept as they are. */
export function commentBeside(statement: Node, kept: readonly Node[], text: string): string | undefined {
  let rest = "";
  let position = statement.getStart();
  const own = kept.filter((node) => statement.pos <= node.pos && node.end <= statement.end);
  for (const node of own.toSorted((a, b) => a.pos - b.pos)) {
    rest += `${text.slice(position, Math.max(position, node.getStart()))}\n`;
    position = Math.max(position, node.end);
  }
  return /\/\/.*|\/\*[\s\S]*?\*\//.exec(rest + text.slice(position, statement.end))?.[0];
}

function rangesAbove(statement: Node, text: string): { readonly start: number; readonly end: number }[] {
  const ranges: { readonly start: number; readonly end: number }[] = [];
  const previous = endOfPrevious(statement, text);
  forEachLeadingCommentRange(text, statement.pos, (start, end) => {
    if (start >= previous) ranges.push({ start, end });
  });
  return ranges;
}

function endOfComments(position: number, text: string): number {
  let found = position;
  forEachTrailingCommentRange(text, position, (_pos, end) => {
    found = Math.max(found, end);
  });
  return found;
}
