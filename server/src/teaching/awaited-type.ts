// What an `await` waits for, by its type.

import type { Expression } from "../typescript/syntax.ts";
import { remark, type Answers, type Remark } from "./lesson.ts";
import { code, codeSpan, shortened } from "./words.ts";

/** A type that takes up more than a line says less than the code does. */
const LONGEST = 80;

export function awaitedType(operand: Expression, { shapeOf, typeOf }: Answers): Remark[] {
  const type = typeOf(operand);
  if (type === undefined) return [];
  const text = codeSpan(shortened(type, LONGEST));
  if (shapeOf(operand) !== "none") return [remark`${code(operand)} is of type ${text}.`];
  if (type === "any" || type === "unknown")
    return [
      remark`${code(operand)} is of type ${text}: whether there is anything to wait for shows only when it runs.`,
    ];
  return [remark`${code(operand)} is of type ${text}, which is no promise of the language.`];
}
