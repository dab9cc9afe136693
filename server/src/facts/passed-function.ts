// Fact: a function that gives a promise is handed over to be called by somebody else: as an argument, an attribute, a
// member, a value of a declared type. Whether its promise is waited for there is a question of its own.

import {
  SyntaxKind,
  is,
  isAsync,
  isGenerator,
  outermost,
  skipOuter,
  type CallExpression,
  type Expression,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { isOthersBusiness, iteratedBy, placeOf, placeOfFunction, type Place } from "./function-place.ts";
import { contains, hidingScope, isReference } from "./occurrences.ts";
import { isLogicalOperator } from "./possible-promise.ts";
import { isReceived } from "./received-function.ts";

export interface PassedFunction extends FactBase {
  readonly kind: "passed-function";
  readonly place: Place;
  /** The function, if it is written at the place. */
  readonly fn: FunctionNode | undefined;
  /** What names a function that is written elsewhere; only `forEach` gets names of which syntax does not say that they are async. */
  readonly reference: Expression | undefined;
  /** Undefined if syntax shows that the function is async; otherwise what it returns, which is a call in all or some cases. */
  readonly returned: Expression | undefined;
  /** All that it returns comes from functions that calls have given to the code around: nobody sees what they do. */
  readonly isOfReceived: boolean;
  /** The receiver of `receiver.forEach(value)`. */
  readonly iterated: Expression | undefined;
}

export const passedFunction: Collector<PassedFunction> = {
  nodes: [
    SyntaxKind.ArrowFunction,
    SyntaxKind.FunctionExpression,
    SyntaxKind.FunctionDeclaration,
    SyntaxKind.MethodDeclaration,
    SyntaxKind.CallExpression,
  ],
  callees: new Set(["forEach"]),
  collect(node: Node, syntax: FileSyntax) {
    if (is.isCallExpression(node)) return iteratedReference(node);
    const fn = node as FunctionNode;
    if (fn.body === undefined || isGenerator(fn)) return [];
    const returned = isAsync(fn) ? undefined : returnedPromise(fn);
    if (!isAsync(fn) && returned === undefined) return [];
    const here = placeOfFunction(fn, syntax);
    const facts =
      here === undefined || isOthersBusiness(here, fn)
        ? []
        : [fact(fn, here, { fn, returned, isOfReceived: isOfReceived(returned, syntax) })];
    return isAsync(fn) ? [...facts, ...references(fn, syntax)] : facts;
  },
};

function fact(node: Node, place: Place, traits: Partial<PassedFunction>): PassedFunction {
  return {
    kind: "passed-function",
    node,
    // What the function calls decides whether it may fail.
    isLocal: false,
    settledIn: traits.fn,
    place,
    fn: undefined,
    reference: undefined,
    returned: undefined,
    isOfReceived: false,
    iterated: iteratedBy(place),
    ...traits,
  };
}

/** What a function without `async` returns, if a call decides what that is: its only expression, or its last statement's. */
function returnedPromise(fn: FunctionNode): Expression | undefined {
  const { kind, body, type } = fn;
  if (body === undefined || kind === SyntaxKind.FunctionDeclaration) return undefined;
  if (kind === SyntaxKind.MethodDeclaration && type !== undefined && !PROMISE_TYPE.test(type.getText()))
    return undefined;
  const last = is.isBlock(body) ? body.statements.at(-1) : undefined;
  const value = is.isBlock(body) ? last && is.isReturnStatement(last) && last.expression : body;
  return value && callsIn(value).some((call) => mayGivePromise(call, fn)) ? withoutParentheses(value) : undefined;
}

function isOfReceived(returned: Expression | undefined, syntax: FileSyntax): boolean {
  return returned !== undefined && callsIn(returned).every((call) => isReceived(call.expression, syntax));
}

const PROMISE_TYPE = /Promise/;

/** The calls of which one may be the value. */
function callsIn(value: Expression): CallExpression[] {
  const node = withoutParentheses(value);
  if (is.isCallExpression(node)) return [node];
  if (is.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(callsIn);
  if (!is.isBinaryExpression(node) || !isLogicalOperator(node.operatorToken.kind)) return [];
  // What `&&` gives of its left side is false.
  const isAnd = node.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken;
  return isAnd ? callsIn(node.right) : [node.left, node.right].flatMap(callsIn);
}

/** Not `super()`, nor the timers and the `resolve` that executors of promises end in. */
function mayGivePromise({ expression: callee }: CallExpression, fn: FunctionNode): boolean {
  if (callee.kind === SyntaxKind.SuperKeyword) return false;
  if (!is.isIdentifier(callee) || !is.isNewExpression(outermost(fn).parent)) return true;
  const isParameter = fn.parameters.some(({ name }) => is.isIdentifier(name) && name.text === callee.text);
  return !isParameter && !TIMERS.has(callee.text);
}

const TIMERS: ReadonlySet<string> = new Set(["requestAnimationFrame", "setImmediate", "setInterval", "setTimeout"]);

/** A value with an asserted type is what its author says. */
function withoutParentheses(node: Expression): Expression {
  let current = node;
  while (is.isParenthesizedExpression(current)) current = current.expression;
  return current;
}

/** `items.forEach(save)`, where nothing here says what `save` returns. */
function iteratedReference(call: CallExpression): PassedFunction[] {
  const callee = call.expression;
  const first = call.arguments[0];
  if (first === undefined || !is.isPropertyAccessExpression(callee) || callee.name.text !== "forEach") return [];
  const reference = skipOuter(first);
  if (!is.isIdentifier(reference) && !is.isPropertyAccessExpression(reference)) return [];
  const place: Place = { kind: "argument", at: reference, call, index: 0, path: [] };
  return [fact(reference, place, { reference, returned: undefined })];
}

/** The places to which a named async function is handed over by its name. */
function references(fn: FunctionNode, syntax: FileSyntax): PassedFunction[] {
  const name = declaredName(fn);
  if (name === undefined) return [];
  const owner = name.parent.parent;
  const isMember = is.isClassDeclaration(owner) || is.isClassExpression(owner);
  const scope: Node = isMember ? owner : hidingScope(name);
  const text = (name as unknown as { text: string }).text;
  const found: PassedFunction[] = [];
  for (const mention of syntax.identifiers.named(text, scope.pos, scope.end, syntax.isLeftOut)) {
    const reference = isMember ? accessOfThis(mention) : isReference(mention) ? mention : undefined;
    if (reference === undefined || contains(name, mention)) continue;
    const place = placeOf(boundFunction(reference) as Expression, syntax);
    // `forEach` looks at every name that it gets.
    if (place === undefined || isOthersBusiness(place) || iteratedBy(place) !== undefined) continue;
    found.push(fact(reference, place, { reference: reference as Expression }));
  }
  return found;
}

/** The identifier by which the rest of the file can name the function. */
function declaredName(fn: FunctionNode): Node | undefined {
  if (fn.kind === SyntaxKind.FunctionDeclaration) return (fn as { name?: Node }).name;
  const isMethod = fn.kind === SyntaxKind.MethodDeclaration;
  const holder = isMethod ? (fn as Node) : outermost(fn).parent;
  const { name } = holder as { readonly name?: Node };
  if (is.isMethodDeclaration(holder)) return is.isObjectLiteralExpression(holder.parent) ? undefined : nameable(name);
  return is.isVariableDeclaration(holder) || is.isPropertyDeclaration(holder) ? nameable(name) : undefined;
}

function nameable(name: Node | undefined): Node | undefined {
  return name !== undefined && (is.isIdentifier(name) || is.isPrivateIdentifier(name)) ? name : undefined;
}

/** `this.handle.bind(this)` is still the function. */
function boundFunction(reference: Node): Node {
  const access = reference.parent;
  if (!is.isPropertyAccessExpression(access) || access.name.text !== "bind") return reference;
  const call = access.parent;
  return is.isCallExpression(call) && call.expression === access ? call : reference;
}

function accessOfThis(name: Node): Node | undefined {
  const access = name.parent;
  const isAccess = is.isPropertyAccessExpression(access) && access.name === name;
  return isAccess && access.expression.kind === SyntaxKind.ThisKeyword ? access : undefined;
}
