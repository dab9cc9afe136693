// Statements that add one value to something that a loop fills: `list.push(value)`, `map.set(key, value)`, `set.add(value)`,
// `object[key] = value`, `sum += value`. A rewrite can do them afterwards, in order, which is why they may stand in code that
// is to overlap.

import {
  SyntaxKind,
  is,
  isFunctionNode,
  skipOuter,
  type Expression,
  type ExpressionStatement,
  type Node,
} from "../typescript/syntax.ts";
import type { LoopHead } from "./loop-head.ts";

export interface Accumulation {
  readonly kind: "list" | "map" | "set" | "member" | "sum";
  readonly statement: ExpressionStatement;
  /** What gets the value: the collection, the object, or the variable or member that sums up. */
  readonly target: Expression;
  /** What is evaluated: the value, and before it a key. */
  readonly operands: readonly Expression[];
}

/** `cache[key] = value` while the loop goes over the keys of `cache`: the entry is the iteration's own. */
export function isOwnEntry({ kind, target, operands: [key] }: Accumulation, head: LoopHead): boolean {
  if (kind !== "member" || key === undefined || !is.isIdentifier(skipOuter(target)) || head.names[0] !== key.getText())
    return false;
  const over = skipOuter(head.over);
  const isKeys = is.isCallExpression(over) && /^Object\.(?:entries|keys)$/.test(over.expression.getText());
  const object = head.kind === "keys" ? over : isKeys ? over.arguments[0] : undefined;
  return object !== undefined && skipOuter(object).getText() === skipOuter(target).getText();
}

export interface Accumulations {
  /** The statements, or the parts of them, that accumulate nothing. */
  readonly overlapping: readonly Node[];
  readonly accumulations: readonly Accumulation[];
}

/** @param own names that mean something else in each iteration: what is added to those is not shared */
export function accumulationIn(statements: readonly Node[], own: ReadonlySet<string>): Accumulations {
  const overlapping: Node[] = [];
  const accumulations: Accumulation[] = [];
  for (const statement of statements) {
    const found: Accumulation[] = [];
    collect(statement, own, found);
    if (found.length === 0) overlapping.push(statement);
    else split(statement, own, overlapping);
    accumulations.push(...found);
  }
  return { overlapping, accumulations };
}

export function accumulationOf(statement: Node): Accumulation | undefined {
  if (!is.isExpressionStatement(statement)) return undefined;
  const node = skipOuter(statement.expression);
  if (is.isPostfixUnaryExpression(node) || is.isPrefixUnaryExpression(node)) {
    const isUpdate = node.operator === SyntaxKind.PlusPlusToken || node.operator === SyntaxKind.MinusMinusToken;
    return isUpdate ? { kind: "sum", statement, target: node.operand, operands: [] } : undefined;
  }
  if (is.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === SyntaxKind.PlusEqualsToken || kind === SyntaxKind.MinusEqualsToken) {
      return { kind: "sum", statement, target: node.left, operands: [node.right] };
    }
    const target = skipOuter(node.left);
    if (kind !== SyntaxKind.EqualsToken || !is.isElementAccessExpression(target)) return undefined;
    return {
      kind: "member",
      statement,
      target: target.expression,
      operands: [target.argumentExpression, node.right],
    };
  }
  if (!is.isCallExpression(node)) return undefined;
  const callee = skipOuter(node.expression);
  if (!is.isPropertyAccessExpression(callee) || node.arguments.some(is.isSpreadElement)) return undefined;
  const kind = METHODS[`${callee.name.text} ${node.arguments.length}`];
  if (kind === undefined || callee.questionDotToken !== undefined) return undefined;
  return { kind, statement, target: callee.expression, operands: [...node.arguments] };
}

/** By name and number of arguments. */
const METHODS: Readonly<Record<string, Accumulation["kind"]>> = { "push 1": "list", "set 2": "map", "add 1": "set" };

function sharedAccumulationOf(node: Node, own: ReadonlySet<string>): Accumulation | undefined {
  const accumulation = accumulationOf(node);
  return accumulation !== undefined && own.has(rootName(accumulation.target)) ? undefined : accumulation;
}

/** The variable, `this` or whatever else an expression of members begins with. */
export function rootName(target: Expression): string {
  let node = skipOuter(target);
  while (is.isPropertyAccessExpression(node) || is.isElementAccessExpression(node)) node = skipOuter(node.expression);
  return node.getText();
}

function collect(node: Node, own: ReadonlySet<string>, found: Accumulation[]): void {
  if (isFunctionNode(node)) return;
  const accumulation = sharedAccumulationOf(node, own);
  if (accumulation !== undefined) {
    found.push(accumulation);
    return;
  }
  node.forEachChild((part) => {
    collect(part, own, found);
    return undefined;
  });
}

/** The parts around the accumulations, in text order. */
function split(node: Node, own: ReadonlySet<string>, parts: Node[]): void {
  const accumulation = sharedAccumulationOf(node, own);
  if (accumulation !== undefined) {
    parts.push(...accumulation.operands);
    return;
  }
  const found: Accumulation[] = [];
  collect(node, own, found);
  if (found.length === 0) {
    parts.push(node);
    return;
  }
  node.forEachChild((part) => {
    split(part, own, parts);
    return undefined;
  });
}
