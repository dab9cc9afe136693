// The waits inside one expression, in the order in which they are evaluated, cut wherever something between two of them
// might change or leave anything.

import {
  SyntaxKind,
  is,
  isFunctionNode,
  skipOuter,
  type AwaitExpression,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import { stepInExpression, type AwaitStep } from "./await-step.ts";
import { hasWait } from "./mentioned-names.ts";
import { isPure, isPurePart } from "./pure-code.ts";

export interface Stretch {
  readonly steps: AwaitStep[];
  /** Nothing but constants and local names is looked at before the last of the steps. */
  mayFollow: boolean;
}

/** Stretches of at least two steps between which nothing but pure code is evaluated. */
export function waitsOfExpression(whole: Expression): Stretch[] {
  const stretches: Stretch[] = [{ steps: [], mayFollow: true }];
  let isUntouched = true;
  const cut = () => {
    isUntouched = false;
    if (stretches.at(-1)!.steps.length > 0) stretches.push({ steps: [], mayFollow: false });
    else stretches.at(-1)!.mayFollow = false;
  };
  const evaluate = (node: Node): void => {
    if (isFunctionNode(node)) return;
    const step = is.isAwaitExpression(node) ? stepInExpression(node) : undefined;
    if (step !== undefined) {
      const stretch = stretches.at(-1)!;
      stretch.steps.push(step);
      stretch.mayFollow &&= isUntouched;
      return;
    }
    const parts = partsOf(node);
    if (mayEndEarly(node)) {
      // Only the first part is certain to be evaluated; what waits in the others is no step.
      evaluate(parts[0]!);
      isUntouched = false;
      if (parts.slice(1).some((part) => hasWait(part) || !isPure(part))) cut();
      return;
    }
    for (const part of parts) evaluate(part);
    // A member may be another one after the waits.
    if (is.isPropertyAccessExpression(node) || is.isElementAccessExpression(node)) {
      isUntouched &&= isCallee(node) || is.isAwaitExpression(skipOuter(node.expression));
    }
    if (!isPurePart(node)) cut();
  };
  evaluate(whole);
  return stretches.filter(({ steps }) => steps.length > 1);
}

function isCallee(node: Node): boolean {
  return is.isCallExpression(node.parent) && node.parent.expression === node;
}

function partsOf(node: Node): Node[] {
  const parts: Node[] = [];
  node.forEachChild((part) => void parts.push(part));
  return parts;
}

/** Some of its parts are evaluated only if an earlier one says so. */
function mayEndEarly(node: Node): boolean {
  if (is.isConditionalExpression(node)) return true;
  if (!is.isBinaryExpression(node)) return (node as { questionDotToken?: Node }).questionDotToken !== undefined;
  switch (node.operatorToken.kind) {
    case SyntaxKind.AmpersandAmpersandToken:
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
    case SyntaxKind.AmpersandAmpersandEqualsToken:
    case SyntaxKind.BarBarEqualsToken:
    case SyntaxKind.QuestionQuestionEqualsToken:
      return true;
    default:
      return false;
  }
}

/** The outermost expression of the same function that holds the wait. */
export function wholeExpression(wait: AwaitExpression): Expression {
  let whole: Node = wait;
  while (isPartOfExpression(whole.parent)) whole = whole.parent;
  return whole as Expression;
}

function isPartOfExpression(node: Node): boolean {
  const isStatement = node.kind >= SyntaxKind.FirstStatement && node.kind <= SyntaxKind.LastStatement;
  return !isStatement && !isFunctionNode(node) && !OUTSIDE_EXPRESSIONS.has(node.kind);
}

const OUTSIDE_EXPRESSIONS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.Block,
  SyntaxKind.CaseClause,
  SyntaxKind.ClassDeclaration,
  SyntaxKind.ComputedPropertyName,
  SyntaxKind.Decorator,
  SyntaxKind.EnumMember,
  SyntaxKind.ExportAssignment,
  SyntaxKind.ExpressionWithTypeArguments,
  SyntaxKind.Parameter,
  SyntaxKind.PropertyDeclaration,
  SyntaxKind.SourceFile,
  SyntaxKind.VariableDeclaration,
  SyntaxKind.VariableStatement,
]);
