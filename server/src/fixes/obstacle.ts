// Why a function cannot become asynchronous, in words: half a sentence about one place. Who refuses for which reason is
// decided in make-async.ts.

import { say } from "../language/say.ts";
import type { Evidence } from "../rules/finding.ts";
import {
  SyntaxKind,
  enclosingFunctionLike,
  is,
  lastName,
  outermost,
  spanOf,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import { snippet } from "./snippet.ts";

export function obstacleAt(node: Node, message: string): Evidence {
  return { message, file: node.getSourceFile().fileName, span: spanOf(node) };
}

/** The name that a title shows for the function: its own, or that of what holds it. */
export function functionName(fn: FunctionNode): string | undefined {
  const own = (fn as { name?: Node & { text?: string } }).name?.text;
  if (own !== undefined) return own;
  const holder = fn.parent;
  const isHolder =
    is.isVariableDeclaration(holder) || is.isPropertyDeclaration(holder) || is.isPropertyAssignment(holder);
  return isHolder ? (holder.name as { text?: string }).text : undefined;
}

/** How a sentence calls the function. */
export function describeFunction(fn: FunctionNode): string {
  switch (fn.kind) {
    case SyntaxKind.Constructor: {
      const name = (fn.parent as { name?: { text?: string } }).name?.text;
      return name === undefined ? say`a constructor` : say`the constructor of \`${name}\``;
    }
    case SyntaxKind.GetAccessor:
      return say`the getter \`${functionName(fn) ?? ""}\``;
    case SyntaxKind.SetAccessor:
      return say`the setter \`${functionName(fn) ?? ""}\``;
    default: {
      const name = functionName(fn);
      return name === undefined ? say`a callback` : `\`${name}\``;
    }
  }
}

/** Code that uses the result stands where nothing can wait. */
export function nowhereToWait(use: Node): Evidence {
  return obstacleAt(use, say`${whereItStands(use)} uses \`${snippet(use)}\`, and cannot wait`);
}

function whereItStands(use: Node): string {
  const container = enclosingFunctionLike(use);
  switch (container.kind) {
    case SyntaxKind.PropertyDeclaration:
      return say`the initial value of the field \`${(container as { name?: Node }).name?.getText() ?? ""}\``;
    case SyntaxKind.ClassStaticBlockDeclaration:
      return say`a static block`;
    case SyntaxKind.ModuleDeclaration:
      return say`a namespace`;
    case SyntaxKind.SourceFile:
      return say`the top level of a module that must not await`;
    default:
      return say`the default value of a parameter`;
  }
}

/**
 * The function, or what names it, is given to somebody who uses what it returns without waiting.
 * @param use what it would have to wait for
 */
export function receiverDoesNotWait(fn: Node, use?: Node): Evidence {
  const outer = outermost(fn);
  const receiver = outer.parent;
  const isArgument = is.isCallExpression(receiver) || is.isNewExpression(receiver);
  const message = isArgument
    ? doesNotWait(lastName(receiver.expression) ?? snippet(receiver.expression), use)
    : say`nobody is known to wait for the function that stands here`;
  return obstacleAt(isArgument ? receiver.expression : outer, message);
}

function doesNotWait(receiver: string, use: Node | undefined): string {
  return use === undefined
    ? say`\`${receiver}\` does not wait for the function that it is given`
    : say`\`${receiver}\` does not wait for the callback that uses \`${snippet(use)}\``;
}
