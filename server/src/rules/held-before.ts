// Whether the value of a statement was there before it, so that the statement drops nothing that it has started. An inquiry,
// no rule.

import { ask, type Inquiry } from "../questions/question.ts";
import type { PromiseShape } from "../questions/promise-shape.ts";
import { SyntaxKind, is, skipOuter, type Expression } from "../typescript/syntax.ts";

/** `pending.splice(0, 3)` takes promises out of a list; `child.on("exit", stop)` gives the child, which is a promise too. */
export function* isHeldBefore(expression: Expression, shape: PromiseShape): Inquiry<boolean> {
  if (!is.isCallExpression(expression)) return false;
  const callee = skipOuter(expression.expression);
  if (!is.isPropertyAccessExpression(callee) || !isNamed(callee.expression)) return false;
  const method = callee.name.text;
  if (REARRANGES.has(method)) {
    return (yield* ask("collection-kind", callee.expression)) === "array";
  }
  if (!LISTENS.has(method) || shape === "promises" || shape === "maybe-promises") return false;
  return (yield* ask("promise-shape", callee.expression)) !== "none";
}

/** Methods of arrays that give what the array holds, or has held. */
const REARRANGES: ReadonlySet<string> = new Set("copyWithin fill pop reverse shift sort splice".split(" "));

/** Methods of event emitters that give the emitter itself. */
const LISTENS: ReadonlySet<string> = new Set(
  "addListener off on once prependListener prependOnceListener ref removeAllListeners removeListener setMaxListeners unref".split(
    " ",
  ),
);

/** A variable or member, not what a call gives. */
function isNamed(expression: Expression): boolean {
  let node = skipOuter(expression);
  while (is.isPropertyAccessExpression(node)) node = skipOuter(node.expression);
  return is.isIdentifier(node) || node.kind === SyntaxKind.ThisKeyword;
}
