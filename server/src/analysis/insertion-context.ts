// What a new line at some place of a text would be part of: decides whether and how a comment can be written there.

import { forEachLeadingCommentRange, getTokenAtPosition, SyntaxKind } from "../typescript/syntax.ts";
import type { Node, SourceFile } from "../typescript/syntax.ts";

/** Code takes comments as they are; between JSX tags they need braces. */
export type InsertionContext = "code" | "jsx";

/**
 * @param offset UTF-16 offset of the start of a line
 * @returns undefined where any comment would become part of a text: in a template, a string or another comment
 */
export function insertionContextAt(syntax: SourceFile, offset: number): InsertionContext | undefined {
  const token = getTokenAtPosition(syntax, offset);
  if (token.kind === SyntaxKind.JsxText) return "jsx";
  const start = token.getStart(syntax);
  if (start < offset) return offset < token.end ? undefined : "code";
  if (isInsideComment(syntax, token, offset)) return undefined;
  return isBetweenTags(token, offset, syntax) ? "jsx" : "code";
}

function isInsideComment(syntax: SourceFile, token: Node, offset: number): boolean {
  let isInside = false;
  forEachLeadingCommentRange(syntax.text, token.pos, (start, end) => {
    isInside ||= start < offset && offset < end;
  });
  return isInside;
}

/** True if what starts at the offset is a child of a JSX element, or the end of its children. */
function isBetweenTags(token: Node, offset: number, syntax: SourceFile): boolean {
  for (let node = token; node.parent !== undefined && node.getStart(syntax) === offset; node = node.parent) {
    const { parent } = node;
    const isElement = parent.kind === SyntaxKind.JsxElement || parent.kind === SyntaxKind.JsxFragment;
    if (isElement) return !isOpeningTag(node);
  }
  return false;
}

function isOpeningTag({ kind }: Node): boolean {
  return kind === SyntaxKind.JsxOpeningElement || kind === SyntaxKind.JsxOpeningFragment;
}
