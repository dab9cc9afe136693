// What the rules of the blocking family say of a call that blocks. How it is recognised is in questions/.

import { phrase } from "../language/say.ts";
import type { AsyncContext } from "../facts/async-context.ts";
import type { BlockingCost } from "../knowledge/blocking/blocking-call.ts";
import { knownBlocking, runsAtOnce as allRunAtOnce, type KnownBlockingCall } from "../questions/known-blocking.ts";
import type { Inquiry } from "../questions/question.ts";
import type { CallExpression } from "../typescript/syntax.ts";
import { userCalls } from "./blocking-options.ts";
import type { FileContext } from "./file-context.ts";

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

/** What the call is known to do; undefined if it is not known to block. */
export function knownBlockingCall(
  call: CallExpression,
  { options }: FileContext,
): Inquiry<KnownBlockingCall | undefined> {
  return knownBlocking(call, userCalls(options));
}

/** True if the functions that the code is passed to call it before they return, so that it is part of what is around. */
export function runsAtOnce({ passedTo }: AsyncContext): Inquiry<boolean> {
  return allRunAtOnce(passedTo);
}
