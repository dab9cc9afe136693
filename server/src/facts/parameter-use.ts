// What a function does with a function that it is given, as far as its own text shows: where it calls it, and to what it
// hands it on. It may have been given in an object, and may go by other names inside. What is stored or returned is not followed.

import {
  SyntaxKind,
  forEachDescendant,
  is,
  isAssignmentOperator,
  outermost,
  type CallExpression,
  type FunctionNode,
  type NewExpression,
  type Node,
  type ParameterDeclaration,
} from "../typescript/syntax.ts";
import { runWithin } from "./async-context.ts";
import { argumentAt, callOf, carrierOf, receiverAt, type Carrier, type PassedCallback } from "./handed-function.ts";
import { contains, hidingScope, isDeclarationName, isReference } from "./occurrences.ts";

/** What a function gets: a parameter, or what stands behind these names in it. The same object for the same place. */
export interface Received {
  readonly parameter: ParameterDeclaration;
  readonly path: readonly string[];
}

export interface ParameterUse {
  /** The call of what is received, or the call that it is handed to. */
  readonly call: CallExpression | NewExpression;
  /** Undefined where it is itself called. */
  readonly handedTo: PassedCallback | undefined;
  /** The calls that this is a callback of, up to the function; each has to call its callback at once. */
  readonly passedTo: readonly PassedCallback[];
  /** It is part of something asynchronous, whoever calls the function. */
  readonly isAsync: boolean;
}

const received = new WeakMap<ParameterDeclaration, Map<string, Received>>();
const knownUses = new WeakMap<Received, readonly ParameterUse[]>();

/** What an argument becomes; undefined if there is no parameter of its own for it. */
export function receivedBy(fn: FunctionNode, { position, path }: PassedCallback): Received | undefined {
  const [first] = fn.parameters;
  // `this` is declared like a parameter and is none.
  const isThis = first !== undefined && is.isIdentifier(first.name) && first.name.text === "this";
  const parameter = fn.parameters[isThis ? position + 1 : position];
  if (parameter === undefined || parameter.dotDotDotToken !== undefined) return undefined;
  let places = received.get(parameter);
  if (places === undefined) received.set(parameter, (places = new Map()));
  const key = path.join(".");
  let place = places.get(key);
  if (place === undefined) places.set(key, (place = { parameter, path }));
  return place;
}

/** Empty if the function puts something else in its place, which may be any function. */
export function usesOf(place: Received, fn: FunctionNode): readonly ParameterUse[] {
  let uses = knownUses.get(place);
  if (uses === undefined) knownUses.set(place, (uses = findUses(place, fn)));
  return uses;
}

function findUses({ parameter, path }: Received, fn: FunctionNode): readonly ParameterUse[] {
  const uses: ParameterUse[] = [];
  const holders = holdersIn(parameter.name, path);
  for (const { at: name, path: inName } of holders) {
    for (const mention of mentionsOf(name, name.parent === parameter ? fn : hidingScope(name))) {
      if (isWritten(mention)) return [];
      const carrier = carriedFrom(mention, inName);
      if (carrier === undefined) continue;
      if (isWritten(carrier.at) || isFilled(carrier)) return [];
      for (const other of otherNames(carrier)) if (!holders.some(({ at }) => at === other.at)) holders.push(other);
      const use = useOf(carrier);
      const run = use && runWithin(use.call, fn);
      if (use !== undefined && run !== undefined) uses.push({ ...use, ...run, isAsync: use.isAsync || run.isAsync });
    }
  }
  return uses;
}

/** The names of a binding that hold something behind these names of what is bound. */
function holdersIn(binding: Node, path: readonly string[]): Carrier[] {
  if (is.isIdentifier(binding)) return [{ at: binding, path }];
  if (!is.isObjectBindingPattern(binding)) return [];
  const [key, ...behind] = path;
  for (const { name, propertyName, dotDotDotToken } of binding.elements) {
    if (name === undefined || key === undefined) continue;
    if (dotDotDotToken !== undefined) return holdersIn(name, path);
    if ((propertyName ?? name).getText() === key) return holdersIn(name, behind);
  }
  return [];
}

/** The identifiers that mean what the name declares. */
function mentionsOf(name: Node, scope: Node): readonly Node[] {
  const { text } = name as unknown as { text: string };
  const found: Node[] = [];
  const hidden: Node[] = [];
  forEachDescendant(scope, (node) => {
    if (!is.isIdentifier(node) || node.text !== text || (node as Node) === name || !isReference(node)) return;
    if (isDeclarationName(node)) hidden.push(hidingScope(node));
    else found.push(node);
  });
  return found.filter((node) => !hidden.some((other) => contains(other, node)));
}

/** What has it where a holder of it is mentioned; undefined if the mention is about something else. */
function carriedFrom(mention: Node, inMention: readonly string[]): Carrier | undefined {
  let path = inMention;
  let at = outermost(mention);
  for (;;) {
    const { parent } = at;
    if (path.length > 0 && is.isPropertyAccessExpression(parent) && parent.expression === at) {
      if (parent.name.text !== path[0]) return undefined;
      path = path.slice(1);
    } else if (!isDefaulted(at)) {
      return carrierOf(at, path);
    }
    at = outermost(parent);
  }
}

/** `options || {}` */
function isDefaulted(value: Node): boolean {
  const { parent } = value;
  if (!is.isBinaryExpression(parent) || parent.left !== value) return false;
  const { kind } = parent.operatorToken;
  return kind === SyntaxKind.BarBarToken || kind === SyntaxKind.QuestionQuestionToken;
}

/** `const { enter } = options`, `const enter = options.enter` */
function otherNames({ at, path }: Carrier): readonly Carrier[] {
  const { parent } = at;
  return is.isVariableDeclaration(parent) && parent.initializer === at ? holdersIn(parent.name, path) : [];
}

/** `Object.assign(options, …)` may put another function in its place. */
function isFilled(carrier: Carrier): boolean {
  const handed = argumentAt(carrier);
  return handed?.position === 0 && /(?:^|\.)(?:assign|defaults|extend|merge)$/.test(handed.call.expression.getText());
}

function useOf(carrier: Carrier): Omit<ParameterUse, "passedTo"> | undefined {
  const call = carrier.path.length > 0 ? undefined : callOf(carrier.at);
  if (call !== undefined) return { call, handedTo: undefined, isAsync: false };
  const receiver = receiverAt(argumentAt(carrier));
  if (receiver === undefined) return undefined;
  const handedTo = receiver.kind === "named" ? receiver : undefined;
  return { call: receiver.call, handedTo, isAsync: receiver.kind === "promise" };
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
        return isAssignmentOperator(parent.operatorToken);
    }
  }
  // `[callback] = callbacks`, `for (callback of callbacks)`
  return isInPattern(target);
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
  return is.isBinaryExpression(parent) && parent.left === node && isAssignmentOperator(parent.operatorToken);
}
