// Whether what is declared of a call's result holds for every function that may run there. Inquiries, no rule.

import { ask, type Inquiry } from "../questions/question.ts";
import {
  SyntaxKind,
  hasModifier,
  is,
  isJavaScript,
  outermost,
  skipOuter,
  type Expression,
  type FunctionNode,
} from "../typescript/syntax.ts";

/**
 * A function that is typed to return nothing may be async where somebody else writes it: a callback, an implementation of
 * an interface, a method that a subclass overrides. Only what is declared for good is taken at its word.
 */
export function* returnsNothing(value: Expression): Inquiry<boolean> {
  const call = skipOuter(value);
  if (!is.isCallExpression(call)) return false;
  const fn = yield* ask("called-function", call);
  if (fn !== undefined) return !isReplaceable(fn);
  const callee = yield* ask("callee", call);
  // `rm` of node:fs, but not `Hooks.onClose` of a framework.
  return callee?.package !== undefined && /^\w+$/.test(callee.name);
}

/**
 * Nothing keeps a class of JavaScript from overriding a method by an async one; and what a name in brackets stands for is
 * not known there, so that it is given the type of any member that is written so.
 */
export function* isUnboundByType(value: Expression): Inquiry<boolean> {
  const call = skipOuter(value);
  if (!is.isCallExpression(call)) return false;
  const callee = skipOuter(call.expression);
  if (is.isElementAccessExpression(callee)) {
    return isJavaScript(call.getSourceFile()) && !isLiteral(callee.argumentExpression);
  }
  if (!is.isPropertyAccessExpression(callee)) return false;
  const fn = yield* ask("called-function", call);
  const owner = fn?.parent;
  if (fn === undefined || owner === undefined || !isJavaScript(fn.getSourceFile()) || !isReplaceable(fn)) return false;
  if (!is.isClassDeclaration(owner) && !is.isClassExpression(owner)) return false;
  return owner.name === undefined || owner.name.getText() !== callee.expression.getText();
}

function isLiteral(key: Expression): boolean {
  return is.isStringLiteral(key) || is.isNumericLiteral(key) || is.isNoSubstitutionTemplateLiteral(key);
}

function isReplaceable(fn: FunctionNode): boolean {
  if (is.isFunctionDeclaration(fn) || is.isVariableDeclaration(fn.parent)) return false;
  if (is.isArrowFunction(fn) || is.isFunctionExpression(fn)) {
    const { parent } = outermost(fn);
    return !is.isCallExpression(parent) && !(is.isBinaryExpression(parent) && EXPORT.test(parent.left.getText()));
  }
  const { name } = fn as { name?: Expression };
  return !(name !== undefined && is.isPrivateIdentifier(name)) && !hasModifier(fn, SyntaxKind.PrivateKeyword);
}

/** `exports.load = …`, `module.exports = …` */
const EXPORT = /^(?:module\.)?exports\b/;
