// How the mention of a variable treats the promise, or the array of promises, that the variable holds: whether from there
// on a rejection has a handler, or whether the promise goes somewhere else. By syntax alone.

import {
  SyntaxKind,
  enclosingFunction,
  is,
  isAsync,
  outermost,
  skipOuter,
  type CallExpression,
  type ConditionalExpression,
  type ForOfStatement,
  type Node,
} from "../typescript/syntax.ts";
import type { FileSyntax } from "./collector.ts";
import { isGlobal } from "./global-name.ts";

/**
 * `one`: a promise has a handler from here on. `all`: it, or each of an array of promises, has one. `in turn`: each
 * promise of an array gets one, but not before those in front of it are settled.
 */
export type HandlerUse = "one" | "all" | "in turn";

/** Undefined where the variable is written, or where somebody else gets the promise: what becomes of it is not known. */
export function handlerUse(use: Node, syntax: FileSyntax): HandlerUse | undefined {
  const value = valueAround(use);
  const parent = value.parent;
  switch (parent.kind) {
    case SyntaxKind.AwaitExpression:
      return "one";
    // An async function takes over the promise that it returns, and an async generator waits for what it yields.
    case SyntaxKind.ReturnStatement:
    case SyntaxKind.YieldExpression: {
      const fn = enclosingFunction(parent);
      return fn !== undefined && isAsync(fn) ? "one" : undefined;
    }
    case SyntaxKind.PropertyAccessExpression:
      return isChained(parent) ? "one" : undefined;
    case SyntaxKind.CallExpression:
      return isGathered(value, syntax) ? "all" : undefined;
    case SyntaxKind.SpreadElement:
      return isGathered(parent.parent, syntax) ? "all" : undefined;
    case SyntaxKind.ArrayLiteralExpression:
      return isGathered(parent, syntax) ? "one" : undefined;
    case SyntaxKind.ForOfStatement:
      return takesInTurn(parent as ForOfStatement) && (parent as ForOfStatement).expression === value
        ? "in turn"
        : undefined;
    default:
      return undefined;
  }
}

/**
 * True where the code that the mention stands in goes on if the promise rejects: in the block of a `try` with a `catch`, in a
 * chain with a handler for it, or in a combinator that is content with failures. False says that the function around fails too.
 */
export function handlesRejection(use: Node): boolean {
  const fn = enclosingFunction(use);
  for (let node = use; node !== fn && node.parent !== undefined; node = node.parent) {
    const { parent } = node;
    if (is.isTryStatement(parent) && parent.tryBlock === node && parent.catchClause !== undefined) return true;
    if (is.isCallExpression(parent) && isHandling(parent)) return true;
  }
  return false;
}

/** `….catch(…)`, `….then(…, …)`, `Promise.allSettled(…)` and `Promise.any(…)`. */
function isHandling({ expression, arguments: given }: CallExpression): boolean {
  if (!is.isPropertyAccessExpression(expression)) return false;
  const { text } = expression.name;
  return text === "catch" || text === "allSettled" || text === "any" || (text === "then" && given.length > 1);
}

/** `for await (const x of promises)`, or a loop that awaits its variable. */
export function takesInTurn(loop: ForOfStatement): boolean {
  if (loop.awaitModifier !== undefined) return true;
  const { initializer } = loop;
  if (!is.isVariableDeclarationList(initializer)) return false;
  const { name } = initializer.declarations[0]!;
  return is.isIdentifier(name) && firstAwaitOf(name.text, loop.statement) !== undefined;
}

/** The first `await name` of a loop's body that is not inside a nested function. */
export function firstAwaitOf(name: string, body: Node): Node | undefined {
  let found: Node | undefined;
  const visit = (node: Node): void => {
    if (found !== undefined || is.isFunctionLikeDeclaration(node)) return;
    if (is.isAwaitExpression(node)) {
      const operand = skipOuter(node.expression);
      if (is.isIdentifier(operand) && operand.text === name) found = node;
    }
    node.forEachChild(visit);
  };
  visit(body);
  return found;
}

/** The expression with the conditions and alternatives around it that pass its value on. */
function valueAround(use: Node): Node {
  let value = outermost(use);
  for (;;) {
    const { parent } = value;
    const isAlternative = parent.kind === SyntaxKind.ConditionalExpression && !isCondition(value, parent);
    const isDefault =
      is.isBinaryExpression(parent) &&
      (parent.operatorToken.kind === SyntaxKind.QuestionQuestionToken ||
        parent.operatorToken.kind === SyntaxKind.BarBarToken);
    if (!isAlternative && !isDefault) return value;
    value = outermost(parent);
  }
}

function isCondition(value: Node, parent: Node): boolean {
  return (parent as ConditionalExpression).condition === value;
}

/** `promise.then(…)`, `.catch(…)` and `.finally(…)`: whoever holds the next promise of the chain has the duty now. */
function isChained(access: Node): boolean {
  const { name } = access as { name?: { text: string } };
  const isMethod = name !== undefined && /^(?:then|catch|finally)$/.test(name.text);
  const callee = outermost(access);
  return isMethod && is.isCallExpression(callee.parent) && callee.parent.expression === callee;
}

/** The node is, perhaps with brackets around it, what `Promise.all` or one of its siblings gets. */
function isGathered(node: Node, syntax: FileSyntax): boolean {
  const argument = outermost(node);
  const call = argument.parent;
  if (!is.isCallExpression(call) || call.arguments[0] !== argument) return false;
  const callee = skipOuter(call.expression);
  if (!is.isPropertyAccessExpression(callee)) return false;
  return /^(?:all|allSettled|race|any)$/.test(callee.name.text) && isGlobal(callee.expression, "Promise", syntax);
}
