// What becomes of a promise at the place where it is written: waited for, returned, handed on, or dropped.

import { SyntaxKind, is, outermost, skipOuter, type Node } from "../typescript/syntax.ts";

/**
 * `awaited`, `returned`, `gathered` (an element of an array), `chained` (`.then` and its kin), `stored` in a variable or
 * member, `passed` to a call, `dropped` (a statement of its own), `voided`, `other`.
 */
export type PromiseUse =
  | "awaited"
  | "returned"
  | "gathered"
  | "chained"
  | "stored"
  | "passed"
  | "dropped"
  | "voided"
  | "other";

export function promiseUse(value: Node): PromiseUse {
  const outer = outermost(value);
  const user = outer.parent;
  switch (user.kind) {
    case SyntaxKind.AwaitExpression:
      return "awaited";
    case SyntaxKind.ReturnStatement:
    case SyntaxKind.ArrowFunction:
      return "returned";
    case SyntaxKind.ArrayLiteralExpression:
      return "gathered";
    case SyntaxKind.PropertyAccessExpression:
      return is.isCallExpression(user.parent) && is.isPropertyAccessExpression(user) && CHAINS.has(user.name.text)
        ? "chained"
        : "other";
    case SyntaxKind.VariableDeclaration:
    case SyntaxKind.PropertyDeclaration:
    case SyntaxKind.PropertyAssignment:
      return (user as { initializer?: Node }).initializer === outer ? "stored" : "other";
    case SyntaxKind.BinaryExpression: {
      const { left, operatorToken } = user as unknown as { left: Node; operatorToken: Node };
      return left !== outer && operatorToken.kind === SyntaxKind.EqualsToken ? "stored" : "other";
    }
    case SyntaxKind.CallExpression:
    case SyntaxKind.NewExpression:
      return (user as { expression?: Node }).expression === outer ? "other" : "passed";
    case SyntaxKind.ExpressionStatement:
      return "dropped";
    case SyntaxKind.VoidExpression:
      return "voided";
    default:
      return "other";
  }
}

/** True if the code goes on only after it, or hands it to whoever called. */
export function isWaitedFor(value: Node): boolean {
  const use = promiseUse(value);
  if (use === "chained") return isWaitedFor(chainOf(value));
  return use === "awaited" || use === "returned" || use === "gathered";
}

/** True if nobody waits for it, nor keeps it to wait later. */
export function isDropped(value: Node): boolean {
  const use = promiseUse(value);
  if (use === "chained") return isDropped(chainOf(value));
  return use === "dropped" || use === "voided";
}

/** `load().then(show)` of `load()`. */
export function chainOf(value: Node): Node {
  return outermost(value).parent.parent;
}

/** True if what is chained to it hears of a failure. */
export function isHandledInChain(value: Node): boolean {
  if (promiseUse(value) !== "chained") return false;
  const chain = chainOf(value);
  return hasHandler(chain) || isHandledInChain(chain);
}

/** `.catch(handler)` or `.then(next, handler)`: what it gives is rejected only if the handler fails. */
export function hasHandler(value: Node): boolean {
  if (!is.isCallExpression(value)) return false;
  const callee = skipOuter(value.expression);
  const method = is.isPropertyAccessExpression(callee) ? callee.name.text : "";
  return value.arguments.length >= (method === "catch" ? 1 : method === "then" ? 2 : Number.POSITIVE_INFINITY);
}

const CHAINS: ReadonlySet<string> = new Set(["then", "catch", "finally"]);
