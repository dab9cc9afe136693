// Whether a name stands for the language's global of that name, as far as the file itself shows.

import { is, skipOuter, type Expression, type Node } from "../typescript/syntax.ts";
import { isImportedName } from "./binding.ts";
import type { FileSyntax } from "./collector.ts";
import { contains, hidingScope, isDeclarationName } from "./occurrences.ts";

/** True for `name`, `globalThis.name` and `window.name` where no declaration or import of the file hides the global. */
export function isGlobal(expression: Expression, name: string, syntax: FileSyntax): boolean {
  const node = skipOuter(expression);
  if (is.isIdentifier(node)) return node.text === name && !isHidden(node, name, syntax);
  if (!is.isPropertyAccessExpression(node) || node.name.text !== name) return false;
  const owner = skipOuter(node.expression);
  if (!is.isIdentifier(owner) || (owner.text !== "globalThis" && owner.text !== "window")) return false;
  return !isHidden(owner, owner.text, syntax);
}

function isHidden(use: Node, name: string, syntax: FileSyntax): boolean {
  for (const other of syntax.identifiers.named(name, 0, syntax.text.length)) {
    if (isImportedName(other)) return true;
    if (isDeclarationName(other) && contains(hidingScope(other), use)) return true;
  }
  return false;
}
