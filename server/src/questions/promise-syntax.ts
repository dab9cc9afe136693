// How the code around promises is recognised by syntax: executors and what they settle by, loggers, caught errors.

import { LOGGER, LOGGER_METHOD } from "../knowledge/failures.ts";
import {
  SyntaxKind,
  forEachDescendant,
  is,
  outermost,
  skipOuter,
  type Expression,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";

/** The function that `new Promise` is given. */
export function isExecutor(fn: FunctionNode): boolean {
  const { parent } = outermost(fn);
  return is.isNewExpression(parent) && isPromiseName(parent.expression) && parent.arguments?.[0] !== undefined;
}

/** `resolve` and `reject`, by whatever names an executor has for them. */
export function settlersOf(executor: FunctionNode): readonly string[] {
  return executor.parameters.flatMap(({ name }) => (is.isIdentifier(name) ? [name.text] : []));
}

export function mentionsReject(executor: FunctionNode): boolean {
  const [, reject, ...others] = executor.parameters;
  if (reject === undefined) return false;
  return others.length > 0 || !is.isIdentifier(reject.name) || mentions(executor.body!, [reject.name.text]);
}

export function isPromiseName(node: Expression): boolean {
  return is.isIdentifier(node) && node.text === "Promise";
}

/** `logger.warn`, `this.log.error`, `console.log`, `log`. */
export function isLogger(callee: Expression): boolean {
  if (is.isIdentifier(callee)) return LOGGER.test(callee.text);
  if (!is.isPropertyAccessExpression(callee) || !LOGGER_METHOD.test(callee.name.text)) return false;
  const owner = skipOuter(callee.expression);
  if (is.isIdentifier(owner)) return LOGGER.test(owner.text);
  return is.isPropertyAccessExpression(owner) && LOGGER.test(owner.name.text.replace(/^#/, ""));
}

/** `undefined` or `null`, which handles nothing. */
export function isNothing(node: Expression): boolean {
  return node.kind === SyntaxKind.NullKeyword || (is.isIdentifier(node) && node.text === "undefined");
}

/** The names that a binding introduces. */
export function namesIn(binding: Node | undefined): string[] {
  if (binding === undefined) return [];
  if (is.isIdentifier(binding)) return [binding.text];
  const names: string[] = [];
  forEachDescendant(binding, (node) => {
    if (is.isIdentifier(node)) names.push(node.text);
  });
  return names;
}

export function mentions(node: Node, names: readonly string[]): boolean {
  if (names.length === 0) return false;
  if (is.isIdentifier(node)) return names.includes(node.text);
  let isFound = false;
  forEachDescendant(node, (inner) => {
    if (is.isIdentifier(inner) && names.includes(inner.text)) isFound = true;
    return !isFound;
  });
  return isFound;
}
