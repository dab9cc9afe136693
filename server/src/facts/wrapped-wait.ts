// A wait inside a larger expression that makes something of the result, `JSON.parse(await readFile(path))` or
// `{ user, posts: await loadPosts() }`: what is awaited could start earlier and the rest stay where it is, provided that
// nothing else happens before it.

import {
  SyntaxKind,
  calleeOf,
  is,
  isAssignmentOperator,
  isFunctionNode,
  skipOuter,
  type AwaitExpression,
  type CallExpression,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import { mayEndEarly, partsOf } from "./expression-parts.ts";
import { isPure, isPureCall, isPurePart } from "./pure-code.ts";

export interface WrappedWait {
  readonly wait: AwaitExpression;
  /** What is made of the result changes nothing, so that it may as well be made later. */
  readonly isPure: boolean;
  /** It may fail where the wait itself does not. */
  readonly isFallible: boolean;
}

/** The only wait of an expression, if it certainly comes to it and does nothing before; undefined otherwise. */
export function wrappedWait(expression: Expression): WrappedWait | undefined {
  const [wait, ...others] = waitsIn(expression);
  if (wait === undefined || others.length > 0) return undefined;
  let isHarmless = true;
  let isFallible = false;
  for (let node: Node = wait; node !== expression; node = node.parent) {
    const { parent } = node;
    const parts = partsOf(parent);
    const at = parts.indexOf(node);
    if (at > 0 && mayEndEarly(parent)) return undefined;
    if (is.isYieldExpression(parent)) return undefined;
    if (is.isBinaryExpression(parent) && isAssignmentOperator(parent.operatorToken)) return undefined;
    if (!parts.slice(0, at).every((part) => isPure(part) || isMethod(part, parent))) return undefined;
    isHarmless &&= parts.slice(at + 1).every(isMaking);
    isHarmless &&= is.isCallExpression(parent) ? isHarmlessCall(parent) : isPurePart(parent);
    isFallible ||= is.isCallExpression(parent);
  }
  return { wait, isPure: isHarmless, isFallible };
}

function waitsIn(node: Node): AwaitExpression[] {
  if (isFunctionNode(node) || is.isClassExpression(node)) return [];
  return [...(is.isAwaitExpression(node) ? [node] : []), ...partsOf(node).flatMap(waitsIn)];
}

/** `this.render` of `this.render(await load())`: which method it is does not change meanwhile. */
function isMethod(part: Node, call: Node): boolean {
  if (!is.isCallExpression(call) || call.expression !== part) return false;
  let owner: Expression = calleeOf(call);
  while (is.isPropertyAccessExpression(owner) && owner.questionDotToken === undefined)
    owner = skipOuter(owner.expression);
  return owner.kind === SyntaxKind.ThisKeyword || is.isIdentifier(owner);
}

/** It makes a value of others, or fails, and does nothing else. */
function isMaking(node: Node): boolean {
  if (isFunctionNode(node)) return true;
  if (is.isCallExpression(node) ? !isHarmlessCall(node) : !isPurePart(node)) return false;
  return partsOf(node).every(isMaking);
}

/** The call itself, its parts aside. */
function isHarmlessCall(call: CallExpression): boolean {
  const callee = skipOuter(call.expression);
  if (isPureCall(call) || callee.getText() === "JSON.parse") return true;
  if (!is.isPropertyAccessExpression(callee)) return false;
  if (MAKES_ANOTHER.test(callee.name.text)) return [...call.arguments].every((argument) => isPure(argument));
  if (!GOES_OVER_ITEMS.test(callee.name.text)) return false;
  return [...call.arguments].every((argument) => {
    const fn = skipOuter(argument);
    return is.isArrowFunction(fn) && !is.isBlock(fn.body) && isMaking(fn.body) && [...fn.parameters].every(isPure);
  });
}

const GOES_OVER_ITEMS = /^(?:every|filter|find|findIndex|findLast|flatMap|map|some)$/;

/** Methods of texts and lists that give a new one. */
const MAKES_ANOTHER = /^(?:concat|flat|match|padEnd|padStart|replace|replaceAll|toReversed|toSorted)$/;
