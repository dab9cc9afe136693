// Fact: a call, in code that runs as part of something asynchronous, of what may block by its name. Whether it is the
// function that it is named like is a question.

import { SyntaxKind, is, lastName, skipOuter, type CallExpression, type Node } from "../typescript/syntax.ts";
import { asyncContextOf, type AsyncContext } from "./async-context.ts";
import { GLOBAL_FUNCTIONS, isMemberOfType, suspiciousNames } from "./blocking-names.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { isOffMainThread, isWorkerEntry } from "./worker-thread.ts";

export interface SyncCall extends FactBase {
  readonly kind: "sync-call";
  readonly call: CallExpression;
  readonly context: AsyncContext;
}

export const syncCall: Collector<SyncCall> = {
  nodes: [SyntaxKind.CallExpression],
  callees: suspiciousNames,
  isPossible: (syntax) => !isWorkerEntry(syntax),
  collect(node: Node, syntax: FileSyntax) {
    const call = node as CallExpression;
    const callee = skipOuter(call.expression);
    const name = lastName(call.expression);
    if (name === undefined || !suspiciousNames(syntax)(name) || isMemberOfType(callee)) return [];
    if (GLOBAL_FUNCTIONS.has(name) && !syntax.callNames.has(name) && isMethodOfSomething(callee)) return [];
    const context = asyncContextOf(call, syntax.suspects);
    if (context === undefined || isOffMainThread(call, syntax.text)) return [];
    return [{ kind: "sync-call", node, isLocal: true, call, context }];
  },
};

/** `dialog.alert()` is no global function, `window.alert()` is one. */
function isMethodOfSomething(callee: Node): boolean {
  if (!is.isPropertyAccessExpression(callee)) return false;
  return !/^(?:window|globalThis|self)$/.test(callee.expression.getText());
}
