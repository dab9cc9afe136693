// A promise is started, and the function waits for something else before the promise gets a handler. If it rejects in the
// meantime, the process sees an unhandled rejection, and the `await` that would have caught it comes too late.

import { say } from "../language/say.ts";
import { attachFix, gatherFix, gatherLoopFix } from "../fixes/early-handler.ts";
import { snippet } from "../fixes/snippet.ts";
import type { LateHandler } from "../facts/late-handler.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import {
  findAncestor,
  is,
  isFunctionNode,
  spanOf,
  type Expression,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import type { Span } from "../text/span.ts";
import type { Evidence } from "./finding.ts";
import { defineRule } from "./rule.ts";

export const lateAwait = defineRule<"late-handler">({
  name: "late-await",
  family: "unawaited",
  summary: "A promise that is awaited only after another wait: if it rejects in between, nothing handles it.",
  concept: "unhandled-rejection",
  severity: "information",
  equivalents: [],
  options: {},
  facts: ["late-handler"],

  *check(fact, { file, isTest }) {
    const { suspension, handler, loop, store } = fact;
    // A test that waits for a promise without a handler for its failure fails in either case, and is meant to.
    if (isTest && !fact.isRejectionHandled) return [];
    const maker = yield* unguardedMaker(fact);
    if (maker === undefined) return [];
    const at = (message: string, span: Span): Evidence => ({ message, file, span });
    const wait = waitOf(suspension);
    if (loop !== undefined) {
      const list = store === undefined ? snippet(fact.started.value) : store.target.getText();
      return [
        {
          span: spanOfMaker(maker),
          message: say`If a promise of \`${list}\` rejects before its turn, nothing handles it.`,
          related: [at(say`each is handled only when its turn comes`, wait.span)],
        },
      ];
    }
    const what = isFunctionNode(maker) ? say`a promise of \`${snippetOfMap(maker)}\`` : `\`${snippet(maker)}\``;
    return [
      {
        span: spanOfMaker(maker),
        message: say`If ${what} rejects during \`${wait.text}\`, nothing handles it.`,
        related: [at(say`the function waits here`, wait.span), at(say`handled only here`, spanOf(handler))],
      },
    ];
  },

  // oxlint-disable-next-line require-yield -- What asks nothing yields nothing.
  *fixes(_finding, { suspension, handler, loop, store, started }, file) {
    const gathered = loop === undefined ? gatherFix(suspension, handler, file) : gatherLoopFix(loop, file);
    return [...gathered, ...(store === undefined ? [] : attachFix(store, suspension, started.isMany, file))];
  },
});

/** The first of what is started that certainly is a promise and may reject. */
function* unguardedMaker({ started }: LateHandler): Inquiry<Expression | FunctionNode | undefined> {
  const { value, isMany, makers } = started;
  if (!isMany && (yield* ask("promise-shape", value)) !== "promise") return undefined;
  for (const maker of makers) {
    if (isMany && !(yield* isPromise(maker, value))) continue;
    if (!(yield* ask("cannot-reject", maker))) return maker;
  }
  return undefined;
}

/** True if this element of the list is a promise, whatever the others are. */
function* isPromise(maker: Expression | FunctionNode, list: Expression): Inquiry<boolean> {
  // What an async callback gives is a promise, if the `map` is that of an array.
  if (isFunctionNode(maker)) return (yield* ask("promise-shape", list)) === "promises";
  return (yield* ask("promise-shape", maker)) === "promise";
}

/** On one line: what is called, where the whole call takes more, and for a callback what it is given to: `items.map`. */
function spanOfMaker(maker: Expression | FunctionNode): Span {
  const call = isFunctionNode(maker) ? findAncestor(maker, is.isCallExpression)! : maker;
  const isLong = isFunctionNode(maker) || call.getText().includes("\n");
  const start = call.getStart();
  if (!isLong) return spanOf(call);
  const callee = is.isCallExpression(call) || is.isNewExpression(call) ? call.expression : call;
  const [line] = call.getSourceFile().text.slice(start, callee.end).split(/\s*\n/, 1);
  return { start, end: start + line!.length };
}

function snippetOfMap(callback: FunctionNode): string {
  return snippet(findAncestor(callback, is.isCallExpression)!);
}

/** How a wait is shown: its text, and a span on one line. */
function waitOf(suspension: Node): { readonly text: string; readonly span: Span } {
  if (is.isForOfStatement(suspension)) {
    return { text: "for await", span: { start: suspension.getStart(), end: suspension.awaitModifier!.end } };
  }
  if (is.isVariableDeclarationList(suspension)) return { text: "await using", span: spanOf(suspension) };
  return { text: is.isYieldExpression(suspension) ? "yield" : snippet(suspension), span: spanOf(suspension) };
}
