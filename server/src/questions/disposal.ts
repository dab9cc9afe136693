// Question: how is the value of this expression disposed of when its `using` ends?

import { TypeFlags, type Checker, type Type } from "../typescript/api.ts";
import type { Expression } from "../typescript/syntax.ts";
import type { Answerer } from "./answerer.ts";

/** `sync`: it can be disposed of, and by nothing that `await using` would wait for. */
export type Disposal = "sync" | "async" | "unknown";

export const answerDisposal: Answerer<Expression, Disposal> = async (view, expressions) => {
  const types = await view.checker.getTypeAtLocation(expressions);
  return Promise.all(types.map(async (type) => (type === undefined ? "unknown" : disposal(view.checker, type))));
};

async function disposal(checker: Checker, type: Type): Promise<Disposal> {
  if (type.isUnionType()) {
    const all = await Promise.all((await type.getTypes()).filter(isThere).map((member) => disposal(checker, member)));
    if (all.includes("async")) return "async";
    return all.length === 0 || all.includes("unknown") ? "unknown" : "sync";
  }
  if ((type.flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0) return "unknown";
  const names = (await checker.getPropertiesOfType(type)).map(({ escapedName }) => String(escapedName));
  // The checker names a member after a well-known symbol `__@dispose@` and a number, behind a mark of its own.
  if (names.some((name) => name.includes("@asyncDispose"))) return "async";
  return names.some((name) => name.includes("@dispose")) ? "sync" : "unknown";
}

function isThere({ flags }: Type): boolean {
  return (flags & (TypeFlags.Undefined | TypeFlags.Null)) === 0;
}
