// Code that, as far as syntax tells, changes nothing, leaves nothing and gives the same value a little later: what
// stands between two waits and may as well stand after them.
//
// Members of local values count as plain data, as everywhere here; those of `this` and of globals may change while
// others run, and do not. Of calls only a few of the language's are known by their names.

import {
  NodeFlags,
  SyntaxKind,
  is,
  isAssignmentOperator,
  isFunctionNode,
  skipOuter,
  type CallExpression,
  type Node,
} from "../typescript/syntax.ts";

/** Declarations without effect, and constants with pure values. */
export function isPureStatement(statement: Node): boolean {
  switch (statement.kind) {
    case SyntaxKind.EmptyStatement:
    case SyntaxKind.FunctionDeclaration:
    case SyntaxKind.InterfaceDeclaration:
    case SyntaxKind.TypeAliasDeclaration:
      return true;
    case SyntaxKind.VariableStatement: {
      if (!is.isVariableStatement(statement)) return false;
      const { declarationList } = statement;
      const using = declarationList.flags & NodeFlags.BlockScoped;
      if (using === NodeFlags.Using || using === NodeFlags.AwaitUsing) return false;
      return [...declarationList.declarations].every(
        ({ name, initializer }) => isPure(name) && (initializer === undefined || isPure(initializer)),
      );
    }
    default:
      return false;
  }
}

/** True for an expression or pattern of which every part is pure; what stands inside a function is not evaluated. */
export function isPure(node: Node): boolean {
  if (isFunctionNode(node)) return true;
  if (is.isCallExpression(node) ? !isPureCall(node) : !isPurePart(node)) return false;
  let isEachPure = true;
  node.forEachChild((child) => {
    isEachPure &&= isPure(child);
    return !isEachPure || undefined;
  });
  return isEachPure;
}

/** Evaluating the node itself, its parts aside, changes and leaves nothing. */
export function isPurePart(node: Node): boolean {
  switch (node.kind) {
    case SyntaxKind.AwaitExpression:
    case SyntaxKind.CallExpression:
    case SyntaxKind.ClassExpression:
    case SyntaxKind.DeleteExpression:
    case SyntaxKind.NewExpression:
    case SyntaxKind.PostfixUnaryExpression:
    case SyntaxKind.TaggedTemplateExpression:
    case SyntaxKind.ThisKeyword:
    case SyntaxKind.YieldExpression:
    case SyntaxKind.JsxElement:
    case SyntaxKind.JsxSelfClosingElement:
    case SyntaxKind.JsxFragment:
      return false;
    case SyntaxKind.PrefixUnaryExpression: {
      const { operator } = node as unknown as { readonly operator: SyntaxKind };
      return operator !== SyntaxKind.PlusPlusToken && operator !== SyntaxKind.MinusMinusToken;
    }
    case SyntaxKind.BinaryExpression:
      return !isAssignmentOperator((node as unknown as { readonly operatorToken: Node }).operatorToken);
    default:
      return true;
  }
}

/** Functions of the language, and of paths, that neither throw nor change anything, by the text of their callee. */
const PURE_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "Array.from Array.isArray Boolean Math.abs Math.ceil Math.floor Math.max Math.min Math.round Math.trunc Number " +
    "Number.isFinite Number.isInteger Number.isNaN Number.parseFloat Number.parseInt Object.entries Object.fromEntries " +
    "Object.keys Object.values String parseFloat parseInt basename dirname extname join path.basename path.dirname " +
    "path.extname path.isAbsolute path.join path.normalize path.relative path.resolve"
  ).split(" "),
);

/** Methods whose names the language's values have for themselves, and which change nothing. */
const PURE_METHODS: ReadonlySet<string> = new Set(
  (
    "at charAt endsWith includes indexOf join lastIndexOf slice split startsWith substring toLowerCase toString " +
    "toUpperCase trim trimEnd trimStart"
  ).split(" "),
);

/** The call itself, its parts aside. */
export function isPureCall(call: CallExpression): boolean {
  const callee = skipOuter(call.expression);
  if (is.isIdentifier(callee)) return PURE_FUNCTIONS.has(callee.text);
  if (!is.isPropertyAccessExpression(callee)) return false;
  const { expression: owner, name } = callee;
  return PURE_METHODS.has(name.text) || (is.isIdentifier(owner) && PURE_FUNCTIONS.has(`${owner.text}.${name.text}`));
}
