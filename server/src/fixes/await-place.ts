// Where `await` may stand, and what would have to change where it may not.

import {
  SyntaxKind,
  enclosingFunctionLike,
  findAncestor,
  is,
  isAsync,
  isFunctionNode,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";

/**
 * `async`: `await` is legal. `top-level`: legal if the module may await at its top level. `function`: legal once that
 * function is async. `nowhere`: in a field initialiser, a static block, a parameter's default or a namespace.
 */
export type AwaitPlace =
  | { readonly kind: "async" | "top-level" | "nowhere" }
  | { readonly kind: "function"; readonly fn: FunctionNode };

export function awaitPlace(node: Node): AwaitPlace {
  if (isInParameter(node)) return { kind: "nowhere" };
  const container = enclosingFunctionLike(node);
  if (is.isSourceFile(container)) return { kind: "top-level" };
  if (!isFunctionNode(container)) return { kind: "nowhere" };
  return isAsync(container) ? { kind: "async" } : { kind: "function", fn: container };
}

/** A default value runs before the body and must not await, not even in an async function. */
function isInParameter(node: Node): boolean {
  return (
    findAncestor(node, (ancestor) => ancestor.kind === SyntaxKind.Parameter || ancestor.kind === SyntaxKind.Block)
      ?.kind === SyntaxKind.Parameter
  );
}
