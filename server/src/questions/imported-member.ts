// What an import or `require` says by its text alone: which module, and what of it.

import { requiredModule } from "../typescript/required-module.ts";
import { SyntaxKind, findAncestor, is, skipOuter, type Node } from "../typescript/syntax.ts";

export interface ImportedMember {
  /** The module's name as it is written. */
  readonly module: string;
  /** The way from the module to what is imported: empty for all of it, `["default"]`, `["promises"]`. */
  readonly path: readonly string[];
}

/** What a declaration of a name, or a `require` call, imports; undefined if it is neither. */
export function importedMember(node: Node): ImportedMember | undefined {
  switch (node.kind) {
    case SyntaxKind.CallExpression: {
      const module = requiredModule(node);
      return module === undefined ? undefined : { module, path: [] };
    }
    case SyntaxKind.ImportClause:
      return fromImport(node, ["default"]);
    case SyntaxKind.NamespaceImport:
      return fromImport(node, []);
    case SyntaxKind.ImportSpecifier: {
      const { propertyName, name } = node as unknown as { propertyName?: Node; name: Node };
      return fromImport(node, [textOf(propertyName ?? name)]);
    }
    case SyntaxKind.ImportEqualsDeclaration: {
      const reference = (node as unknown as { moduleReference: { expression?: Node } }).moduleReference.expression;
      return reference && is.isStringLiteral(reference) ? { module: reference.text, path: [] } : undefined;
    }
    case SyntaxKind.VariableDeclaration:
      return fromInitializer((node as { initializer?: Node }).initializer);
    case SyntaxKind.BindingElement: {
      const { propertyName, name } = node as unknown as { propertyName?: Node; name: Node };
      const declaration = node.parent.parent;
      if (!is.isVariableDeclaration(declaration)) return undefined;
      const source = fromInitializer(declaration.initializer);
      return source && { module: source.module, path: [...source.path, textOf(propertyName ?? name)] };
    }
    default:
      return undefined;
  }
}

function fromImport(node: Node, path: readonly string[]): ImportedMember | undefined {
  const declaration = findAncestor(node, is.isImportDeclaration);
  const module = declaration?.moduleSpecifier;
  return module && is.isStringLiteral(module) ? { module: module.text, path } : undefined;
}

/** A call of `require` or an awaited `import`, or a member of what it gives. */
function fromInitializer(initializer: Node | undefined): ImportedMember | undefined {
  if (initializer === undefined) return undefined;
  const node = skipOuter(initializer as never) as Node;
  if (is.isAwaitExpression(node)) return fromInitializer(node.expression);
  if (is.isPropertyAccessExpression(node)) {
    const source = fromInitializer(node.expression);
    return source && { module: source.module, path: [...source.path, node.name.text] };
  }
  const module = requiredModule(node);
  return module === undefined ? undefined : { module, path: [] };
}

function textOf(name: Node): string {
  return (name as unknown as { text?: string }).text ?? "";
}
