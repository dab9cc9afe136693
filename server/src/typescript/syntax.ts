// Syntax trees of the engine: node kinds, type guards and the few questions about trees that every fact and fix needs.
// Positions are UTF-16 offsets. Nothing here talks to the engine; nodes materialise as they are touched.

import {
  SyntaxKind,
  type BinaryExpression,
  type Block,
  type CallExpression,
  type Expression,
  type Node,
  type ArrowFunction,
  type ConstructorDeclaration,
  type FunctionDeclaration,
  type FunctionExpression,
  type GetAccessorDeclaration,
  type Identifier,
  type MethodDeclaration,
  type PrivateIdentifier,
  type SetAccessorDeclaration,
  type SourceFile,
} from "typescript/unstable/ast";
import type { Span } from "../text/span.ts";

export {
  NodeFlags,
  SyntaxKind,
  forEachLeadingCommentRange,
  forEachTrailingCommentRange,
  getTokenAtPosition,
  skipTrivia,
} from "typescript/unstable/ast";
export type * from "typescript/unstable/ast";
export * as is from "typescript/unstable/ast/is";

/** A function that has, or may have, a body of its own. */
export type FunctionNode =
  | FunctionDeclaration
  | FunctionExpression
  | ArrowFunction
  | MethodDeclaration
  | ConstructorDeclaration
  | GetAccessorDeclaration
  | SetAccessorDeclaration;

/** The kinds of `FunctionNode`. */
export const FUNCTION_KINDS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
]);

/** The kinds of loops that are statements. */
export const LOOP_KINDS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.ForStatement,
  SyntaxKind.ForInStatement,
  SyntaxKind.ForOfStatement,
  SyntaxKind.WhileStatement,
  SyntaxKind.DoStatement,
]);

export function isFunctionNode(node: Node): node is FunctionNode {
  return FUNCTION_KINDS.has(node.kind);
}

/** The node's stretch of text without the comments and white space before it. */
export function spanOf(node: Node): Span {
  return { start: node.getStart(), end: node.end };
}

/** A function without its body: from `async` or its name up to `{` or up to and with `=>`. */
export function headOf(fn: FunctionNode): Span {
  return { start: fn.getStart(), end: fn.body?.pos ?? fn.end };
}

/** The modifiers that stand in the code; in JavaScript, tags such as `@private` make others, which lie in the comment. */
export function writtenModifiers(node: Node): readonly Node[] {
  const { modifiers = [] } = node as { modifiers?: readonly Node[] };
  const start = node.getStart();
  return modifiers.filter(({ end }) => end > start);
}

/** The first ancestor, the node itself excluded, that satisfies the test. */
export function findAncestor<T extends Node>(node: Node, test: (ancestor: Node) => ancestor is T): T | undefined;
export function findAncestor(node: Node, test: (ancestor: Node) => boolean): Node | undefined;
export function findAncestor(node: Node, test: (ancestor: Node) => boolean): Node | undefined {
  for (let current: Node | undefined = node.parent; current !== undefined; current = current.parent) {
    if (test(current)) return current;
  }
  return undefined;
}

/**
 * What a node's code runs as part of: the innermost function around it, a class's static block or field initialiser,
 * or the file. Parameters' default values belong to their function, computed names and decorators to what is outside.
 */
export function enclosingFunctionLike(node: Node): Node {
  let child: Node = node;
  for (let current = node.parent; current !== undefined; child = current, current = current.parent) {
    if (isFunctionNode(current) && isInsideFunction(current, child)) return current;
    if (current.kind === SyntaxKind.ClassStaticBlockDeclaration || current.kind === SyntaxKind.SourceFile)
      return current;
    if (current.kind === SyntaxKind.PropertyDeclaration && (current as { initializer?: Node }).initializer === child) {
      return current;
    }
    if (current.kind === SyntaxKind.ModuleDeclaration) return current;
  }
  return node.getSourceFile();
}

/** The innermost function whose body or parameters hold the node, or undefined at the top level. */
export function enclosingFunction(node: Node): FunctionNode | undefined {
  const container = enclosingFunctionLike(node);
  return isFunctionNode(container) ? container : undefined;
}

function isInsideFunction(fn: FunctionNode, child: Node): boolean {
  return child === fn.body || (child.kind === SyntaxKind.Parameter && fn.parameters.includes(child as never));
}

export function hasModifier(node: Node, kind: SyntaxKind): boolean {
  const modifiers = (node as { modifiers?: readonly Node[] }).modifiers;
  return modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

export function isAsync(fn: Node): boolean {
  return hasModifier(fn, SyntaxKind.AsyncKeyword);
}

export function isGenerator(fn: FunctionNode): boolean {
  return (fn as { asteriskToken?: Node }).asteriskToken !== undefined;
}

/** The expression inside parentheses, type assertions, `satisfies` and non-null marks, all of which pass a value on. */
export function skipOuter(node: Expression): Expression {
  let current = node;
  for (;;) {
    switch (current.kind) {
      case SyntaxKind.ParenthesizedExpression:
      case SyntaxKind.AsExpression:
      case SyntaxKind.SatisfiesExpression:
      case SyntaxKind.NonNullExpression:
      case SyntaxKind.TypeAssertionExpression:
        current = (current as unknown as { expression: Expression }).expression;
        break;
      default:
        return current;
    }
  }
}

/** The node with the parentheses, assertions and non-null marks around it. */
export function outermost(node: Node): Node {
  let current = node;
  while (
    current.parent.kind === SyntaxKind.ParenthesizedExpression ||
    current.parent.kind === SyntaxKind.AsExpression ||
    current.parent.kind === SyntaxKind.SatisfiesExpression ||
    current.parent.kind === SyntaxKind.NonNullExpression
  ) {
    current = current.parent;
  }
  return current;
}

/** What is called: `f` of `f()`, and `m.f` of `(0, m.f)()`, which is how compilers write a call without `this`. */
export function calleeOf(call: CallExpression): Expression {
  const callee = skipOuter(call.expression);
  if (callee.kind !== SyntaxKind.BinaryExpression) return callee;
  const { left, operatorToken, right } = callee as unknown as BinaryExpression;
  const isDetached = operatorToken.kind === SyntaxKind.CommaToken && left.kind === SyntaxKind.NumericLiteral;
  return isDetached ? skipOuter(right) : callee;
}

/** The name by which a call's callee is looked up: `b` of `a.b()`, `f` of `f()`, the string of `a["b"]()`. */
export function calleeName(call: CallExpression): Node {
  const callee = calleeOf(call);
  if (callee.kind === SyntaxKind.PropertyAccessExpression) return (callee as unknown as { name: Node }).name;
  if (callee.kind === SyntaxKind.ElementAccessExpression) {
    return (callee as unknown as { argumentExpression: Node }).argumentExpression;
  }
  return callee;
}

/** The name by which a callee is known: `b` of `a.b`, `f` of `f`, the string of `a["b"]`. */
export function lastName(callee: Expression): string | undefined {
  const node = skipOuter(callee);
  if (node.kind === SyntaxKind.Identifier) return (node as unknown as { text: string }).text;
  if (node.kind === SyntaxKind.PropertyAccessExpression)
    return (node as unknown as { name: { text: string } }).name.text;
  if (node.kind !== SyntaxKind.ElementAccessExpression) return undefined;
  const key = (node as unknown as { argumentExpression: { kind: SyntaxKind; text: string } }).argumentExpression;
  return key.kind === SyntaxKind.StringLiteral ? key.text : undefined;
}

/** True for `=`, `+=`, `??=` and their like. */
export function isAssignmentOperator({ kind }: Node): boolean {
  return kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
}

/** A name in code, private or not. */
export type Name = Identifier | PrivateIdentifier;

export function isName(node: Node): node is Name {
  return node.kind === SyntaxKind.Identifier || node.kind === SyntaxKind.PrivateIdentifier;
}

/** The whole of what a name ends: `this.load` for its `load`. */
export function referenceOf(name: Name): Expression {
  const { parent } = name;
  const isMember = parent.kind === SyntaxKind.PropertyAccessExpression && (parent as { name?: Node }).name === name;
  return isMember ? (parent as Expression) : name;
}

/** True if the file is a module: its top level is not shared with other files, and may await in ECMAScript modules. */
export function isModule(file: SourceFile): boolean {
  return (file as { externalModuleIndicator?: unknown }).externalModuleIndicator !== undefined;
}

/** True if the file is JavaScript: its types may come from JSDoc and flow alone. */
export function isJavaScript(file: SourceFile): boolean {
  return /\.[cm]?jsx?$/.test(file.fileName);
}

/** Calls `visit` for each descendant in text order; nodes for which it returns false are not entered. */
export function forEachDescendant(node: Node, visit: (node: Node) => boolean | void): void {
  node.forEachChild((child) => {
    if (visit(child) !== false) forEachDescendant(child, visit);
    // forEachChild stops at a truthy result.
    return undefined;
  });
}

/** The statement list that directly holds a statement: of a block, a case clause, a module block or the file. */
export function statementList(statement: Node): readonly Node[] | undefined {
  const parent = statement.parent as Partial<Block> | undefined;
  const statements = parent?.statements;
  return statements?.includes(statement as never) === true ? statements : undefined;
}
