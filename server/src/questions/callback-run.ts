// Question: when does a call run the function that it is given? Functions of the world are told by knowledge; a function
// of the project by what it does with its parameter: it calls it, or hands it to something that does. What is stored,
// scheduled, returned or handed to something unknown is not known to run.

import type { PassedCallback } from "../facts/handed-function.ts";
import { receivedBy, usesOf, type ParameterUse, type Received } from "../facts/parameter-use.ts";
import { MOST_HOPS } from "../knowledge/blocking/calls.ts";
import { callsAtOnce } from "../knowledge/synchronous-callbacks.ts";
import type { Checker } from "../typescript/api.ts";
import { is, isGenerator, type CallExpression, type FunctionNode, type NewExpression } from "../typescript/syntax.ts";
import type { ComposedAnswerer } from "./answerer.ts";
import { ask, type Inquiry } from "./question.ts";

export interface CallbackRun {
  /**
   * `at-once`: before the call returns, and so as part of what is around the call. `asynchronously`: as part of an
   * asynchronous function or of a promise's callback, whatever is around the call.
   */
  readonly when: "at-once" | "asynchronously";
  /** Where the project's own code calls it; undefined where a function of the world does. */
  readonly by: CallExpression | NewExpression | undefined;
}

/** Undefined if it is not known to be run. */
export const answerCallbackRun: ComposedAnswerer<PassedCallback, CallbackRun | undefined> = (
  { checker },
  abouts,
  inquire,
) => {
  let known = knownRuns.get(checker);
  if (known === undefined) knownRuns.set(checker, (known = new Map()));
  return inquire(abouts.map((about) => runOf(about, [], known)));
};

type Known = Map<Received, CallbackRun | undefined>;

const knownRuns = new WeakMap<Checker, Known>();

/** @param trail what the function has been received as before it came here */
function* runOf(handed: PassedCallback, trail: readonly Received[], known: Known): Inquiry<CallbackRun | undefined> {
  const { call, position, path } = handed;
  // The world's constructors are not known to call anything at once, except for a promise's.
  const member = is.isCallExpression(call) ? yield* ask("api-member", call) : undefined;
  if (member !== undefined) {
    const isAtOnce = path.length === 0 && callsAtOnce(member.module, member.names, position);
    return isAtOnce ? { when: "at-once", by: undefined } : undefined;
  }
  const fn = yield* ask("called-function", call);
  const place = fn && receivedBy(fn, handed);
  // A generator runs when somebody asks for its values.
  if (fn === undefined || place === undefined || isGenerator(fn)) return undefined;
  if (known.has(place)) return known.get(place);
  if (trail.includes(place) || trail.length >= MOST_HOPS) return undefined;
  const run = yield* runOfReceived(place, fn, [...trail, place], known);
  // On the way through a circle of functions, what was not found may only not have been found yet.
  if (run !== undefined || trail.length === 0) known.set(place, run);
  return run;
}

function* runOfReceived(
  place: Received,
  fn: FunctionNode,
  trail: readonly Received[],
  known: Known,
): Inquiry<CallbackRun | undefined> {
  let later: CallbackRun | undefined;
  for (const use of usesOf(place, fn)) {
    const run = yield* runOfUse(use, trail, known);
    if (run?.when === "at-once") return run;
    later ??= run;
  }
  return later;
}

function* runOfUse(
  { call, handedTo, passedTo, isAsync }: ParameterUse,
  trail: readonly Received[],
  known: Known,
): Inquiry<CallbackRun | undefined> {
  const own: CallbackRun | undefined =
    handedTo === undefined ? { when: "at-once", by: call } : yield* runOf(handedTo, trail, known);
  if (own === undefined) return undefined;
  let isAsynchronous = own.when === "asynchronously";
  for (const around of isAsynchronous ? [] : passedTo) {
    const run = yield* runOf(around, trail, known);
    if (run === undefined) return undefined;
    if (run.when === "asynchronously") isAsynchronous = true;
    if (isAsynchronous) break;
  }
  return { when: isAsynchronous || isAsync ? "asynchronously" : "at-once", by: own.by ?? call };
}
