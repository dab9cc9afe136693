// Fact: an element of the list that `Promise.all` or one of its siblings is given is an array itself, by the way it is made.
// Whether it holds promises, for which nobody waits there, is a question of its own.

import {
  NodeFlags,
  SyntaxKind,
  is,
  skipOuter,
  type ArrayLiteralExpression,
  type CallExpression,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import { bindingOf } from "./binding.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { gatheredList, type Combinator } from "./gather.ts";

export interface GatheredArray extends FactBase {
  readonly kind: "gathered-array";
  readonly combinator: Combinator;
  readonly list: ArrayLiteralExpression;
  /** The element. */
  readonly value: Expression;
}

export const gatheredArray: Collector<GatheredArray> = {
  nodes: [SyntaxKind.CallExpression],
  callees: new Set<Combinator>(["all", "allSettled", "any", "race"]),
  collect(node: Node, syntax: FileSyntax) {
    const gathered = gatheredList(node as CallExpression, syntax);
    if (gathered === undefined) return [];
    const arrays = [...gathered.list.elements].filter((element) => isArray(element, syntax));
    return arrays.map((value) => ({ kind: "gathered-array", node, isLocal: false, value, ...gathered }));
  },
};

/** `items.map(…)`, `Array.from(…)`, a list in the list, or a constant that one of these initialises. */
function isArray(element: Expression, syntax: FileSyntax): boolean {
  const node = skipOuter(element);
  if (is.isIdentifier(node)) {
    const declaration = bindingOf(node, syntax);
    if (declaration === undefined || !is.isVariableDeclaration(declaration)) return false;
    const { initializer, parent } = declaration;
    const isConstant = (parent.flags & NodeFlags.Const) !== 0;
    return isConstant && initializer !== undefined && isArrayMade(skipOuter(initializer));
  }
  return isArrayMade(node);
}

function isArrayMade(node: Node): boolean {
  if (is.isArrayLiteralExpression(node)) return node.elements.length > 0;
  if (!is.isCallExpression(node)) return false;
  const callee = skipOuter(node.expression);
  return is.isPropertyAccessExpression(callee) && ARRAY_MAKERS.has(callee.name.text);
}

const ARRAY_MAKERS: ReadonlySet<string> = new Set(["flatMap", "from", "map"]);
