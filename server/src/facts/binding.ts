// Which declaration of the file a name means, by lexical scope alone.

import { SyntaxKind, type Identifier, type Node } from "../typescript/syntax.ts";
import type { FileSyntax } from "./collector.ts";
import { contains, hidingScope, isDeclarationName } from "./occurrences.ts";

const declarationsByFile = new WeakMap<FileSyntax, Map<string, readonly DeclaredName[]>>();

interface DeclaredName {
  readonly declaration: Node;
  /** Undefined for imports, which the whole file sees. */
  readonly scope: Node | undefined;
}

/**
 * The innermost declaration around `use` with its name: a variable, binding element, parameter, function, class or import.
 * Undefined if the file declares none.
 */
export function bindingOf(use: Identifier, syntax: FileSyntax): Node | undefined {
  let innermost: DeclaredName | undefined;
  for (const each of declarationsOf(use.text, syntax)) {
    if (each.scope !== undefined && !contains(each.scope, use)) continue;
    if (innermost?.scope === undefined || (each.scope !== undefined && contains(innermost.scope, each.scope))) {
      innermost = each;
    }
  }
  return innermost?.declaration;
}

function declarationsOf(name: string, syntax: FileSyntax): readonly DeclaredName[] {
  let byName = declarationsByFile.get(syntax);
  if (byName === undefined) declarationsByFile.set(syntax, (byName = new Map()));
  let declared = byName.get(name);
  if (declared === undefined) byName.set(name, (declared = findDeclarations(name, syntax)));
  return declared;
}

function findDeclarations(name: string, syntax: FileSyntax): DeclaredName[] {
  const found: DeclaredName[] = [];
  for (const node of syntax.identifiers.named(name, 0, syntax.text.length)) {
    if (isDeclarationName(node)) found.push({ declaration: node.parent, scope: hidingScope(node) });
    else if (isImportedName(node)) found.push({ declaration: node.parent, scope: undefined });
  }
  return found;
}

/** The name that an import gives to the file. */
export function isImportedName(node: Node): boolean {
  switch (node.parent.kind) {
    case SyntaxKind.ImportClause:
    case SyntaxKind.ImportSpecifier:
    case SyntaxKind.NamespaceImport:
    case SyntaxKind.ImportEqualsDeclaration:
      return (node.parent as { name?: Node }).name === node;
    default:
      return false;
  }
}
