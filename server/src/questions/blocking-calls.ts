// Question: which calls that block does a function make by itself, before it returns?

import type { UserCall } from "../knowledge/blocking/blocking-call.ts";
import { callbacksBetween } from "../facts/async-context.ts";
import { blockingNamesIn } from "../facts/blocking-names.ts";
import { forEachRunningPlace } from "../facts/synchronous-code.ts";
import { is, type CallExpression, type FunctionNode } from "../typescript/syntax.ts";
import type { ComposedAnswerer } from "./answerer.ts";
import { knownBlocking, runsAtOnce, type KnownBlockingCall } from "./known-blocking.ts";
import type { Inquiry } from "./question.ts";

export interface FunctionBody {
  readonly at: FunctionNode;
  /** The user's list of calls that block. */
  readonly calls: readonly UserCall[];
}

export interface BlockingCallAt {
  readonly call: CallExpression;
  readonly known: KnownBlockingCall;
}

export const answerBlockingCalls: ComposedAnswerer<FunctionBody, readonly BlockingCallAt[]> = (
  _view,
  abouts,
  inquire,
) => inquire(abouts.map(blockingCallsIn));

function* blockingCallsIn({ at, calls }: FunctionBody): Inquiry<readonly BlockingCallAt[]> {
  const userNames = new Set(calls.map(({ name }) => name.slice(name.lastIndexOf(".") + 1)));
  const mayBlock = blockingNamesIn(at.getSourceFile().text, userNames);
  const candidates: CallExpression[] = [];
  forEachRunningPlace(at, new Set(), (place, name) => {
    if (name !== undefined && mayBlock?.test(name) === true && is.isCallExpression(place)) candidates.push(place);
  });
  const found: BlockingCallAt[] = [];
  for (const call of candidates) {
    const known = yield* knownBlocking(call, calls);
    if (known !== undefined && (yield* runsAtOnce(callbacksBetween(call, at)))) found.push({ call, known });
  }
  return found;
}
