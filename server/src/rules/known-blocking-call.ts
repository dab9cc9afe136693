// What the rules of the blocking family say of a call that blocks. How it is recognised is in questions/.

import type { AsyncContext, PassedCallback } from "../facts/async-context.ts";
import type { BlockingCost } from "../knowledge/blocking/blocking-call.ts";
import { snippet } from "../fixes/snippet.ts";
import { knownBlocking, type KnownBlockingCall } from "../questions/known-blocking.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import { skipOuter, spanOf, type CallExpression } from "../typescript/syntax.ts";
import { userCalls } from "./blocking-options.ts";
import type { FileContext } from "./file-context.ts";
import type { Evidence } from "./finding.ts";

/** What everybody else waits for, by the cost. */
export const EFFECTS: Readonly<Record<BlockingCost | "unknown", string>> = {
  file: "blocks the event loop until the disk has answered",
  process: "blocks the event loop until the process has ended",
  cpu: "blocks the event loop until everything is computed",
  sleep: "blocks the event loop for as long as it waits",
  dialog: "blocks the event loop until somebody has answered",
  network: "blocks the event loop until the server has answered",
  unknown: "blocks the event loop until it returns",
};

/** What the call is known to do; undefined if it is not known to block. */
export function knownBlockingCall(
  call: CallExpression,
  { options }: FileContext,
): Inquiry<KnownBlockingCall | undefined> {
  return knownBlocking(call, userCalls(options));
}

/**
 * Why code runs as part of something asynchronous: where the project's functions that it is passed to call it. Undefined if
 * it does not, or if that is not known.
 */
export function* runsInContext({ kind, passedTo }: AsyncContext): Inquiry<readonly Evidence[] | undefined> {
  const evidence: Evidence[] = [];
  for (const each of passedTo) {
    const run = yield* ask("callback-run", each);
    if (run === undefined) return undefined;
    if (run.by !== undefined) evidence.push(calledAt(run.by, each));
    if (run.when === "asynchronously") return evidence;
  }
  return kind === "callback" ? undefined : evidence;
}

function calledAt(by: CallExpression, { call }: PassedCallback): Evidence {
  const message = `\`${snippet(skipOuter(call.expression))}\` calls its callback here`;
  return { message, file: by.getSourceFile().fileName, span: spanOf(by.expression) };
}
