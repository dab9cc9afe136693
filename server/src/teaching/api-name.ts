// Which well-known function or class a name stands for, by the file's own imports: `sleep` is `setTimeout` of
// `timers/promises` if it was imported as that. What the file declares itself is nobody's but its own.

import { bindingOf } from "../facts/binding.ts";
import type { FileSyntax } from "../facts/collector.ts";
import { findAncestor, is, skipOuter, type Expression, type Identifier, type Node } from "../typescript/syntax.ts";

/**
 * `setTimeout` and `process.nextTick` for globals, `timers/promises:setTimeout` for what is imported (Node's own modules
 * without their prefix), `p-queue:default`. Undefined for what the file declares itself and for what is no name.
 */
export function apiName(expression: Expression, syntax: FileSyntax): string | undefined {
  const members: string[] = [];
  let current = skipOuter(expression);
  while (is.isPropertyAccessExpression(current)) {
    members.unshift(current.name.text);
    current = skipOuter(current.expression);
  }
  if (!is.isIdentifier(current)) return undefined;
  const declaration = bindingOf(current, syntax);
  if (declaration === undefined) return globalName([current.text, ...members]);
  const origin = importedFrom(declaration, current);
  if (origin === undefined) return undefined;
  const path = [...origin.path, ...members].join(".");
  return `${origin.module.replace(/^node:/, "")}:${path === "" ? "default" : path}`;
}

function globalName(path: readonly string[]): string {
  const [first, ...rest] = path;
  const isRoot = first === "globalThis" || first === "window" || first === "self";
  return (isRoot && rest.length > 0 ? rest : path).join(".");
}

/** The module and the path in it; the default export and the module itself are both the empty path. */
function importedFrom(declaration: Node, use: Identifier): { module: string; path: string[] } | undefined {
  if (is.isImportSpecifier(declaration)) {
    const exported = (declaration.propertyName ?? declaration.name).text;
    return fromModule(declaration, exported === "default" ? [] : [exported]);
  }
  if (is.isImportClause(declaration) || is.isNamespaceImport(declaration)) return fromModule(declaration, []);
  if (is.isBindingElement(declaration)) {
    const list = declaration.parent.parent;
    const key = declaration.propertyName ?? declaration.name;
    if (key === undefined || !is.isVariableDeclaration(list) || !is.isIdentifier(key)) return undefined;
    return required(list.initializer, [key.text]);
  }
  return is.isVariableDeclaration(declaration) && declaration.name !== use
    ? required(declaration.initializer, [])
    : undefined;
}

function fromModule(node: Node, path: string[]): { module: string; path: string[] } | undefined {
  const statement = findAncestor(node, is.isImportDeclaration);
  const specifier = statement?.moduleSpecifier;
  return specifier !== undefined && is.isStringLiteral(specifier) ? { module: specifier.text, path } : undefined;
}

/** `require("module")`. */
function required(initializer: Expression | undefined, path: string[]): { module: string; path: string[] } | undefined {
  if (initializer === undefined || !is.isCallExpression(initializer)) return undefined;
  const [argument] = initializer.arguments;
  const isRequire = is.isIdentifier(initializer.expression) && initializer.expression.text === "require";
  return isRequire && argument !== undefined && is.isStringLiteral(argument)
    ? { module: argument.text, path }
    : undefined;
}
