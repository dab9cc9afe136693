// What becomes of a promise at the place where it is written: waited for, returned, handed on, or dropped.

import { SyntaxKind, is, outermost, type Node } from "../typescript/syntax.ts";

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
  return use === "awaited" || use === "returned" || use === "gathered";
}

const CHAINS: ReadonlySet<string> = new Set(["then", "catch", "finally"]);
