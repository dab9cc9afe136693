// What the rules of the blocking family say of a call that blocks. How it is recognised is in questions/.

import { phrase, say } from "../language/say.ts";
import type { AsyncContext } from "../facts/async-context.ts";
import type { NamedRun, PassedCallback } from "../facts/handed-function.ts";
import type { BlockingCost } from "../knowledge/blocking/blocking-call.ts";
import { snippet } from "../fixes/snippet.ts";
import { knownBlocking, type KnownBlockingCall } from "../questions/known-blocking.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import { skipOuter, spanOf, type CallExpression, type NewExpression } from "../typescript/syntax.ts";
import { userCalls } from "./blocking-options.ts";
import type { FileContext } from "./file-context.ts";
import type { Evidence } from "./finding.ts";

/** What everybody else waits for, by the cost. */
export const EFFECTS: Readonly<Record<BlockingCost | "unknown", string>> = {
  file: phrase("blocks the event loop until the disk has answered"),
  process: phrase("blocks the event loop until the process has ended"),
  cpu: phrase("blocks the event loop until everything is computed"),
  sleep: phrase("blocks the event loop for as long as it waits"),
  dialog: phrase("blocks the event loop until somebody has answered"),
  network: phrase("blocks the event loop until the server has answered"),
  unknown: phrase("blocks the event loop until it returns"),
};

/** What the function that is called is known to do; undefined if it is not known to block. */
export function knownBlockingCall(run: NamedRun, { options }: FileContext): Inquiry<KnownBlockingCall | undefined> {
  return knownBlocking(run, userCalls(options));
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

function calledAt(by: CallExpression | NewExpression, { call }: PassedCallback): Evidence {
  const message = say`\`${snippet(skipOuter(call.expression))}\` calls its callback here`;
  return { message, file: by.getSourceFile().fileName, span: spanOf(by.expression) };
}
