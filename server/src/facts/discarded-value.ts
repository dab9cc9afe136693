// Fact: a statement that evaluates an expression and drops its value.

import { SyntaxKind, type Expression, type ExpressionStatement, type Node } from "../typescript/syntax.ts";
import type { Collector, FactBase } from "./collector.ts";
import { startedValues, type StartedValue } from "./started-values.ts";

export interface DiscardedValue extends FactBase {
  readonly kind: "discarded-value";
  readonly statement: ExpressionStatement;
  readonly expression: Expression;
  /** The parts of the expression that could be promises; never empty. */
  readonly values: readonly StartedValue[];
}

export const discardedValue: Collector<DiscardedValue> = {
  nodes: [SyntaxKind.ExpressionStatement],
  collect(node: Node) {
    const statement = node as ExpressionStatement;
    const values = startedValues(statement.expression);
    if (values.length === 0) return [];
    return [{ kind: "discarded-value", node, isLocal: true, statement, expression: statement.expression, values }];
  },
};
