// Fact: a function that gives a promise is handed over to be called by somebody else: as an argument, an attribute, a
// member, a value of a declared type. Whether its promise is waited for there is a question of its own.

import {
  SyntaxKind,
  findAncestor,
  hasModifier,
  is,
  isAsync,
  isFunctionNode,
  isGenerator,
  isJavaScript,
  outermost,
  skipOuter,
  type CallExpression,
  type ClassLikeDeclaration,
  type Expression,
  type FunctionNode,
  type MethodDeclaration,
  type NewExpression,
  type Node,
  type PropertyAssignment,
} from "../typescript/syntax.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { contains, hidingScope, isReference } from "./occurrences.ts";

/** Where somebody else gets hold of the function. */
export type Place =
  /** An argument of a call, or what stands in an object literal that is one, behind these property names. */
  | {
      readonly kind: "argument";
      readonly at: Expression | MethodDeclaration;
      readonly call: CallExpression | NewExpression;
      readonly index: number;
      readonly path: readonly string[];
    }
  /** A JSX attribute, a variable, something returned: whatever has a type that is not the function's own. */
  | { readonly kind: "typed"; readonly at: Expression }
  /** A method of an object literal that has such a type. */
  | { readonly kind: "member"; readonly at: MethodDeclaration; readonly name: string }
  /** A method of a class that extends or implements something. */
  | {
      readonly kind: "inherited";
      readonly at: MethodDeclaration;
      readonly name: string;
      readonly owner: ClassLikeDeclaration;
    };

export interface PassedFunction extends FactBase {
  readonly kind: "passed-function";
  readonly place: Place;
  /** The function, if it is written at the place. */
  readonly fn: FunctionNode | undefined;
  /** What names a function that is written elsewhere; only `forEach` gets names of which syntax does not say that they are async. */
  readonly reference: Expression | undefined;
  /** Undefined if syntax shows that the function is async; otherwise the call that a function without `async` returns. */
  readonly returned: Expression | undefined;
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
    const returned = isAsync(fn) ? undefined : returnedCall(fn);
    if (!isAsync(fn) && returned === undefined) return [];
    const here = placeOfFunction(fn, syntax);
    const facts = here === undefined || isOthersBusiness(here) ? [] : [fact(fn, here, { fn, returned })];
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
    iterated: iteratedBy(place),
    ...traits,
  };
}

function placeOfFunction(fn: FunctionNode, syntax: FileSyntax): Place | undefined {
  if (fn.kind === SyntaxKind.MethodDeclaration) return placeOfMethod(fn, syntax);
  if (fn.kind !== SyntaxKind.ArrowFunction && fn.kind !== SyntaxKind.FunctionExpression) return undefined;
  return placeOf(fn, syntax);
}

/**
 * Functions whose callbacks' results are used, and those that take a function only to forget it: asking about each of them
 * would cost much and find nothing.
 */
const NEVER_IGNORES: ReadonlySet<string> = new Set(
  "all allSettled apply bind call catch every filter finally find findIndex findLast findLastIndex flatMap from map off race reduce reduceRight removeEventListener removeListener some sort then toSorted".split(
    " ",
  ),
);

/** Undefined where nobody could ignore the function's result, or where only its own type says what it returns. */
function placeOf(value: Expression, syntax: FileSyntax): Place | undefined {
  return argumentPlace(value, value, []) ?? (hasExpectedType(value, syntax) ? { kind: "typed", at: value } : undefined);
}

/** For what stands at `node`, an argument or a part of one. */
function argumentPlace(at: Expression | MethodDeclaration, node: Node, path: readonly string[]): Place | undefined {
  const outer = outermost(node) as Expression;
  const { parent } = outer;
  if (is.isPropertyAssignment(parent) && parent.initializer === outer) {
    const name = nameOf(parent);
    return name === undefined ? undefined : argumentPlace(at, parent.parent, [name, ...path]);
  }
  if (!is.isCallExpression(parent) && !is.isNewExpression(parent)) return undefined;
  const index = parent.arguments?.indexOf(outer) ?? -1;
  return index < 0 ? undefined : { kind: "argument", at, call: parent, index, path };
}

/** The function is given to what uses its result, or loses it in a way that is another mistake. */
function isOthersBusiness(place: Place): boolean {
  if (place.kind !== "argument" || place.path.length > 0) return false;
  const callee = skipOuter(place.call.expression);
  const name = is.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (is.isNewExpression(place.call)) return is.isIdentifier(name) && name.text === "Promise";
  return name !== callee && NEVER_IGNORES.has(name.getText());
}

/** False if nothing around the expression can say which type it should have. */
function hasExpectedType(node: Node, syntax: FileSyntax): boolean {
  const { parent } = node;
  switch (parent.kind) {
    case SyntaxKind.JsxExpression:
    case SyntaxKind.AsExpression:
    case SyntaxKind.SatisfiesExpression:
      return true;
    case SyntaxKind.VariableDeclaration:
    case SyntaxKind.PropertyDeclaration:
    case SyntaxKind.Parameter:
      return (parent as { type?: Node }).type !== undefined || isJavaScript(syntax.file);
    case SyntaxKind.BinaryExpression: {
      const { left, operatorToken } = parent as unknown as { left: Node; operatorToken: Node };
      if (operatorToken.kind === SyntaxKind.EqualsToken) return left !== node;
      return hasExpectedType(parent, syntax);
    }
    case SyntaxKind.ParenthesizedExpression:
    case SyntaxKind.ConditionalExpression:
    case SyntaxKind.PropertyAssignment:
    case SyntaxKind.ObjectLiteralExpression:
    case SyntaxKind.ArrayLiteralExpression:
      return hasExpectedType(parent, syntax);
    case SyntaxKind.ArrowFunction:
      return returnsExpectedType(parent as unknown as FunctionNode, syntax);
    case SyntaxKind.ReturnStatement: {
      const fn = findAncestor(parent, isFunctionNode);
      return fn !== undefined && returnsExpectedType(fn, syntax);
    }
    default:
      return false;
  }
}

function returnsExpectedType(fn: FunctionNode, syntax: FileSyntax): boolean {
  if (fn.type !== undefined) return true;
  return (
    (fn.kind === SyntaxKind.ArrowFunction || fn.kind === SyntaxKind.FunctionExpression) && hasExpectedType(fn, syntax)
  );
}

function placeOfMethod(method: MethodDeclaration, syntax: FileSyntax): Place | undefined {
  const name = nameOf(method);
  if (name === undefined) return undefined;
  const owner = method.parent;
  if (is.isObjectLiteralExpression(owner)) {
    const isTyped = hasExpectedType(owner, syntax);
    return argumentPlace(method, owner, [name]) ?? (isTyped ? { kind: "member", at: method, name } : undefined);
  }
  if (!is.isClassDeclaration(owner) && !is.isClassExpression(owner)) return undefined;
  if (!owner.heritageClauses?.length || hasModifier(method, SyntaxKind.StaticKeyword)) return undefined;
  if (hasModifier(method, SyntaxKind.PrivateKeyword)) return undefined;
  return { kind: "inherited", at: method, name, owner };
}

function nameOf({ name }: MethodDeclaration | PropertyAssignment): string | undefined {
  return is.isIdentifier(name) || is.isStringLiteral(name) ? name.text : undefined;
}

/** What a function without `async` returns, if that is a call: its only expression, or its last statement's. */
function returnedCall(fn: FunctionNode): Expression | undefined {
  if (fn.kind !== SyntaxKind.ArrowFunction && fn.kind !== SyntaxKind.FunctionExpression) return undefined;
  const body = fn.body;
  const last = is.isBlock(body) ? body.statements.at(-1) : undefined;
  const value = is.isBlock(body) ? last && is.isReturnStatement(last) && last.expression : body;
  if (!value) return undefined;
  const call = skipOuter(value);
  return is.isCallExpression(call) && call.expression.kind !== SyntaxKind.SuperKeyword ? call : undefined;
}

function iteratedBy(place: Place): Expression | undefined {
  if (place.kind !== "argument" || place.index !== 0 || place.path.length > 0) return undefined;
  const callee = skipOuter(place.call.expression);
  const isForEach = is.isPropertyAccessExpression(callee) && callee.name.text === "forEach";
  return isForEach ? callee.expression : undefined;
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
