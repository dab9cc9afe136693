// What a collection's method hands to the function that it is given: `items.map((item) => …)`, and what `reduce` starts with.

import {
  forEachDescendant,
  is,
  isFunctionNode,
  skipOuter,
  type CallExpression,
  type Expression,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import { ELEMENT, FRESH, UNKNOWN, memberOf, valueOf, type Frame, type Value } from "./access-path.ts";

/** Methods whose function gets an item and its place. */
const EACH = /^(?:every|filter|find|findIndex|findLast|findLastIndex|flatMap|forEach|map|some)$/;

/**
 * By the position of the parameter. Empty for methods that hand over nobody knows what.
 * @param receiver what the method is called on
 */
export function handedValues(
  call: CallExpression,
  fn: FunctionNode,
  receiver: Value | undefined,
  frame: Frame,
): readonly Value[] {
  const callee = skipOuter(call.expression);
  if (receiver === undefined || !is.isPropertyAccessExpression(callee) || call.arguments[0] === undefined) return [];
  if (skipOuter(call.arguments[0]) !== fn) return [];
  const item = memberOf(receiver, ELEMENT, frame);
  const { text: method } = callee.name;
  if (EACH.test(method)) return [item, FRESH, receiver];
  if (method === "sort" || method === "toSorted") return [item, item];
  if (method !== "reduce" && method !== "reduceRight") return [];
  return [accumulator(fn, call.arguments[1], frame), item, FRESH, receiver];
}

/** What is handed on from call to call: what there was at first, if the function gives back nothing else. */
function accumulator(fn: FunctionNode, first: Expression | undefined, frame: Frame): Value {
  const name = fn.parameters[0]?.name;
  if (first === undefined || name === undefined || !is.isIdentifier(name)) return UNKNOWN;
  if (!returnedBy(fn).every((value) => isMadeOf(value, name.text))) return UNKNOWN;
  const start = valueOf(first, frame);
  // What has been put into it since may be anything.
  return start.kind === "fresh" ? FRESH : start;
}

function returnedBy(fn: FunctionNode): Expression[] {
  const { body } = fn;
  if (body === undefined) return [];
  if (!is.isBlock(body)) return [body];
  const returned: Expression[] = [];
  forEachDescendant(body, (node: Node) => {
    if (is.isReturnStatement(node) && node.expression !== undefined) returned.push(node.expression);
    return !isFunctionNode(node);
  });
  return returned;
}

/** `all`, `all.set(…)`, `{ ...all }`. */
function isMadeOf(value: Expression, name: string): boolean {
  const node = skipOuter(value);
  if (is.isIdentifier(node)) return node.text === name;
  if (is.isObjectLiteralExpression(node) || is.isArrayLiteralExpression(node)) return true;
  if (!is.isCallExpression(node)) return false;
  const callee = skipOuter(node.expression);
  return (
    is.isPropertyAccessExpression(callee) &&
    isMadeOf(callee.expression, name) &&
    CHANGES_OR_COPIES.test(callee.name.text)
  );
}

const CHANGES_OR_COPIES = /^(?:add|concat|set|slice|with)$/;
