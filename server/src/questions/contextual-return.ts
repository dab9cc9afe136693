// Question: what does the place of a function expression expect it to return?

import { SignatureKind, TypeFlags, type Checker, type Type } from "../typescript/api.ts";
import { SyntaxKind, type FunctionNode } from "../typescript/syntax.ts";
import type { Answerer } from "./answerer.ts";

/**
 * `nothing`: the place has no expectation (a plain variable, a declaration). `promise`: it names a promise among what
 * it accepts, so somebody will wait. `other`: it expects something else, or what it does with a promise is unknown.
 */
export type ContextualReturn = "nothing" | "promise" | "other";

export const answerContextualReturn: Answerer<FunctionNode, ContextualReturn> = (view, functions) =>
  Promise.all(functions.map((fn) => contextualReturn(view.checker, fn)));

async function contextualReturn(checker: Checker, fn: FunctionNode): Promise<ContextualReturn> {
  if (fn.kind !== SyntaxKind.ArrowFunction && fn.kind !== SyntaxKind.FunctionExpression) return "nothing";
  const type = await checker.getContextualType(fn);
  if (type === undefined) return "nothing";
  const members = type.isUnionType() ? await type.getTypes() : [type];
  const returns = await Promise.all(members.map((member) => returnTypes(checker, member)));
  const accepted = await Promise.all(returns.flat().map((each) => acceptsPromise(checker, each)));
  return accepted.includes(true) ? "promise" : "other";
}

async function returnTypes(checker: Checker, type: Type): Promise<readonly Type[]> {
  const signatures = await checker.getSignaturesOfType(type, SignatureKind.Call);
  const types = await Promise.all(signatures.map((signature) => checker.getReturnTypeOfSignature(signature)));
  return types.filter((each) => each !== undefined);
}

/** A thenable stands in the type by name; `any`, `unknown` and type parameters say nothing about waiting. */
async function acceptsPromise(checker: Checker, type: Type): Promise<boolean> {
  if (type.isUnionType()) {
    const members = await Promise.all((await type.getTypes()).map((member) => acceptsPromise(checker, member)));
    return members.includes(true);
  }
  if ((type.flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0) return false;
  return (await checker.getPropertyOfType(type, "then")) !== undefined;
}
