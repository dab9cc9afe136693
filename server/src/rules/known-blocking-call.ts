// What the rules of the blocking family say of a call that blocks. How it is recognised is in questions/.

import type { AsyncContext } from "../facts/async-context.ts";
import type { BlockingCall, BlockingCost, Counterpart } from "../knowledge/blocking/blocking-call.ts";
import { blockingCallNamed, isKnownHarmless } from "../knowledge/blocking/calls.ts";
import { SYNCHRONOUS_CALLBACKS } from "../knowledge/synchronous-callbacks.ts";
import type { ApiMember } from "../questions/api-member.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import { SyntaxKind, type CallExpression } from "../typescript/syntax.ts";
import type { BlockingCost } from "../knowledge/blocking/blocking-call.ts";
import { knownBlocking, runsAtOnce as allRunAtOnce, type KnownBlockingCall } from "../questions/known-blocking.ts";
import type { Inquiry } from "../questions/question.ts";
import type { CallExpression } from "../typescript/syntax.ts";
import { userCalls } from "./blocking-options.ts";
import type { FileContext } from "./file-context.ts";

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
  const member = yield * ask("api-member", call);
  if (member === undefined) return undefined;
  const { module, names } = member;
  const own = userCalls(options).find(
    (each) => each.package.replace(/^node:/, "") === module && names.includes(each.name),
  );
  if (own !== undefined) {
    return { module, name: own.name, ...(own.replacement !== undefined && { counterpart: promise(own.replacement) }) };
  }
  const known = blockingCallNamed(module, names);
  if (known !== undefined && !blocksWith(call, known)) return undefined;
  if (known !== undefined && (known.counterpart !== undefined || !isMemberSync(known.name))) return known;
  return yield * conventionalCall(call, member, known);
}

/** What the function's neighbours say: `foo` beside `fooSync`, or `foo` around `foo.sync`. */
function* conventionalCall(
  call: CallExpression,
  { module, names }: ApiMember,
  known: BlockingCall | undefined,
): Inquiry<KnownBlockingCall | undefined> {
  const name = names.find((each) => each.endsWith("Sync") || isMemberSync(each));
  if (name === undefined || module === "global" || isKnownHarmless(module, names)) return known;
  const sibling = yield* ask("asynchronous-sibling", call);
  if (sibling === undefined) return known;
  const path = name.split(".");
  const asynchronous = isMemberSync(name) ? "" : path.at(-1)!.slice(0, -"Sync".length);
  if (sibling === "promise") return { ...known, module, name, counterpart: promise(asynchronous) };
  const advice = `Use \`${asynchronous || (path.at(-2) ?? module)}\`, which calls back.`;
  return known ?? { module, name, advice };
}

/** `sync` of a function that does the same asynchronously. */
function isMemberSync(name: string): boolean {
  return /(?:^|\.)sync$/.test(name);
  return knownBlocking(call, userCalls(options));
}

/** True if the functions that the code is passed to call it before they return, so that it is part of what is around. */
export function runsAtOnce({ passedTo }: AsyncContext): Inquiry<boolean> {
  return allRunAtOnce(passedTo);
}
