// Fact: code that runs as part of something asynchronous calls what may block by its name, or hands it to somebody who may
// call it there. Whether it is the function that it is named like is a question.

import { SyntaxKind, is, isName, lastName, type Expression, type Node } from "../typescript/syntax.ts";
import { asyncContextOf, type AsyncContext } from "./async-context.ts";
import { GLOBAL_FUNCTIONS, isMemberOfType, suspiciousNames } from "./blocking-names.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { calledExpression, receiverOfName, type NamedRun, type PassedCallback } from "./handed-function.ts";
import { isOffMainThread, isWorkerEntry } from "./worker-thread.ts";

export interface SyncCall extends FactBase {
  readonly kind: "sync-call";
  readonly run: NamedRun;
  /** What names the function that is run. */
  readonly callee: Expression;
  /** Who gets it; undefined where it is called. */
  readonly handedTo: PassedCallback | undefined;
  readonly context: AsyncContext;
}

export const syncCall: Collector<SyncCall> = {
  nodes: [SyntaxKind.CallExpression, SyntaxKind.Identifier],
  callees: suspiciousNames,
  handedNames: suspiciousNames,
  isPossible: (syntax) => !isWorkerEntry(syntax),
  collect(node: Node, syntax: FileSyntax) {
    const run = node as NamedRun;
    const callee = calledExpression(run);
    const name = lastName(callee);
    if (name === undefined || !suspiciousNames(syntax)(name) || isMemberOfType(callee)) return [];
    if (GLOBAL_FUNCTIONS.has(name) && !syntax.callNames.has(name) && isMethodOfSomething(callee)) return [];
    const handedTo = receiverOfName(run);
    if (isName(run) && handedTo === undefined) return [];
    const context = asyncContextOf(run, syntax.suspects);
    if (context === undefined || isOffMainThread(run, syntax.text)) return [];
    return [{ kind: "sync-call", node, isLocal: true, run, callee, handedTo, context }];
  },
};

/** `dialog.alert()` is no global function, `window.alert()` is one. */
function isMethodOfSomething(callee: Expression): boolean {
  if (!is.isPropertyAccessExpression(callee)) return false;
  return !/^(?:window|globalThis|self)$/.test(callee.expression.getText());
}
