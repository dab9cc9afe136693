// Question: would `await` wait for the elements of this collection of the language?

import { ObjectFlags, type Checker, type Type } from "../typescript/api.ts";
import type { Expression } from "../typescript/syntax.ts";
import type { Answerer } from "./answerer.ts";
import { thenablesOf, type Thenable } from "./thenable.ts";

/** `unknown` for whatever is no array, tuple, set or iterator whose element type stands among its type arguments. */
export const answerElementThenable: Answerer<Expression, Thenable> = async (view, expressions) => {
  const types = await view.checker.getTypeAtLocation(expressions);
  return Promise.all(types.map(async (type) => (type === undefined ? "unknown" : elementThenable(view.checker, type))));
};

/** What has its element type first. */
const COLLECTIONS: ReadonlySet<string> = new Set(
  "Array ReadonlyArray Set ReadonlySet Generator Iterable IterableIterator ArrayIterator MapIterator SetIterator StringIterator".split(
    " ",
  ),
);

async function elementThenable(checker: Checker, type: Type): Promise<Thenable> {
  if (type.isUnionType()) {
    const members = await Promise.all((await type.getTypes()).map((member) => elementThenable(checker, member)));
    return members.every((member) => member === "never") ? "never" : "unknown";
  }
  const elements = await elementTypes(checker, type);
  if (elements.length === 0) return "unknown";
  const answers = await thenablesOf(checker).ofEach(elements);
  return answers.every((answer) => answer === answers[0]) ? answers[0]! : "unknown";
}

async function elementTypes(checker: Checker, type: Type): Promise<readonly Type[]> {
  if (!type.isTypeReference()) return [];
  const target = (await type.getTarget()) as { readonly objectFlags?: number };
  if (((target.objectFlags ?? 0) & ObjectFlags.Tuple) !== 0) return checker.getTypeArguments(type);
  const name = (await type.getSymbol())?.name;
  if (name === undefined || !COLLECTIONS.has(name)) return [];
  return (await checker.getTypeArguments(type)).slice(0, 1);
}
