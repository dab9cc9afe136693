// Calls that tell somebody what happens: `logger.debug(…)`.

import { LOGGER, LOGGER_METHOD } from "../knowledge/failures.ts";
import { is, skipOuter, type Expression, type Node } from "../typescript/syntax.ts";

/** Whom it tells changes nothing. What is written to the console is output. */
export function isReport(callee: Expression): boolean {
  if (!is.isPropertyAccessExpression(callee) && !is.isElementAccessExpression(callee)) return false;
  // Of `logger[level](…)` the logger's name is enough.
  if (is.isPropertyAccessExpression(callee) && !LOGGER_METHOD.test(callee.name.text)) return false;
  const owner = skipOuter(callee.expression);
  const name =
    is.isIdentifier(owner) || is.isPropertyAccessExpression(owner)
      ? ((owner as { name?: Node }).name?.getText() ?? owner.getText())
      : "";
  return name !== "console" && LOGGER.test(name.replace(/^#/, ""));
}
