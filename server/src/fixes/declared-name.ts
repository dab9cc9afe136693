// Under which name the rest of the project knows a function, if under any.

import {
  SyntaxKind,
  hasModifier,
  is,
  isFunctionNode,
  outermost,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";

/**
 * The function's own name, or that of what holds it.
 * @param isEverywhere members of objects and what is assigned count too, though their names may be used anywhere
 */
export function declaredName(fn: FunctionNode, isEverywhere: boolean): Node | undefined {
  if (fn.kind === SyntaxKind.MethodDeclaration) return fn.name;
  if (fn.kind === SyntaxKind.FunctionDeclaration) return fn.name ?? defaultKeyword(fn);
  const outer = outermost(fn);
  const holder = outer.parent;
  if (is.isVariableDeclaration(holder) || is.isPropertyDeclaration(holder)) return holder.name;
  if (!isEverywhere) return undefined;
  if (is.isPropertyAssignment(holder)) return holder.name;
  if (!is.isBinaryExpression(holder) || holder.operatorToken.kind !== SyntaxKind.EqualsToken) return undefined;
  if (holder.right !== outer) return undefined;
  if (is.isIdentifier(holder.left)) return holder.left;
  // Who requires a module that is a function need not give it a name.
  const isNamed = is.isPropertyAccessExpression(holder.left) && holder.left.getText() !== "module.exports";
  return isNamed ? holder.left.name : undefined;
}

/** Stands for the name of what has none. */
function defaultKeyword(fn: FunctionNode): Node | undefined {
  return fn.modifiers?.find(({ kind }) => kind === SyntaxKind.DefaultKeyword);
}

/** A member that no code has to name for it to be called. */
export function isCalledByLanguage(name: Node): boolean {
  const isMember = is.isMethodDeclaration(name.parent) || is.isPropertyAssignment(name.parent);
  if (name.kind === SyntaxKind.ComputedPropertyName) return true;
  return isMember && /^(?:toString|toLocaleString|toJSON|valueOf|then|next)$/.test(name.getText());
}

/** True if code outside of the file may name the function. */
export function isExported(fn: FunctionNode): boolean {
  for (let node: Node = fn; node.parent !== undefined; node = node.parent) {
    if (hasModifier(node, SyntaxKind.ExportKeyword)) return true;
    if (is.isPropertyDeclaration(node) || is.isMethodDeclaration(node)) {
      if (is.isPrivateIdentifier(node.name) || hasModifier(node, SyntaxKind.PrivateKeyword)) return false;
    } else if (node !== fn && isFunctionNode(node)) return false;
  }
  return false;
}
