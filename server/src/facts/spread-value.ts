// Fact: a value is spread (`{...value}`, `[...value]`, `f(...value)`, `<A {...value} />`) by an expression that could be a
// promise.

import { SyntaxKind, is, type BinaryExpression, type Expression, type Node } from "../typescript/syntax.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { isLogicalOperator, promiseSource } from "./possible-promise.ts";

export interface SpreadValue extends FactBase {
  readonly kind: "spread-value";
  /** The spread value, or one that it may be: a branch of a conditional, an operand of `&&`, `||` or `??`. */
  readonly expression: Expression;
  /** What has to be asked whether it is a promise. */
  readonly source: Expression;
  /** Properties are spread, or elements. */
  readonly into: "properties" | "elements";
}

export const spreadValue: Collector<SpreadValue> = {
  nodes: [SyntaxKind.SpreadAssignment, SyntaxKind.SpreadElement, SyntaxKind.JsxSpreadAttribute],
  collect(node: Node, syntax: FileSyntax) {
    const into = node.kind === SyntaxKind.SpreadElement ? "elements" : "properties";
    return valuesOf((node as unknown as { expression: Expression }).expression).flatMap((expression) => {
      const source = promiseSource(expression, syntax);
      if (source === undefined) return [];
      // What stands elsewhere decides whether a name may stand for a promise.
      const isLocal = source === expression && is.isCallExpression(expression);
      return [{ kind: "spread-value" as const, node, isLocal, expression, source, into }];
    });
  },
};

/** The values that may reach the place. */
function valuesOf(expression: Expression): Expression[] {
  switch (expression.kind) {
    case SyntaxKind.ParenthesizedExpression:
      return valuesOf((expression as unknown as { expression: Expression }).expression);
    case SyntaxKind.ConditionalExpression: {
      const { whenTrue, whenFalse } = expression as unknown as Record<"whenTrue" | "whenFalse", Expression>;
      return [...valuesOf(whenTrue), ...valuesOf(whenFalse)];
    }
    case SyntaxKind.BinaryExpression: {
      const { left, operatorToken, right } = expression as BinaryExpression;
      if (!isLogicalOperator(operatorToken.kind)) return [expression];
      // What is false spreads nothing.
      return operatorToken.kind === SyntaxKind.AmpersandAmpersandToken
        ? valuesOf(right)
        : [...valuesOf(left), ...valuesOf(right)];
    }
    default:
      return [expression];
  }
}
