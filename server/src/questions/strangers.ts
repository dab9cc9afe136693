// Whether one thing may be behind two waits of which no type says what they ask: a device that is read piece by piece, the
// driver that `this` is somewhere else, or whatever has given both of the things that are asked.

import { readsInTurn } from "../knowledge/untyped-calls.ts";
import { SyntaxKind, findAncestor, is, skipOuter, type Expression } from "../typescript/syntax.ts";
import { keyOf, valueOf, type Path } from "./access-path.ts";
import type { Stranger } from "./effect-summary.ts";

export type SharedStranger =
  /** Both ask the same thing, which may answer one at a time. */
  | { readonly kind: "one"; readonly path: Path }
  /** They ask two things that the same function has been waited for. */
  | { readonly kind: "two"; readonly source: string };

export function sharedStranger(before: readonly Stranger[], after: readonly Stranger[]): SharedStranger | undefined {
  for (const mine of before) {
    for (const { path, name } of after) {
      const isSame = keyOf(mine.path) === keyOf(path);
      const isInTurn = isBareThis(path) || (readsInTurn(mine.name) && readsInTurn(name));
      if (isSame && isInTurn) return { kind: "one", path };
      const source = sourceOf(path);
      if (!isSame && source !== undefined && source === sourceOf(mine.path)) return { kind: "two", source };
    }
  }
  return undefined;
}

/** Functions that are called and of which nothing is known: `load` of `const { load, find } = await open()`. */
export function calledStrangers(calls: readonly Expression[]): Stranger[] {
  return calls.flatMap((call) => {
    const callee = is.isCallExpression(call) ? skipOuter(call.expression) : call;
    const value = is.isIdentifier(callee) ? valueOf(callee, undefined) : undefined;
    return value?.kind === "path" ? [{ path: value.path, name: "" }] : [];
  });
}

/** `this` of a function that stands in no class, or what a class inherits from somewhere. */
function isBareThis({ root, members }: Path): boolean {
  return root.kind === "this" && members.length === 0;
}

/** The function that a local, or what it was taken out of, has been waited for from, in words. */
function sourceOf({ root, members }: Path): string | undefined {
  if (root.kind !== "variable" || root.variable.kind !== "local" || members.length > 0) return undefined;
  const { declared } = root.variable;
  const declaration =
    declared && findAncestor(declared, (node) => !is.isBindingElement(node) && !is.isBindingPattern(node));
  const made = declaration !== undefined && is.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  const call = made !== undefined && is.isAwaitExpression(made) ? skipOuter(made.expression) : undefined;
  const callee = call !== undefined && is.isCallExpression(call) ? call.expression : undefined;
  // What modules give, and the members of a gather, come from places of their own.
  if (callee === undefined || callee.kind === SyntaxKind.ImportKeyword) return undefined;
  const text = callee.getText().replaceAll(/\s+/g, " ");
  return text.startsWith("Promise.") ? undefined : text;
}
