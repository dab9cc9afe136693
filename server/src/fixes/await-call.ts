// Rewriting step: await an existing call of a function that becomes asynchronous, so that whatever used its result gets
// the same. Where `await` is legal is not decided here.

import type { Edit } from "../text/edit.ts";
import {
  NodeFlags,
  findAncestor,
  is,
  isFunctionNode,
  outermost,
  type CallExpression,
  type Node,
  type TaggedTemplateExpression,
} from "../typescript/syntax.ts";
import { canBeginWithParenthesis } from "./begin-with-parenthesis.ts";
import { needsParentheses } from "./parentheses.ts";
import { insert, surround } from "./prefix.ts";

export type AwaitableCall = CallExpression | TaggedTemplateExpression;

/** Somebody waits for what the call gives, or says that nobody does. */
export function isAwaited(call: AwaitableCall): boolean {
  const { parent } = withParentheses(call);
  return is.isAwaitExpression(parent) || is.isVoidExpression(parent);
}

/** The call's value is that of the function around it, unchanged, and nothing there catches what it throws. */
export function isPassedOn(call: AwaitableCall): boolean {
  const { parent } = withParentheses(call);
  if (is.isReturnStatement(parent)) return !isInsideTry(parent);
  return is.isArrowFunction(parent) && parent.body === withParentheses(call);
}

/** A returned promise would settle after `catch` and `finally` have been left behind. */
function isInsideTry(statement: Node): boolean {
  const owner = findAncestor(statement, (each) => isFunctionNode(each) || isGuarded(each, statement));
  return owner !== undefined && is.isTryStatement(owner);
}

function isGuarded(node: Node, inner: Node): boolean {
  if (!is.isTryStatement(node)) return false;
  const { tryBlock, finallyBlock } = node;
  return (tryBlock.pos <= inner.pos && inner.end <= tryBlock.end) || finallyBlock !== undefined;
}

/** Undefined where an `await` would change which of the parts around the call are evaluated, or would not parse. */
export function awaitCall(call: AwaitableCall): Edit[] | undefined {
  const file = call.getSourceFile();
  if (!needsParentheses(call)) return [insert(file.fileName, call.getStart(), "await ")];
  // In `a?.load().name` nothing behind `?.` is evaluated if there is no `a`.
  const goesOn = (call.parent.flags & NodeFlags.OptionalChain) !== 0 && (call.flags & NodeFlags.OptionalChain) !== 0;
  if (goesOn && !hasQuestionDot(call.parent)) return undefined;
  if (!canBeginWithParenthesis(call, file.text)) return undefined;
  return surround(file.fileName, call, "(await ", ")");
}

function hasQuestionDot(node: Node): boolean {
  return (node as { questionDotToken?: Node }).questionDotToken !== undefined;
}

/** As opposed to assertions, which speak of the value that the call gave before. */
function withParentheses(node: Node): Node {
  const outer = outermost(node);
  let current = node;
  while (current !== outer && is.isParenthesizedExpression(current.parent)) current = current.parent;
  return current;
}
