// Fact: code that runs as part of something asynchronous runs a function, class or getter of the project that may block by
// its name. Whether it does is a question.

import { SyntaxKind, is, lastName, type CallExpression, type NewExpression, type Node } from "../typescript/syntax.ts";
import { AT_ONCE_NAMES } from "../knowledge/synchronous-callbacks.ts";
import { PROMISE_METHODS, asyncContextOf, functionsHandedTo, type AsyncContext } from "./async-context.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { isCallee, type RunningPlace } from "./synchronous-code.ts";
import { isOffMainThread, isWorkerEntry } from "./worker-thread.ts";

export interface SuspectCall extends FactBase {
  readonly kind: "suspect-call";
  readonly place: RunningPlace;
  readonly context: AsyncContext;
  readonly suspects: FileSyntax["suspects"];
}

/** What calls of these names are given by name may run as part of what is around them, or when a promise has settled. */
const RECEIVERS: ReadonlySet<string> = new Set([...AT_ONCE_NAMES, ...PROMISE_METHODS]);

export const suspectCall: Collector<SuspectCall> = {
  nodes: [
    SyntaxKind.CallExpression,
    SyntaxKind.NewExpression,
    SyntaxKind.TaggedTemplateExpression,
    SyntaxKind.PropertyAccessExpression,
  ],
  callees:
    ({ suspects }) =>
    (name) =>
      suspects.names.has(name) || RECEIVERS.has(name),
  accesses({ suspects }) {
    return (name) => suspects.getters.has(name);
  },
  isPossible: (syntax) => syntax.suspects.names.size > 0 && !isWorkerEntry(syntax),
  collect(node: Node, syntax: FileSyntax) {
    const { names, getters } = syntax.suspects;
    const handed = is.isCallExpression(node)
      ? functionsHandedTo(node, RECEIVERS).filter(({ text }) => names.has(text))
      : [];
    const name = runName(node);
    const isRun = name !== undefined && names.has(name);
    const isRead = is.isPropertyAccessExpression(node);
    const places = isRun && (!isRead || (getters.has(name) && !isCallee(node))) ? [node as RunningPlace] : [];
    return [...places, ...handed].flatMap((place) => factAt(place, syntax));
  },
};

function factAt(place: RunningPlace, { suspects, text }: FileSyntax): SuspectCall[] {
  const context = asyncContextOf(place, suspects);
  if (context === undefined || isOffMainThread(place, text)) return [];
  return [{ kind: "suspect-call", node: place, isLocal: true, place, context, suspects }];
}

function runName(node: Node): string | undefined {
  if (is.isPropertyAccessExpression(node)) return node.name.text;
  if (is.isTaggedTemplateExpression(node)) return lastName(node.tag);
  return lastName((node as CallExpression | NewExpression).expression);
}
