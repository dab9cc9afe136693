// Where a function is handed over, be it written there or named: as an argument, or in an object literal that is one. By syntax
// alone: whether what gets it calls it, and when, is a question, unless it is known to keep what it gets.

import { KEEPING_NAMES } from "../knowledge/synchronous-callbacks.ts";
import {
  SyntaxKind,
  calleeName,
  is,
  isFunctionNode,
  isGenerator,
  isName,
  lastName,
  outermost,
  referenceOf,
  skipOuter,
  type CallExpression,
  type Expression,
  type FunctionNode,
  type NewExpression,
  type Name,
  type Node,
} from "../typescript/syntax.ts";

export interface PassedCallback {
  readonly call: CallExpression | NewExpression;
  /** The position among the arguments. */
  readonly position: number;
  /** The names behind which it stands in the object that is the argument; empty if it is the argument itself. */
  readonly path: readonly string[];
}

/** Who calls a function, and when. */
export interface Receiver extends PassedCallback {
  /** `promise`: once it has settled. `named`: whenever what is called does so. `itself`: at once. */
  readonly kind: "promise" | "named" | "itself";
}

/** What runs a function by its name: a call, or the name where it is handed to somebody who calls it. */
export type NamedRun = CallExpression | Name;

/** Who calls a function that is written where it is used; undefined if nobody is known to. */
export function receiverOf(fn: FunctionNode): Receiver | undefined {
  // A generator's body runs when somebody asks for its values.
  if (isGenerator(fn)) return undefined;
  if (fn.kind === SyntaxKind.MethodDeclaration) return receiverAt(handedAt(fn));
  if (fn.kind !== SyntaxKind.ArrowFunction && fn.kind !== SyntaxKind.FunctionExpression) return undefined;
  const call = callOf(fn);
  return call === undefined ? receiverAt(handedAt(fn)) : { kind: "itself", call, position: -1, path: [] };
}

/** The call of what stands there: `f()`, `f.call(this)`. */
export function callOf(value: Node): CallExpression | undefined {
  const outer = outermost(value);
  const { parent } = outer;
  if (is.isCallExpression(parent)) return parent.expression === outer ? parent : undefined;
  return methodCallOn(outer, /^(?:call|apply)$/);
}

function methodCallOn(outer: Node, method: RegExp): CallExpression | undefined {
  const access = outer.parent;
  if (!is.isPropertyAccessExpression(access) || access.expression !== outer || !method.test(access.name.text)) {
    return undefined;
  }
  const callee = outermost(access);
  const call = callee.parent;
  return is.isCallExpression(call) && call.expression === callee ? call : undefined;
}

/**
 * Where a name is handed over; undefined if it is used otherwise, if what it is part of may be something else, or if it is
 * that of a parameter: which function that is, nobody knows here.
 */
export function handedName(node: Node): PassedCallback | undefined {
  if (!isName(node)) return undefined;
  const reference = referenceOf(node);
  const handed = handedAt(reference);
  return handed === undefined || (reference === node && isParameterAround(node)) ? undefined : handed;
}

function isParameterAround({ parent, text }: Name): boolean {
  for (let node = parent; !is.isSourceFile(node); node = node.parent) {
    if (isFunctionNode(node) && node.parameters.some(({ name }) => is.isIdentifier(name) && name.text === text)) {
      return true;
    }
  }
  return false;
}

/** Who calls the function of a name that is handed over; undefined if nobody is known to. */
export function receiverOfName(node: Node): Receiver | undefined {
  return receiverAt(handedName(node));
}

export function isNamedRun(node: Node): node is NamedRun {
  return is.isCallExpression(node) || handedName(node) !== undefined;
}

/** What names the function that is run. */
export function calledExpression(run: NamedRun): Expression {
  return is.isCallExpression(run) ? skipOuter(run.expression) : referenceOf(run);
}

/** The name by which the function that is run is looked up. */
export function calledName(run: NamedRun): Node {
  return is.isCallExpression(run) ? calleeName(run) : run;
}

/** What may stand behind a name that is handed over. */
const BEHIND_NAME = /\s*(?:[,)}!]|\.\s*bind\b|as\b|satisfies\b)/y;

/** False if what follows in the text tells that the name that ends there is not handed over. */
export function mayBeHanded(text: string, end: number): boolean {
  BEHIND_NAME.lastIndex = end;
  return BEHIND_NAME.test(text);
}

/** Where a value becomes an argument: itself, or as a part of an object literal. */
function handedAt(value: Node): PassedCallback | undefined {
  return argumentAt(carrierOf(value, []));
}

/** A value, and behind which names in it something stands. */
export interface Carrier {
  readonly at: Node;
  readonly path: readonly string[];
}

/** The argument that the carrier is; undefined if it is none, or if its position is not certain. */
export function argumentAt(carrier: Carrier | undefined): PassedCallback | undefined {
  if (carrier === undefined) return undefined;
  const { at, path } = carrier;
  const { parent } = at;
  if (!is.isCallExpression(parent) && !is.isNewExpression(parent)) return undefined;
  const given = parent.arguments ?? [];
  const position = given.indexOf(at as never);
  const isCertain = position >= 0 && !given.slice(0, position).some(is.isSpreadElement);
  return isCertain ? { call: parent, position, path } : undefined;
}

/**
 * The outermost object literal that the value is a part of, or the value itself, bound or not.
 * @returns undefined if another property of the literal may take its place
 */
export function carrierOf(value: Node, inValue: readonly string[]): Carrier | undefined {
  const path = [...inValue];
  let at = outermost(value);
  for (;;) {
    const bound = methodCallOn(at, /^bind$/);
    const property = propertyOf(at);
    if (bound !== undefined) {
      at = outermost(bound);
    } else if (property !== undefined) {
      const name = is.isSpreadAssignment(property) ? path[0] : nameOf(property);
      if (name === undefined || isReplaced(property, name)) return undefined;
      if (!is.isSpreadAssignment(property)) path.unshift(name);
      at = outermost(property.parent);
    } else {
      return { at, path };
    }
  }
}

/** What of an object literal has the value: `{ load }`, `{ load: value }`, `{ load() {} }`, `{ ...value }`. */
function propertyOf(value: Node): Node | undefined {
  if (is.isMethodDeclaration(value)) return is.isObjectLiteralExpression(value.parent) ? value : undefined;
  const { parent } = value;
  const isValue =
    (is.isPropertyAssignment(parent) && parent.initializer === value) ||
    (is.isShorthandPropertyAssignment(parent) && parent.name === value) ||
    (is.isSpreadAssignment(parent) && parent.expression === value);
  return isValue ? parent : undefined;
}

/** What stands behind the property in its literal may have the same name. */
function isReplaced(property: Node, name: string): boolean {
  const { properties } = property.parent as unknown as { readonly properties: readonly Node[] };
  return properties
    .slice(properties.indexOf(property) + 1)
    .some((later) => is.isSpreadAssignment(later) || (nameOf(later) ?? name) === name);
}

function nameOf(property: Node): string | undefined {
  const { name } = property as { name?: Node };
  return name !== undefined && (is.isIdentifier(name) || is.isStringLiteral(name)) ? name.text : undefined;
}

/** Undefined if what gets it is known to keep it, or cannot be told. */
export function receiverAt(handed: PassedCallback | undefined): Receiver | undefined {
  if (handed === undefined) return undefined;
  const { call, position, path } = handed;
  const name = lastName(call.expression);
  if (is.isNewExpression(call) && name === "Promise") {
    return position === 0 && path.length === 0 ? { kind: "itself", ...handed } : undefined;
  }
  if (name === undefined) return undefined;
  if (isCalledByPromise(handed)) return { kind: "promise", ...handed };
  return KEEPING_NAMES.has(name) ? undefined : { kind: "named", ...handed };
}

/** It is a callback of `then`, `catch` or `finally`. */
function isCalledByPromise({ call, position, path }: PassedCallback): boolean {
  const callee = skipOuter(call.expression);
  if (path.length > 0 || !is.isCallExpression(call) || !is.isPropertyAccessExpression(callee)) return false;
  const { text } = callee.name;
  return text === "then" ? position < 2 : (text === "catch" || text === "finally") && position === 0;
}
