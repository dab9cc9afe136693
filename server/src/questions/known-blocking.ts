// What is known of what may block where it is called or handed over: by the tables, by the user's list, or by the convention of names. An inquiry that
// rules make and that other questions build upon.

import { say } from "../language/say.ts";
import type { NamedRun, PassedCallback } from "../facts/handed-function.ts";
import type { BlockingCall, BlockingCost, Counterpart, UserCall } from "../knowledge/blocking/blocking-call.ts";
import { blockingCallNamed, isKnownHarmless } from "../knowledge/blocking/calls.ts";
import { SyntaxKind, is } from "../typescript/syntax.ts";
import type { ApiMember } from "./api-member.ts";
import { ask, type Inquiry } from "./question.ts";

/** A function that blocks; its name and its neighbours alone tell nothing of what it costs. */
export type KnownBlockingCall = Omit<BlockingCall, "cost"> & { readonly cost?: BlockingCost };

/** What the function that is called is known to do; undefined if it is not known to block. */
export function* knownBlocking(run: NamedRun, userCalls: readonly UserCall[]): Inquiry<KnownBlockingCall | undefined> {
  const member = yield* ask("api-member", run);
  if (member === undefined) return undefined;
  const { module, names } = member;
  const own = userCalls.find((each) => each.package.replace(/^node:/, "") === module && names.includes(each.name));
  if (own !== undefined) {
    return { module, name: own.name, ...(own.replacement !== undefined && { counterpart: promise(own.replacement) }) };
  }
  const known = blockingCallNamed(module, names);
  if (known !== undefined && !blocksWith(run, known)) return undefined;
  if (known !== undefined && (known.counterpart !== undefined || !isMemberSync(known.name))) return known;
  return yield* conventionalCall(run, member, known);
}

/** What the function's neighbours say: `foo` beside `fooSync`, or `foo` around `foo.sync`. */
function* conventionalCall(
  run: NamedRun,
  { module, names }: ApiMember,
  known: BlockingCall | undefined,
): Inquiry<KnownBlockingCall | undefined> {
  const name = names.find((each) => each.endsWith("Sync") || isMemberSync(each));
  if (name === undefined || module === "global" || isKnownHarmless(module, names)) return known;
  const sibling = yield* ask("asynchronous-sibling", run);
  if (sibling === undefined) return known;
  const path = name.split(".");
  const asynchronous = isMemberSync(name) ? "" : path.at(-1)!.slice(0, -"Sync".length);
  if (sibling === "promise") return { ...known, module, name, counterpart: promise(asynchronous) };
  const advice = say`Use \`${asynchronous || (path.at(-2) ?? module)}\`, which calls back.`;
  return known ?? { module, name, advice };
}

/** `sync` of a function that does the same asynchronously. */
function isMemberSync(name: string): boolean {
  return /(?:^|\.)sync$/.test(name);
}

/** True if the functions that the code is passed to call it before they return, so that it is part of what is around. */
export function* runsAtOnce(passedTo: readonly PassedCallback[]): Inquiry<boolean> {
  for (const each of passedTo) {
    const run = yield* ask("callback-run", each);
    if (run?.when !== "at-once") return false;
  }
  return true;
}

function promise(name: string): Counterpart {
  return { name: name.slice(name.lastIndexOf(".") + 1), style: "promise" };
}

/** Some functions block only when an argument says so. */
function blocksWith(run: NamedRun, { onlyIfFalse }: BlockingCall): boolean {
  if (onlyIfFalse === undefined) return true;
  return is.isCallExpression(run) && run.arguments[onlyIfFalse]?.kind === SyntaxKind.FalseKeyword;
}
