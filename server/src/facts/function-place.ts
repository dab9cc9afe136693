// Where somebody else gets hold of a function: as an argument, an attribute, a member, a value of a declared type. By syntax
// alone; what is expected at such a place is for void-place.ts to find out.

import {
  SyntaxKind,
  findAncestor,
  hasModifier,
  is,
  isAsync,
  isFunctionNode,
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
  type PropertyDeclaration,
  type ShorthandPropertyAssignment,
} from "../typescript/syntax.ts";
import type { FileSyntax } from "./collector.ts";

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
  /** A method of an object literal that has such a type, or the name of a function in it. */
  | {
      readonly kind: "member";
      readonly at: MethodDeclaration | ShorthandPropertyAssignment;
      readonly name: string;
    }
  /** A method, or a field with a function, of a class that extends or implements something. */
  | {
      readonly kind: "inherited";
      readonly at: MethodDeclaration | PropertyDeclaration;
      readonly name: string;
      readonly owner: ClassLikeDeclaration;
    };

/** Where a function is that is written there. */
export function placeOfFunction(fn: FunctionNode, syntax: FileSyntax): Place | undefined {
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
export function placeOf(value: Expression, syntax: FileSyntax): Place | undefined {
  const { parent } = value;
  if (is.isShorthandPropertyAssignment(parent)) return placeOfProperty(parent, value, value.getText(), syntax);
  return (
    argumentPlace(value, value, []) ??
    placeOfField(outermost(value).parent) ??
    (hasExpectedType(value, syntax) ? { kind: "typed", at: value } : undefined)
  );
}

/** Something of an object literal that stands in a call or has an expected type. */
function placeOfProperty(
  property: MethodDeclaration | ShorthandPropertyAssignment,
  at: Expression | MethodDeclaration,
  name: string,
  syntax: FileSyntax,
): Place | undefined {
  const literal = property.parent as Expression;
  const isTyped = hasExpectedType(literal, syntax);
  return argumentPlace(at, literal, [name]) ?? (isTyped ? { kind: "member", at: property, name } : undefined);
}

/** A field that says nothing of its type, where a base may say it. */
function placeOfField(field: Node): Place | undefined {
  if (!is.isPropertyDeclaration(field) || field.type !== undefined) return undefined;
  return inheritedPlace(field);
}

function inheritedPlace(at: MethodDeclaration | PropertyDeclaration): Place | undefined {
  const name = nameOf(at);
  const owner = at.parent;
  if (name === undefined || (!is.isClassDeclaration(owner) && !is.isClassExpression(owner))) return undefined;
  if (!owner.heritageClauses?.length || hasModifier(at, SyntaxKind.StaticKeyword)) return undefined;
  if (hasModifier(at, SyntaxKind.PrivateKeyword)) return undefined;
  return { kind: "inherited", at, name, owner };
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
export function isOthersBusiness(place: Place, fn?: FunctionNode): boolean {
  if (place.kind !== "argument" || place.path.length > 0) return false;
  const callee = skipOuter(place.call.expression);
  const name = is.isPropertyAccessExpression(callee) ? callee.name : callee;
  // Async executors have a rule of their own.
  if (is.isNewExpression(place.call)) {
    return is.isIdentifier(name) && name.text === "Promise" && (fn === undefined || isAsync(fn));
  }
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
  if (is.isObjectLiteralExpression(method.parent)) return placeOfProperty(method, method, name, syntax);
  return inheritedPlace(method);
}

function nameOf({ name }: MethodDeclaration | PropertyAssignment | PropertyDeclaration): string | undefined {
  return is.isIdentifier(name) || is.isStringLiteral(name) ? name.text : undefined;
}

/** The receiver of `receiver.forEach(value)`. */
export function iteratedBy(place: Place): Expression | undefined {
  if (place.kind !== "argument" || place.index !== 0 || place.path.length > 0) return undefined;
  const callee = skipOuter(place.call.expression);
  const isForEach = is.isPropertyAccessExpression(callee) && callee.name.text === "forEach";
  return isForEach ? callee.expression : undefined;
}
