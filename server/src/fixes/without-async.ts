// Rewriting step: take `async` from a function that never waits, so that it returns its value instead of a promise of it.
// Refused (undefined) where what it returns may be a promise anyway.

import { ask, type Inquiry } from "../questions/question.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Edit } from "../text/edit.ts";
import {
  NodeFlags,
  SyntaxKind,
  forEachDescendant,
  is,
  isFunctionNode,
  type Expression,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";

export function* withoutAsync(fn: FunctionNode, { file, text }: FileContext): Inquiry<Edit[] | undefined> {
  const { body } = fn;
  if (body === undefined || fn.type !== undefined || waits(fn)) return undefined;
  const returned = is.isBlock(body) ? valuesReturnedIn(body) : [body];
  if (returned.length === 0) return undefined;
  for (const value of returned) if ((yield* ask("thenable", value)) !== "never") return undefined;
  const modifier = (fn as { modifiers?: readonly Node[] }).modifiers?.find(
    ({ kind }) => kind === SyntaxKind.AsyncKeyword,
  );
  if (modifier === undefined) return undefined;
  const start = modifier.getStart();
  const end = modifier.end + /^\s*/.exec(text.slice(modifier.end))![0].length;
  return [{ file, span: { start, end }, newText: "" }];
}

/** The function itself awaits, iterates with `for await` or disposes with `await using`. */
function waits(fn: FunctionNode): boolean {
  let found = false;
  forEachDescendant(fn.body!, (node) => {
    if (isFunctionNode(node)) return false;
    found ||= isWait(node);
    return !found;
  });
  return found || isWait(fn.body!);
}

function isWait(node: Node): boolean {
  switch (node.kind) {
    case SyntaxKind.AwaitExpression:
      return true;
    case SyntaxKind.ForOfStatement:
      return (node as { awaitModifier?: Node }).awaitModifier !== undefined;
    case SyntaxKind.VariableDeclarationList:
      return (node.flags & NodeFlags.BlockScoped) === NodeFlags.AwaitUsing;
    default:
      return false;
  }
}

function valuesReturnedIn(body: Node): Expression[] {
  const found: Expression[] = [];
  forEachDescendant(body, (node) => {
    if (is.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    return !isFunctionNode(node);
  });
  return found;
}
