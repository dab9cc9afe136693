// The module that a call of `require` or `import` names, by its text.

import { SyntaxKind, is, type Node } from "./syntax.ts";

export function requiredModule(node: Node): string | undefined {
  if (!is.isCallExpression(node)) return undefined;
  const { expression } = node;
  const isRequire =
    expression.kind === SyntaxKind.ImportKeyword || (is.isIdentifier(expression) && expression.text === "require");
  const module = node.arguments[0];
  return isRequire && module !== undefined && is.isStringLiteral(module) ? module.text : undefined;
}
