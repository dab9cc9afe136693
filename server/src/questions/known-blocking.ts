// What is known of a call that may block: by the tables, by the user's list, or by the convention of names. An inquiry that
// rules make and that other questions build upon.

import type { PassedCallback } from "../facts/async-context.ts";
import type { BlockingCall, BlockingCost, Counterpart, UserCall } from "../knowledge/blocking/blocking-call.ts";
import { blockingCallNamed, isKnownHarmless } from "../knowledge/blocking/calls.ts";
import { SYNCHRONOUS_CALLBACKS } from "../knowledge/synchronous-callbacks.ts";
import { SyntaxKind, type CallExpression } from "../typescript/syntax.ts";
import { ask, type Inquiry } from "./question.ts";

/** A function that blocks; its name and its neighbours alone tell nothing of what it costs. */
export type KnownBlockingCall = Omit<BlockingCall, "cost"> & { readonly cost?: BlockingCost };

/** What the call is known to do; undefined if it is not known to block. */
export function* knownBlocking(
  call: CallExpression,
  userCalls: readonly UserCall[],
): Inquiry<KnownBlockingCall | undefined> {
  const member = yield* ask("api-member", call);
  if (member === undefined) return undefined;
  const { module, names } = member;
  const own = userCalls.find((each) => each.package.replace(/^node:/, "") === module && names.includes(each.name));
  if (own !== undefined) {
    return { module, name: own.name, ...(own.replacement !== undefined && { counterpart: promise(own.replacement) }) };
  }
  const known = blockingCallNamed(module, names);
  if (known !== undefined) return blocksWith(call, known) ? known : undefined;
  const name = names.find((each) => each.endsWith("Sync"));
  if (name === undefined || module === "global" || isKnownHarmless(module, names)) return undefined;
  const sibling = yield* ask("asynchronous-sibling", call);
  if (sibling === undefined) return undefined;
  const asynchronous = name.slice(name.lastIndexOf(".") + 1, -"Sync".length);
  return sibling === "promise"
    ? { module, name, counterpart: promise(asynchronous) }
    : { module, name, advice: `Use \`${asynchronous}\`, which calls back.` };
}

/** True if the functions that the code is passed to call it before they return, so that it is part of what is around. */
export function* runsAtOnce(passedTo: readonly PassedCallback[]): Inquiry<boolean> {
  for (const { call, position } of passedTo) {
    const member = yield* ask("api-member", call);
    if (member?.module !== "global") return false;
    if (!member.names.some((name) => SYNCHRONOUS_CALLBACKS.get(name) === position)) return false;
  }
  return true;
}

function promise(name: string): Counterpart {
  return { name: name.slice(name.lastIndexOf(".") + 1), style: "promise" };
}

/** Some functions block only when an argument says so. */
function blocksWith(call: CallExpression, { onlyIfFalse }: BlockingCall): boolean {
  return onlyIfFalse === undefined || call.arguments[onlyIfFalse]?.kind === SyntaxKind.FalseKeyword;
}
