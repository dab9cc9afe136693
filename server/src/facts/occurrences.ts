// Where a local name is used: which identifiers of a text mean one declared variable, and whether each reads or only
// writes it. Decided by syntax and lexical scope alone; where scope is doubtful the name counts as read, which acquits.

import {
  NodeFlags,
  SyntaxKind,
  findAncestor,
  is,
  isFunctionNode,
  outermost,
  type Expression,
  type Node,
  type VariableDeclaration,
} from "../typescript/syntax.ts";
import type { FileSyntax } from "./collector.ts";

/** A statement or declarator that gives a variable a value and uses that value for nothing else. */
export interface Store {
  /** The name that is written. */
  readonly target: Node;
  readonly value: Expression;
  /** `variable = value;` as a statement, `let variable = value`, or a class field's initialiser. */
  readonly node: Node;
}

/** The part of the text in which a `let`, `const` or `var` can be named. */
export function scopeOf(declaration: VariableDeclaration): Node | undefined {
  const list = declaration.parent;
  if (!is.isVariableDeclarationList(list)) return undefined;
  const isBlockScoped = (list.flags & NodeFlags.BlockScoped) !== 0;
  return findAncestor(list, (node) => (isBlockScoped ? isBlockScope(node) : isVariableScope(node)));
}

/**
 * True if the first other mention of the name in the scope plainly reads the variable: nearly every variable is decided
 * by this. False means that all mentions have to be looked at.
 */
export function isReadFirst(name: string, declared: Node, scope: Node, syntax: FileSyntax): boolean {
  for (const node of syntax.identifiers.named(name, declared.end, scope.end)) {
    if (isDeclarationName(node)) return false;
    if (isReference(node)) return storeInto(node) === undefined;
  }
  return false;
}

/** The identifiers in the scope that mean the declared variable, its own name included, in text order. */
export function occurrencesOf(name: string, declared: Node, scope: Node, syntax: FileSyntax): Node[] {
  const all = [...syntax.identifiers.named(name, scope.pos, scope.end)].filter(isReference);
  // Another declaration of the same name hides this one inside its own scope.
  const hidden = all.filter((node) => node !== declared && isDeclarationName(node)).map(hidingScope);
  if (hidden.length === 0) return all;
  return all.filter(
    (node) => !hidden.some((other) => other !== scope && contains(other, node) && contains(scope, other)),
  );
}

/** The store of which `identifier` is the target, if the value goes nowhere else; undefined means that it is read. */
export function storeInto(identifier: Node): Store | undefined {
  const parent = identifier.parent;
  if (is.isVariableDeclaration(parent) && parent.name === identifier) {
    return parent.initializer && { target: identifier, value: parent.initializer, node: parent };
  }
  const target = outermost(is.isPropertyAccessExpression(parent) && parent.name === identifier ? parent : identifier);
  const assignment = target.parent;
  if (!is.isBinaryExpression(assignment) || assignment.left !== target) return undefined;
  if (assignment.operatorToken.kind !== SyntaxKind.EqualsToken) return undefined;
  const statement = outermost(assignment).parent;
  return is.isExpressionStatement(statement)
    ? { target: identifier, value: assignment.right, node: statement }
    : undefined;
}

/** True for the name of a declaration without a value: `let variable;` neither reads nor writes. */
export function isBareDeclaration(identifier: Node): boolean {
  const parent = identifier.parent;
  return is.isVariableDeclaration(parent) && parent.name === identifier && parent.initializer === undefined;
}

/** False for names that only look like the variable: members, keys, labels, attributes. */
export function isReference(node: Node): boolean {
  const parent = node.parent;
  switch (parent.kind) {
    case SyntaxKind.PropertyAccessExpression:
    case SyntaxKind.MethodDeclaration:
    case SyntaxKind.PropertyDeclaration:
    case SyntaxKind.PropertySignature:
    case SyntaxKind.MethodSignature:
    case SyntaxKind.PropertyAssignment:
    case SyntaxKind.GetAccessor:
    case SyntaxKind.SetAccessor:
    case SyntaxKind.EnumMember:
    case SyntaxKind.JsxAttribute:
      return (parent as { name?: Node }).name !== node;
    case SyntaxKind.BindingElement:
      return (parent as { propertyName?: Node }).propertyName !== node;
    case SyntaxKind.QualifiedName:
      return (parent as { right?: Node }).right !== node;
    case SyntaxKind.LabeledStatement:
    case SyntaxKind.BreakStatement:
    case SyntaxKind.ContinueStatement:
      return (parent as { label?: Node }).label !== node;
    case SyntaxKind.NamedTupleMember:
    case SyntaxKind.TypeParameter:
      return false;
    default:
      return true;
  }
}

export function isDeclarationName(node: Node): boolean {
  const parent = node.parent;
  switch (parent.kind) {
    case SyntaxKind.VariableDeclaration:
    case SyntaxKind.BindingElement:
    case SyntaxKind.Parameter:
    case SyntaxKind.FunctionDeclaration:
    case SyntaxKind.FunctionExpression:
    case SyntaxKind.ClassDeclaration:
    case SyntaxKind.ClassExpression:
      return (parent as { name?: Node }).name === node;
    default:
      return false;
  }
}

/** The part of the text in which the declaration with this name is meant. */
export function hidingScope(name: Node): Node {
  let declaration = name.parent;
  while (is.isBindingElement(declaration) || is.isBindingPattern(declaration)) declaration = declaration.parent;
  switch (declaration.kind) {
    case SyntaxKind.VariableDeclaration:
      return scopeOf(declaration as VariableDeclaration) ?? declaration.parent;
    case SyntaxKind.FunctionDeclaration:
    case SyntaxKind.ClassDeclaration:
      return findAncestor(declaration, isBlockScope) ?? declaration;
    case SyntaxKind.Parameter:
      return declaration.parent;
    // A function's or class expression's own name is known inside it only.
    default:
      return declaration;
  }
}

/** What bounds `let`, `const`, `class` and a block's functions. */
function isBlockScope(node: Node): boolean {
  switch (node.kind) {
    case SyntaxKind.SourceFile:
    case SyntaxKind.ModuleBlock:
    case SyntaxKind.CaseBlock:
    case SyntaxKind.ForStatement:
    case SyntaxKind.ForInStatement:
    case SyntaxKind.ForOfStatement:
    case SyntaxKind.CatchClause:
      return true;
    // A function's parameters and its body's `var`s share a scope; `let` in the body belongs to the body.
    case SyntaxKind.Block:
      return true;
    default:
      return isFunctionNode(node);
  }
}

/** What bounds `var`. */
function isVariableScope(node: Node): boolean {
  return (
    isFunctionNode(node) ||
    node.kind === SyntaxKind.SourceFile ||
    node.kind === SyntaxKind.ModuleBlock ||
    node.kind === SyntaxKind.ClassStaticBlockDeclaration
  );
}

export function contains(outer: Node, inner: Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}
