// The repair of a helper that blocks: the call at the end of the chain gives way to its asynchronous counterpart, and
// everything that leads there waits for it. What else blocks in a function that becomes asynchronous is replaced on the way.

import { say } from "../language/say.ts";
import type { Runnable } from "../facts/synchronous-code.ts";
import type { BlockingCallAt } from "../questions/blocking-calls.ts";
import type { BlockingPath } from "../questions/blocking-path.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Evidence } from "../rules/finding.ts";
import type { UserCall } from "../knowledge/blocking/blocking-call.ts";
import type { Edit } from "../text/edit.ts";
import { groupBy } from "../text/group-by.ts";
import {
  is,
  isFunctionNode,
  referenceOf,
  type CallExpression,
  type FunctionNode,
  type SourceFile,
} from "../typescript/syntax.ts";
import { awaitPlace } from "./await-place.ts";
import { makeAsync } from "./make-async.ts";
import { isSameNode, type NodeSet } from "./node-set.ts";
import { nowhereToWait, obstacleAt, receiverDoesNotWait } from "./obstacle.ts";
import { replaceBlockingCall, replaceBlockingCalls } from "./replace-blocking-call.ts";
import { snippet } from "./snippet.ts";

export interface ChainOptions {
  /** The user's list of calls that block. */
  readonly calls: readonly UserCall[];
  /** What a published package exports must not change. */
  readonly keepsExports: boolean;
}

/** The edits of the whole project, or what is in the way. */
export function* asynchronousChain(
  { call, known, implementations }: BlockingPath,
  file: FileContext,
  { calls, keepsExports }: ChainOptions,
): Inquiry<{ readonly edits: readonly Edit[] } | { readonly obstacle: Evidence }> {
  if (!is.isCallExpression(call)) return { obstacle: receiverDoesNotWait(referenceOf(call)) };
  if (replaceBlockingCall(call, known, inFile(call.getSourceFile(), file)) === undefined) {
    return { obstacle: hasNoCounterpart(call) };
  }
  const place = awaitPlace(call);
  if (place.kind !== "function") return { obstacle: nowhereToWait(call) };
  const stuck = yield* withoutCounterpart([...implementations.values()].flat(), file, calls);
  if (stuck !== undefined) return { obstacle: hasNoCounterpart(stuck) };
  const { edits, obstacle, functions } = yield* makeAsync(place.fn, file, { reach: "project", keepsExports });
  if (edits === undefined) return { obstacle: obstacle! };
  const others = yield* blockingCallsOf(functions, file, calls);
  const targets = [{ call, known }, ...others.filter((other) => !isSameNode(other.call, call))];
  const replaced: Edit[] = [];
  for (const [, inSame] of groupBy(targets, (target) => target.call.getSourceFile().fileName)) {
    const inside = inFile(inSame[0]!.call.getSourceFile(), file);
    const all = replaceBlockingCalls(inSame, inside);
    // Their imports may be in each other's way; what has to go is the end of the chain.
    const needed = all ?? (inSame[0]!.call === call ? replaceBlockingCall(call, known, inside) : undefined);
    replaced.push(...(needed?.edits ?? []));
  }
  return { edits: [...replaced, ...edits] };
}

function hasNoCounterpart(call: CallExpression): Evidence {
  return obstacleAt(call, say`\`${snippet(call.expression)}\` has no asynchronous counterpart that does the same`);
}

/** A call in what implements the same member that would go on to block, in code that becomes asynchronous. */
function* withoutCounterpart(
  codes: readonly Runnable[],
  file: FileContext,
  calls: readonly UserCall[],
): Inquiry<CallExpression | undefined> {
  for (const code of codes) {
    if (!isFunctionNode(code)) continue;
    for (const { call, known } of yield* ask("blocking-calls", { at: code, calls })) {
      if (replaceBlockingCall(call, known, inFile(code.getSourceFile(), file)) === undefined) return call;
    }
  }
  return undefined;
}

/** The calls in these functions that block, can be replaced, and stand where one can wait afterwards. */
function* blockingCallsOf(
  functions: NodeSet<FunctionNode>,
  file: FileContext,
  calls: readonly UserCall[],
): Inquiry<readonly BlockingCallAt[]> {
  const found: BlockingCallAt[] = [];
  for (const fn of functions) {
    for (const each of yield* ask("blocking-calls", { at: fn, calls })) {
      const place = awaitPlace(each.call);
      const canWait = place.kind === "function" && functions.has(place.fn);
      if (canWait && replaceBlockingCall(each.call, each.known, inFile(fn.getSourceFile(), file))) found.push(each);
    }
  }
  return found;
}

function inFile(syntax: SourceFile, file: FileContext): FileContext {
  return { ...file, file: syntax.fileName, syntax, text: syntax.text };
}
