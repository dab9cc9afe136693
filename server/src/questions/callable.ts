// Question: can the value of this expression be called, so that it handles a rejection as `.catch(handler)`?

import { SignatureKind, TypeFlags, type Checker, type Type } from "../typescript/api.ts";
import { isFunctionNode, skipOuter, type Expression } from "../typescript/syntax.ts";
import type { Answerer } from "./answerer.ts";

/** A function written in place needs no request; unknown types count as callable, which acquits. */
export const answerCallable: Answerer<Expression, boolean> = async (view, expressions) => {
  const unclear = expressions.filter((expression) => !isFunctionNode(skipOuter(expression)));
  const types = unclear.length === 0 ? [] : await view.checker.getTypeAtLocation(unclear);
  const callable = new Map<Expression, boolean>();
  await Promise.all(
    unclear.map(async (expression, i) => {
      const type = types[i];
      callable.set(expression, type === undefined || (await isCallable(view.checker, type)));
    }),
  );
  return expressions.map((expression) => callable.get(expression) ?? true);
};

async function isCallable(checker: Checker, type: Type): Promise<boolean> {
  if ((type.flags & (TypeFlags.Any | TypeFlags.Unknown)) !== 0) return true;
  if (type.isUnionType()) {
    const members = await Promise.all((await type.getTypes()).map((member) => isCallable(checker, member)));
    // `handler | undefined` leaves the rejection unhandled whenever there is no handler.
    return !members.includes(false);
  }
  if ((type.flags & TypeFlags.Instantiable) !== 0) {
    const constraint = await checker.getBaseConstraintOfType(type);
    return constraint === undefined || constraint.id === type.id || isCallable(checker, constraint);
  }
  if ((type.flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0) return false;
  return (await checker.getSignaturesOfType(type, SignatureKind.Call)).length > 0;
}
