// Fact: an array that is written out as the argument of `Promise.all` or one of its siblings.

import {
  SyntaxKind,
  is,
  skipOuter,
  type ArrayBindingPattern,
  type ArrayLiteralExpression,
  type AwaitExpression,
  type CallExpression,
  type ElementAccessExpression,
  type Expression,
  type Node,
  type VariableDeclaration,
} from "../typescript/syntax.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { isGlobal } from "./global-name.ts";

export type Combinator = "all" | "allSettled" | "any" | "race";

export interface Gather extends FactBase {
  readonly kind: "gather";
  readonly call: CallExpression;
  readonly combinator: Combinator;
  readonly list: ArrayLiteralExpression;
  /** The elements that are an `await`, without parentheses and assertions around them. */
  readonly awaits: readonly AwaitExpression[];
  /** Given if one element is all there is and its result is used as if there were no gather. */
  readonly single: SingleGather | undefined;
}

/** A gather of one, of whose result nobody needs that it is an array. */
export interface SingleGather {
  readonly element: Expression;
  /** The `await` around the call. */
  readonly outer: AwaitExpression;
  readonly use: SingleUse;
}

/**
 * `dropped`: a statement of its own. `value`: `race` and `any` give the value itself. `declared` and `assigned`: taken
 * apart by a pattern of one element. `read`: `(await …)[0]`.
 */
export type SingleUse =
  | { readonly kind: "dropped" | "value" }
  | { readonly kind: "declared"; readonly declaration: VariableDeclaration; readonly pattern: ArrayBindingPattern }
  | { readonly kind: "assigned"; readonly pattern: ArrayLiteralExpression }
  | { readonly kind: "read"; readonly access: ElementAccessExpression };

const COMBINATORS: ReadonlySet<string> = new Set<Combinator>(["all", "allSettled", "any", "race"]);

export const gather: Collector<Gather> = {
  nodes: [SyntaxKind.CallExpression],
  callees: COMBINATORS,
  collect(node: Node, syntax) {
    const call = node as CallExpression;
    const gathered = gatheredList(call, syntax);
    if (gathered === undefined) return [];
    const { combinator, list } = gathered;
    const awaits = list.elements.map((element) => skipOuter(element)).filter((each) => is.isAwaitExpression(each));
    const single = singleGather(call, list, combinator);
    if (awaits.length === 0 && single === undefined) return [];
    return [{ kind: "gather", node, isLocal: true, call, combinator, list, awaits, single }];
  },
};

/** The list that is written out for a combinator; undefined for other calls. */
export function gatheredList(
  call: CallExpression,
  syntax: FileSyntax,
): { readonly combinator: Combinator; readonly list: ArrayLiteralExpression } | undefined {
  const callee = skipOuter(call.expression);
  if (!is.isPropertyAccessExpression(callee) || !COMBINATORS.has(callee.name.text)) return undefined;
  const [argument, ...others] = call.arguments;
  if (argument === undefined || others.length > 0) return undefined;
  const list = skipOuter(argument);
  if (!is.isArrayLiteralExpression(list) || !isGlobal(callee.expression, "Promise", syntax)) return undefined;
  return { combinator: callee.name.text as Combinator, list };
}

function singleGather(
  call: CallExpression,
  list: ArrayLiteralExpression,
  combinator: Combinator,
): SingleGather | undefined {
  const [element, ...others] = list.elements;
  if (element === undefined || others.length > 0) return undefined;
  if (element.kind === SyntaxKind.SpreadElement || element.kind === SyntaxKind.OmittedExpression) return undefined;
  const outer = outsideParentheses(call).parent;
  if (!is.isAwaitExpression(outer)) return undefined;
  const use = combinator === "all" ? useOfArray(outer) : combinator === "allSettled" ? undefined : VALUE;
  return use && { element, outer, use };
}

const VALUE: SingleUse = { kind: "value" };

/** How an array of one result is used; undefined if somebody may need the array. */
function useOfArray(outer: AwaitExpression): SingleUse | undefined {
  const value = outsideParentheses(outer);
  const user = value.parent;
  if (is.isExpressionStatement(user)) return { kind: "dropped" };
  if (is.isVariableDeclaration(user)) {
    const pattern = user.name;
    if (!is.isArrayBindingPattern(pattern) || pattern.elements.length !== 1) return undefined;
    const isRest = pattern.elements[0]!.dotDotDotToken !== undefined;
    return isRest ? undefined : { kind: "declared", declaration: user, pattern };
  }
  if (is.isElementAccessExpression(user)) {
    const { argumentExpression: index } = user;
    const isFirst = user.expression === value && is.isNumericLiteral(index) && index.text === "0";
    return isFirst ? { kind: "read", access: user } : undefined;
  }
  if (!is.isBinaryExpression(user) || user.right !== value || !is.isArrayLiteralExpression(user.left)) return undefined;
  const { left: pattern, operatorToken } = user;
  if (operatorToken.kind !== SyntaxKind.EqualsToken || pattern.elements.length !== 1) return undefined;
  const isPlain = pattern.elements[0]!.kind !== SyntaxKind.SpreadElement && is.isExpressionStatement(user.parent);
  return isPlain ? { kind: "assigned", pattern } : undefined;
}

function outsideParentheses(node: Node): Node {
  let current = node;
  while (is.isParenthesizedExpression(current.parent)) current = current.parent;
  return current;
}
