// Fact: code that runs as part of something asynchronous runs a function, class or getter of the project that may block by
// its name. Whether it does is a question.

import {
  SyntaxKind,
  is,
  isName,
  lastName,
  type CallExpression,
  type NewExpression,
  type Node,
} from "../typescript/syntax.ts";
import { asyncContextOf, type AsyncContext } from "./async-context.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { receiverOfName } from "./handed-function.ts";
import { isCallee, type RunningPlace } from "./synchronous-code.ts";
import { isOffMainThread, isWorkerEntry } from "./worker-thread.ts";

export interface SuspectCall extends FactBase {
  readonly kind: "suspect-call";
  readonly place: RunningPlace;
  readonly context: AsyncContext;
  readonly suspects: FileSyntax["suspects"];
}

export const suspectCall: Collector<SuspectCall> = {
  nodes: [
    SyntaxKind.CallExpression,
    SyntaxKind.NewExpression,
    SyntaxKind.TaggedTemplateExpression,
    SyntaxKind.PropertyAccessExpression,
    SyntaxKind.Identifier,
    SyntaxKind.PrivateIdentifier,
  ],
  callees:
    ({ suspects }) =>
    (name) =>
      suspects.names.has(name),
  accesses({ suspects }) {
    return (name) => suspects.getters.has(name);
  },
  handedNames({ suspects }) {
    return (name) => suspects.names.has(name);
  },
  isPossible: (syntax) => syntax.suspects.names.size > 0 && !isWorkerEntry(syntax),
  collect(node: Node, syntax: FileSyntax) {
    const { names, getters } = syntax.suspects;
    const name = runName(node);
    if (name === undefined || !names.has(name)) return [];
    if (is.isPropertyAccessExpression(node) && (!getters.has(name) || isCallee(node))) return [];
    if (isName(node) && receiverOfName(node) === undefined) return [];
    const context = asyncContextOf(node, syntax.suspects);
    if (context === undefined || isOffMainThread(node, syntax.text)) return [];
    const place = node as RunningPlace;
    return [{ kind: "suspect-call", node, isLocal: true, place, context, suspects: syntax.suspects }];
  },
};

function runName(node: Node): string | undefined {
  if (isName(node)) return node.text;
  if (is.isPropertyAccessExpression(node)) return node.name.text;
  if (is.isTaggedTemplateExpression(node)) return lastName(node.tag);
  return lastName((node as CallExpression | NewExpression).expression);
}
