// Which names a piece of code mentions, and which ones a pattern or statement declares. Names are compared as texts: a
// name that is hidden by another of the same text counts as mentioned, which errs towards dependence.

import { forEachDescendant, is, isFunctionNode, type Identifier, type Node } from "../typescript/syntax.ts";
import { isReference } from "./occurrences.ts";

/** The names of variables that are read or written anywhere inside, nested functions included. */
export function mentionedNames(...nodes: readonly (Node | undefined)[]): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (node: Node) => {
    if (is.isIdentifier(node) && isReference(node)) names.add(node.text);
  };
  for (const node of nodes) {
    if (node === undefined) continue;
    add(node);
    forEachDescendant(node, add);
  }
  return names;
}

export function mentionsAny(mentioned: ReadonlySet<string>, names: readonly string[]): boolean {
  return names.some((name) => mentioned.has(name));
}

/** The names that a binding pattern, or a single name, binds. */
export function boundNames(binding: Node): string[] {
  return boundIdentifiers(binding).map(({ text }) => text);
}

export function boundIdentifiers(binding: Node): Identifier[] {
  if (is.isIdentifier(binding)) return [binding];
  if (!is.isBindingPattern(binding)) return [];
  return [...binding.elements].flatMap((element) => {
    const { name } = element as { name?: Node };
    return name === undefined ? [] : boundIdentifiers(name);
  });
}

/** The names that a declaration or variable statement brings into its scope. */
export function declaredNames(statement: Node): string[] {
  if (is.isVariableStatement(statement)) {
    return [...statement.declarationList.declarations].flatMap(({ name }) => boundNames(name));
  }
  const { name } = statement as { name?: Node };
  return name !== undefined && is.isIdentifier(name) ? [name.text] : [];
}

/** True if evaluating the node gives the event loop a turn or leaves the function for a while. */
export function hasWait(node: Node): boolean {
  if (is.isAwaitExpression(node) || is.isYieldExpression(node)) return true;
  if (isFunctionNode(node)) return false;
  let isFound = false;
  node.forEachChild((child) => {
    isFound ||= hasWait(child);
    return isFound || undefined;
  });
  return isFound;
}
