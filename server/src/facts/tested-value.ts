// Fact: a value is tested for truth (`if (value)`, `!value`, `value && …`) or for presence (`value ?? …`), by an
// expression that could be a promise.

import {
  NodeFlags,
  SyntaxKind,
  is,
  outermost,
  type BinaryExpression,
  type Expression,
  type Node,
  type PrefixUnaryExpression,
} from "../typescript/syntax.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { isLogicalOperator, promiseSource } from "./possible-promise.ts";

export interface TestedValue extends FactBase {
  readonly kind: "tested-value";
  /** No `&&`, `||` or `??` itself: of those, the operands are tested. */
  readonly expression: Expression;
  /** What has to be asked whether it is a promise. */
  readonly source: Expression;
  readonly test: "truth" | "presence";
}

export const testedValue: Collector<TestedValue> = {
  nodes: [
    SyntaxKind.IfStatement,
    SyntaxKind.WhileStatement,
    SyntaxKind.DoStatement,
    SyntaxKind.ForStatement,
    SyntaxKind.ConditionalExpression,
    SyntaxKind.PrefixUnaryExpression,
    SyntaxKind.BinaryExpression,
  ],
  collect(node: Node, syntax: FileSyntax) {
    const facts: TestedValue[] = [];
    const add = (operand: Expression | undefined, test: TestedValue["test"]): void => {
      const expression = operand && withoutParentheses(operand);
      if (expression === undefined || isLogical(expression)) return;
      const source = promiseSource(expression, syntax);
      // An optional chain may be cut short, and then there is no promise.
      if (source === undefined || (source.flags & NodeFlags.OptionalChain) !== 0) return;
      // What stands elsewhere decides whether a name may stand for a promise.
      const isLocal = source === expression && is.isCallExpression(expression);
      facts.push({ kind: "tested-value", node, isLocal, expression, source, test });
    };
    if (node.kind === SyntaxKind.PrefixUnaryExpression) {
      const { operator, operand } = node as PrefixUnaryExpression;
      if (operator === SyntaxKind.ExclamationToken) add(operand, "truth");
    } else if (node.kind !== SyntaxKind.BinaryExpression) {
      add(conditionOf(node), "truth");
    } else if (isLogical(node)) {
      const { left, operatorToken, right } = node;
      const isTested = isTestedForTruth(node);
      const isCoalescing = operatorToken.kind === SyntaxKind.QuestionQuestionToken;
      add(left, isCoalescing && !isTested ? "presence" : "truth");
      if (isTested && !isOneOfTwo(node)) add(right, "truth");
    }
    return facts;
  },
};

function conditionOf(node: Node): Expression | undefined {
  const { expression, condition } = node as { expression?: Expression; condition?: Expression };
  return condition ?? expression;
}

function isLogical(node: Node): node is BinaryExpression {
  return node.kind === SyntaxKind.BinaryExpression && isLogicalOperator((node as BinaryExpression).operatorToken.kind);
}

/** Whether the value of a logical expression is used for nothing but its truth, or at least for that. */
function isTestedForTruth(node: Node): boolean {
  const parent = node.parent;
  if (parent.kind === SyntaxKind.ParenthesizedExpression) return isTestedForTruth(parent);
  if (parent.kind === SyntaxKind.PrefixUnaryExpression) {
    return (parent as PrefixUnaryExpression).operator === SyntaxKind.ExclamationToken;
  }
  if (!isLogical(parent)) return isCondition(parent, node);
  const { left, operatorToken } = parent;
  const isCoalescing = operatorToken.kind === SyntaxKind.QuestionQuestionToken;
  return (left === node && !isCoalescing) || isTestedForTruth(parent);
}

/** `(stored && Promise.resolve(stored)) || load()`: one promise or the other, which the left side decides. */
function isOneOfTwo(node: BinaryExpression): boolean {
  let value: Node = outermost(node);
  if (node.operatorToken.kind !== SyntaxKind.AmpersandAmpersandToken || !isAlternative(value.parent)) return false;
  while (isAlternative(value.parent)) value = outermost(value.parent);
  return !isTestedForTruth(value);
}

function isAlternative(node: Node): boolean {
  return isLogical(node) && node.operatorToken.kind === SyntaxKind.BarBarToken;
}

function isCondition(parent: Node, node: Node): boolean {
  switch (parent.kind) {
    case SyntaxKind.IfStatement:
    case SyntaxKind.WhileStatement:
    case SyntaxKind.DoStatement:
    case SyntaxKind.ForStatement:
    case SyntaxKind.ConditionalExpression:
      return conditionOf(parent) === node;
    default:
      return false;
  }
}

function withoutParentheses(node: Expression): Expression {
  let current = node;
  while (current.kind === SyntaxKind.ParenthesizedExpression) {
    current = (current as unknown as { expression: Expression }).expression;
  }
  return current;
}
