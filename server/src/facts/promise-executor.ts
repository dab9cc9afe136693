// Fact: a promise is created with an executor that is async, or that may turn out to be.

import {
  SyntaxKind,
  is,
  isAsync,
  isFunctionNode,
  isGenerator,
  skipOuter,
  type Expression,
  type FunctionNode,
  type NewExpression,
  type Node,
} from "../typescript/syntax.ts";
import type { Collector, FactBase } from "./collector.ts";
import { isGlobal } from "./global-name.ts";

export interface PromiseExecutor extends FactBase {
  readonly kind: "promise-executor";
  readonly creation: NewExpression;
  /** An async function that is written in place, or the name of some function. */
  readonly executor: FunctionNode | Expression;
}

export const promiseExecutor: Collector<PromiseExecutor> = {
  nodes: [SyntaxKind.NewExpression],
  collect(node: Node, syntax) {
    const creation = node as NewExpression;
    const executor = creation.arguments?.[0] && skipOuter(creation.arguments[0]);
    if (executor === undefined) return [];
    const mayBeAsync = isFunctionNode(executor)
      ? isAsync(executor) && !isGenerator(executor)
      : is.isIdentifier(executor) || is.isPropertyAccessExpression(executor);
    if (!mayBeAsync || !isGlobal(creation.expression, "Promise", syntax)) return [];
    return [{ kind: "promise-executor", node, isLocal: isFunctionNode(executor), creation, executor }];
  },
};
