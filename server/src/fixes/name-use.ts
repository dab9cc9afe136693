// What a name of a function is used for at one place, as far as making the function asynchronous matters: is it called,
// declared once more, given another name, or handed to somebody?

import { isForeign } from "../text/file-kind.ts";
import {
  NodeFlags,
  SyntaxKind,
  findAncestor,
  is,
  outermost,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import type { AwaitableCall } from "./await-call.ts";

export type Use =
  /** `none`: in a type or a comment, or only looked at. `alias`: an import or export, whose own uses are found too. */
  | { readonly kind: "none" | "alias" | "foreign" | "value"; readonly name: Node }
  | { readonly kind: "declaration"; readonly name: Node; readonly declaration: Node }
  /** The function goes by this name too. */
  | { readonly kind: "other-name"; readonly name: Node; readonly other: Node }
  /** Another value takes the place of the function. */
  | { readonly kind: "assignment"; readonly name: Node; readonly value: Expression }
  | { readonly kind: "call"; readonly name: Node; readonly call: AwaitableCall };

export function useOf(name: Node): Use {
  const { parent } = name;
  if (isForeign(name.getSourceFile().fileName)) return { kind: "foreign", name };
  if (isInComment(name)) return { kind: "none", name };
  if (name.kind === SyntaxKind.DefaultKeyword) return { kind: "declaration", name, declaration: parent };
  switch (parent.kind) {
    case SyntaxKind.ImportSpecifier:
    case SyntaxKind.ImportClause:
    case SyntaxKind.ExportSpecifier:
    case SyntaxKind.NamespaceExport:
    case SyntaxKind.ExportAssignment:
      return { kind: "alias", name };
    case SyntaxKind.TypeQuery:
    case SyntaxKind.QualifiedName:
    case SyntaxKind.TypeReference:
      return { kind: "none", name };
    case SyntaxKind.ShorthandPropertyAssignment:
      return { kind: "other-name", name, other: name };
    case SyntaxKind.BindingElement:
      return useOfBinding(name);
    case SyntaxKind.MethodDeclaration:
    case SyntaxKind.MethodSignature:
    case SyntaxKind.FunctionDeclaration:
    case SyntaxKind.FunctionExpression:
    case SyntaxKind.PropertyDeclaration:
    case SyntaxKind.PropertySignature:
    case SyntaxKind.PropertyAssignment:
    case SyntaxKind.VariableDeclaration:
      if ((parent as { name?: Node }).name === name) return { kind: "declaration", name, declaration: parent };
      break;
    case SyntaxKind.Parameter:
    case SyntaxKind.GetAccessor:
    case SyntaxKind.SetAccessor:
    case SyntaxKind.JsxAttribute:
      if ((parent as { name?: Node }).name === name) return { kind: "value", name };
      break;
    default:
  }
  return useOfExpression(name);
}

/** `const { load } = config` takes the function out of an object. */
function useOfBinding(name: Node): Use {
  const element = name.parent as Node & { propertyName?: Node; name: Node; initializer?: Node };
  const declaration = findAncestor(element, is.isVariableDeclaration);
  const isConstant = declaration !== undefined && (declaration.parent.flags & NodeFlags.Const) !== 0;
  if (element.initializer !== undefined || !is.isIdentifier(element.name) || !isConstant)
    return { kind: "value", name };
  return { kind: "other-name", name, other: element.name };
}

function useOfExpression(name: Node): Use {
  const access = name.parent;
  const isMember =
    (is.isPropertyAccessExpression(access) && access.name === name) ||
    (is.isElementAccessExpression(access) && access.argumentExpression === name);
  const use = outermost(isMember ? access : name);
  const { parent } = use;
  if (is.isCallExpression(parent) && parent.expression === use) return { kind: "call", name, call: parent };
  if (is.isTaggedTemplateExpression(parent) && parent.tag === use) return { kind: "call", name, call: parent };
  if (parent.kind === SyntaxKind.TypeOfExpression || is.isExpressionStatement(parent)) return { kind: "none", name };
  if (is.isExportAssignment(parent)) return { kind: "alias", name };
  if (is.isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.EqualsToken) {
    if ((parent.left as Node) === use) return { kind: "assignment", name, value: parent.right };
    if (is.isExpressionStatement(parent.parent) && isExportsMember(parent.left)) {
      return { kind: "other-name", name, other: parent.left.name };
    }
  }
  if (is.isPropertyAssignment(parent) && parent.initializer === use && !isComputed(parent.name)) {
    return { kind: "other-name", name, other: parent.name };
  }
  if (is.isVariableDeclaration(parent) && parent.initializer === use && is.isIdentifier(parent.name)) {
    const isPlain = (parent.parent.flags & NodeFlags.Const) !== 0 && parent.type === undefined;
    if (isPlain) return { kind: "other-name", name, other: parent.name };
  }
  return { kind: "value", name };
}

/** `exports.load` and `module.exports.load`. */
function isExportsMember(left: Expression): left is Expression & { readonly name: Node } {
  return is.isPropertyAccessExpression(left) && /^(?:module\s*\.\s*)?exports$/.test(left.expression.getText());
}

function isComputed(name: Node): boolean {
  return name.kind === SyntaxKind.ComputedPropertyName;
}

function isInComment(name: Node): boolean {
  return (
    findAncestor(name, ({ kind }) => kind >= SyntaxKind.FirstJSDocNode && kind <= SyntaxKind.LastJSDocNode) !==
    undefined
  );
}
