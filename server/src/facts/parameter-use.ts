// What a function does with a function that it is given, as far as its own text shows: where it calls it, and to what it
// hands it on. What is stored or returned is not followed.

import {
  SyntaxKind,
  forEachDescendant,
  is,
  outermost,
  type CallExpression,
  type FunctionNode,
  type Node,
  type ParameterDeclaration,
} from "../typescript/syntax.ts";
import { isCalledByPromise, runWithin, type PassedCallback } from "./async-context.ts";
import { contains, hidingScope, isDeclarationName, isReference } from "./occurrences.ts";

export interface ParameterUse {
  /** The call of the parameter, or the call that it is handed to. */
  readonly call: CallExpression;
  /** Undefined where the parameter itself is called. */
  readonly handedTo: PassedCallback | undefined;
  /** The calls that this is a callback of, up to the function; each has to call its callback at once. */
  readonly passedTo: readonly PassedCallback[];
  /** It is part of something asynchronous, whoever calls the function. */
  readonly isAsync: boolean;
}

const byParameter = new WeakMap<ParameterDeclaration, readonly ParameterUse[]>();

/** The parameter that the argument at the position becomes; undefined for a pattern or a rest parameter. */
export function parameterAt(fn: FunctionNode, position: number): ParameterDeclaration | undefined {
  const [first] = fn.parameters;
  // `this` is declared like a parameter and is none.
  const isThis = first !== undefined && is.isIdentifier(first.name) && first.name.text === "this";
  const parameter = fn.parameters[isThis ? position + 1 : position];
  if (parameter === undefined || parameter.dotDotDotToken !== undefined) return undefined;
  return is.isIdentifier(parameter.name) ? parameter : undefined;
}

/** Empty if the function gives the parameter another value, which may be any function. */
export function usesOfParameter(parameter: ParameterDeclaration, fn: FunctionNode): readonly ParameterUse[] {
  let uses = byParameter.get(parameter);
  if (uses === undefined) byParameter.set(parameter, (uses = findUses(parameter, fn)));
  return uses;
}

function findUses(parameter: ParameterDeclaration, fn: FunctionNode): readonly ParameterUse[] {
  const mentions = mentionsOf(parameter, fn);
  if (mentions.some(isWritten)) return [];
  return mentions.flatMap((mention) => {
    const use = useOf(mention);
    const run = use && runWithin(use.call, fn);
    if (use === undefined || run === undefined) return [];
    const { handedTo } = use;
    if (handedTo === undefined || !isCalledByPromise(handedTo.call, handedTo.position)) return [{ ...use, ...run }];
    return [{ call: use.call, handedTo: undefined, passedTo: run.passedTo, isAsync: true }];
  });
}

/** The identifiers that mean the parameter. */
function mentionsOf({ name }: ParameterDeclaration, fn: FunctionNode): readonly Node[] {
  const { text } = name as unknown as { text: string };
  const found: Node[] = [];
  const hidden: Node[] = [];
  forEachDescendant(fn, (node) => {
    if (!is.isIdentifier(node) || node.text !== text || (node as Node) === name || !isReference(node)) return;
    if (isDeclarationName(node)) hidden.push(hidingScope(node));
    else found.push(node);
  });
  return found.filter((node) => !hidden.some((scope) => contains(scope, node)));
}

function useOf(mention: Node): Pick<ParameterUse, "call" | "handedTo"> | undefined {
  const outer = outermost(mention);
  const { parent } = outer;
  if (is.isCallExpression(parent)) {
    if (parent.expression === outer) return { call: parent, handedTo: undefined };
    const position = parent.arguments.indexOf(outer as never);
    const isCertain = position >= 0 && !parent.arguments.slice(0, position).some(is.isSpreadElement);
    return isCertain ? { call: parent, handedTo: { call: parent, position } } : undefined;
  }
  // `callback.call(this)`
  if (!is.isPropertyAccessExpression(parent) || !/^(?:call|apply)$/.test(parent.name.text)) return undefined;
  const call = outermost(parent).parent;
  const isCalled = is.isCallExpression(call) && call.expression === outermost(parent);
  return isCalled ? { call, handedTo: undefined } : undefined;
}

/** Something else than the parameter's own value, or a default for it, is assigned to it. */
function isWritten(mention: Node): boolean {
  const target = outermost(mention);
  const { parent } = target;
  if (is.isBinaryExpression(parent) && parent.left === target) {
    switch (parent.operatorToken.kind) {
      case SyntaxKind.EqualsToken:
        return !parent.right.getText().startsWith(`${mention.getText()} `);
      case SyntaxKind.BarBarEqualsToken:
      case SyntaxKind.QuestionQuestionEqualsToken:
        return false;
      default:
        return isAssignment(parent.operatorToken);
    }
  }
  // `[callback] = callbacks`, `for (callback of callbacks)`
  return isInPattern(target);
}

function isAssignment({ kind }: Node): boolean {
  return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
}

function isInPattern(target: Node): boolean {
  let node = target;
  while (
    is.isArrayLiteralExpression(node.parent) ||
    is.isObjectLiteralExpression(node.parent) ||
    is.isPropertyAssignment(node.parent) ||
    is.isShorthandPropertyAssignment(node.parent)
  ) {
    node = node.parent;
  }
  const { parent } = node;
  if (is.isForOfStatement(parent) || is.isForInStatement(parent)) return (parent.initializer as Node) === node;
  return is.isBinaryExpression(parent) && parent.left === node && isAssignment(parent.operatorToken);
}
