// Question: what is the type of this expression, as TypeScript writes it?

import type { Expression } from "../typescript/syntax.ts";
import type { Answerer } from "./answerer.ts";

export const answerTypeText: Answerer<Expression, string | undefined> = async (view, expressions) => {
  const types = await view.checker.getTypeAtLocation(expressions);
  return Promise.all(
    types.map(async (type, i) => (type === undefined ? undefined : view.checker.typeToString(type, expressions[i]))),
  );
};
