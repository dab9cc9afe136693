// Question: does the function that is the value of this expression return a promise when it is called?

import { SignatureKind } from "../typescript/api.ts";
import type { Expression } from "../typescript/syntax.ts";
import type { Answerer } from "./answerer.ts";
import { promiseShapeOf } from "./promise-shape.ts";

/** `maybe`: one of its signatures does, or what one returns may be a promise. `never` also for what is unknown. */
export type GivesPromise = "always" | "maybe" | "never";

export const answerGivesPromise: Answerer<Expression, GivesPromise> = async ({ checker }, expressions) => {
  const types = await checker.getTypeAtLocation(expressions);
  return Promise.all(
    types.map(async (type) => {
      if (type === undefined) return "never";
      const signatures = await checker.getSignaturesOfType(type, SignatureKind.Call);
      const results = await Promise.all(signatures.map((signature) => checker.getReturnTypeOfSignature(signature)));
      const shapes = await Promise.all(
        results.filter((result) => result !== undefined).map((result) => promiseShapeOf(checker, result)),
      );
      if (!shapes.some((shape) => shape === "promise" || shape === "maybe-promise")) return "never";
      return shapes.every((shape) => shape === "promise") ? "always" : "maybe";
    }),
  );
};
