// Whether a function without types returns something that, as far as its text shows, is a value and no promise.

import { kindOfName } from "../knowledge/reading-names.ts";
import {
  NodeFlags,
  SyntaxKind,
  calleeName,
  findAncestor,
  forEachDescendant,
  is,
  isFunctionNode,
  isGenerator,
  skipOuter,
  type Expression,
  type FunctionNode,
} from "../typescript/syntax.ts";
import { variableOf } from "./variable.ts";

const known = new WeakMap<FunctionNode, boolean>();

/** It returns something, and each time a value. */
export function returnsValue(fn: FunctionNode): boolean {
  let answer = known.get(fn);
  if (answer === undefined) known.set(fn, (answer = !isGenerator(fn) && allAreValues(returnedBy(fn))));
  return answer;
}

function allAreValues(returned: readonly Expression[]): boolean {
  return returned.length > 0 && returned.every((expression) => isValue(expression));
}

function returnedBy({ body }: FunctionNode): readonly Expression[] {
  if (body === undefined) return [];
  if (!is.isBlock(body)) return [body];
  const returned: Expression[] = [];
  forEachDescendant(body, (node) => {
    if (is.isReturnStatement(node) && node.expression !== undefined) returned.push(node.expression);
    return !isFunctionNode(node);
  });
  return returned;
}

function isValue(expression: Expression, depth = 0): boolean {
  const node = skipOuter(expression);
  if (depth > 5) return false;
  const isOne = (part: Expression): boolean => isValue(part, depth + 1);
  switch (node.kind) {
    case SyntaxKind.Identifier:
      return is.isIdentifier(node) && isNamedValue(node.text === "undefined" ? undefined : node, isOne);
    case SyntaxKind.ConditionalExpression:
      return is.isConditionalExpression(node) && isOne(node.whenTrue) && isOne(node.whenFalse);
    case SyntaxKind.BinaryExpression:
      return (
        is.isBinaryExpression(node) &&
        (!CHOICES.has(node.operatorToken.kind) || (isOne(node.left) && isOne(node.right)))
      );
    case SyntaxKind.CallExpression:
      return is.isCallExpression(node) && kindOfName(calleeName(node).getText()) === "converting";
    case SyntaxKind.NewExpression:
      return is.isNewExpression(node) && !/Promise|Deferred/.test(node.expression.getText());
    default:
      return VALUES.has(node.kind);
  }
}

/** `undefined`, or a constant or variable that begins as a value. */
function isNamedValue(name: Expression | undefined, isOne: (value: Expression) => boolean): boolean {
  if (name === undefined) return true;
  const { declared } = is.isIdentifier(name) ? variableOf(name) : { declared: undefined };
  const declaration = declared && findAncestor(declared, is.isVariableDeclaration);
  if (declaration?.initializer === undefined || declaration.name !== declared) return false;
  const isConst = (declaration.parent.flags & NodeFlags.Const) !== 0;
  return isOne(declaration.initializer) && (isConst || !is.isCallExpression(skipOuter(declaration.initializer)));
}

const CHOICES: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.AmpersandAmpersandToken,
  SyntaxKind.BarBarToken,
  SyntaxKind.CommaToken,
  SyntaxKind.EqualsToken,
  SyntaxKind.QuestionQuestionToken,
]);

const VALUES: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.ArrayLiteralExpression,
  SyntaxKind.BigIntLiteral,
  SyntaxKind.FalseKeyword,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.NullKeyword,
  SyntaxKind.NumericLiteral,
  SyntaxKind.ObjectLiteralExpression,
  SyntaxKind.PostfixUnaryExpression,
  SyntaxKind.PrefixUnaryExpression,
  SyntaxKind.RegularExpressionLiteral,
  SyntaxKind.StringLiteral,
  SyntaxKind.TemplateExpression,
  SyntaxKind.TrueKeyword,
  SyntaxKind.TypeOfExpression,
]);
