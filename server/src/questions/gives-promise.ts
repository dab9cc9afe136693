// Question: does the function that is the value of this expression return a promise when it is called?

import { SignatureKind } from "../typescript/api.ts";
import type { Expression } from "../typescript/syntax.ts";
import type { Answerer } from "./answerer.ts";
import { promiseShapeOf } from "./promise-shape.ts";

/** True if one of its signatures does; false for what cannot be called and for what is unknown. */
export const answerGivesPromise: Answerer<Expression, boolean> = async ({ checker }, expressions) => {
  const types = await checker.getTypeAtLocation(expressions);
  return Promise.all(
    types.map(async (type) => {
      if (type === undefined) return false;
      const signatures = await checker.getSignaturesOfType(type, SignatureKind.Call);
      const results = await Promise.all(signatures.map((signature) => checker.getReturnTypeOfSignature(signature)));
      const shapes = await Promise.all(
        results.filter((result) => result !== undefined).map((result) => promiseShapeOf(checker, result)),
      );
      return shapes.some((shape) => shape === "promise" || shape === "maybe-promise");
    }),
  );
};
