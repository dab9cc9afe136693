// What other files can see of a file: its text without the function bodies that cannot matter to them. An edit that
// leaves the outline as it was changes no other file's findings, so they need not be analysed again.

import { createHash } from "node:crypto";
import { forEachNodeOfKind } from "../typescript/scan.ts";
import {
  SyntaxKind,
  forEachDescendant,
  is,
  isFunctionNode,
  isJavaScript,
  type FunctionNode,
  type Node,
  type SourceFile,
} from "../typescript/syntax.ts";

const FUNCTIONS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
]);

/** A digest of what other files can see; equal digests mean that they see the same. */
export function outlineOf(file: SourceFile): string {
  const { text } = file;
  const hash = createHash("sha1");
  let position = 0;
  forEachNodeOfKind(file, FUNCTIONS, (node) => {
    // Nested functions come after the one around them and lie in what was left out with its body.
    if (node.pos < position || !isFunctionNode(node) || !isOpaque(node, isJavaScript(file))) return;
    hash.update(text.slice(position, node.body!.pos));
    position = node.body!.end;
  });
  return hash.update(text.slice(position)).digest("hex");
}

/** The function's type does not depend on its body: the type is written down, or the body returns no value. */
function isOpaque(fn: FunctionNode, isScript: boolean): boolean {
  if (fn.body === undefined || !is.isBlock(fn.body)) return false;
  // In JavaScript a constructor's assignments declare the class's members.
  if (isScript && /\bthis\b|\bexports\b|\bprototype\b/.test(fn.body.getText())) return false;
  return fn.type !== undefined || fn.kind === SyntaxKind.SetAccessor || !decidesType(fn.body);
}

/** The body returns, yields or throws something of its own. */
function decidesType(body: Node): boolean {
  let decides = false;
  forEachDescendant(body, (node) => {
    if (isFunctionNode(node)) return false;
    decides ||=
      (is.isReturnStatement(node) && node.expression !== undefined) ||
      node.kind === SyntaxKind.YieldExpression ||
      node.kind === SyntaxKind.ThrowStatement;
    return !decides;
  });
  return decides;
}
