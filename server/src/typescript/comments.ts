// Comments of a syntax tree. What a comment says is config/'s and rules/' business.

import type { Span } from "../text/span.ts";
import {
  SyntaxKind,
  forEachLeadingCommentRange,
  forEachTrailingCommentRange,
  getTokenAtPosition,
  type SourceFile,
} from "./syntax.ts";

/** The comment that covers `offset`, delimiters included; undefined inside strings, templates, JSX text and code. */
export function commentAt(file: SourceFile, offset: number): Span | undefined {
  const token = getTokenAtPosition(file, offset);
  // Comments lie in the white space before a token; a token's own text holds none.
  if (token.kind === SyntaxKind.JsxText || (token.getStart() <= offset && offset < token.end)) return undefined;
  const find = (pos: number, end: number): Span | undefined =>
    pos <= offset && offset < end ? { start: pos, end } : undefined;
  return (
    forEachTrailingCommentRange(file.text, token.pos, find) ?? forEachLeadingCommentRange(file.text, token.pos, find)
  );
}

/** The first comment of the file, behind a `#!` line if there is one. */
export function firstComment(text: string): string | undefined {
  const start = text.startsWith("#!") ? text.indexOf("\n") + 1 : 0;
  return forEachLeadingCommentRange(text, start, (pos, end) => text.slice(pos, end));
}
