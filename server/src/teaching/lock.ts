// What is held while a lock is held, and who waits for it meanwhile.

import { say } from "../language/say.ts";
import { LOCKED_CALLS, LOCKS, LOCK_ACQUIRERS } from "../knowledge/coordination.ts";
import type { Bar, Lane, Timeline } from "../pictures/timeline.ts";
import type { FileSyntax } from "../facts/collector.ts";
import {
  findAncestor,
  is,
  isFunctionNode,
  skipOuter,
  spanOf,
  type CallExpression,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import { apiName } from "./api-name.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { calledBy } from "./promise.ts";
import { literalText, madeFor, madeForReceiver, makingBy, memberOf, usesOfMade, type Making } from "./variable-uses.ts";
import { Waits } from "./waits.ts";
import { code, number, places } from "./words.ts";

export function lock(word: Node, file: TaughtFile): Draft | undefined {
  const { syntax } = file;
  const call = calledBy(word);
  if (call !== undefined && apiName(call.expression, syntax) === "navigator.locks.request")
    return aboutHolding(word, call, undefined, file);
  const receiver = call && madeForReceiver(call, syntax);
  if (call !== undefined && receiver !== undefined && lockKind(receiver, syntax) !== undefined) {
    const method = memberNameOf(call);
    if (LOCKED_CALLS.has(method)) return aboutHolding(word, call, receiver, file);
    if (LOCK_ACQUIRERS.has(method)) return aboutAcquiring(word, call, receiver, file);
  }
  const making = makingBy(word) ?? madeFor(word, syntax);
  const kind = making && lockKind(making, syntax);
  return making === undefined || kind === undefined ? undefined : aboutLock(word, making, kind, file);
}

function lockKind(making: Making, syntax: FileSyntax): "exclusive" | "counting" | undefined {
  const name = apiName(making.expression, syntax);
  return name !== undefined && Object.hasOwn(LOCKS, name) ? LOCKS[name] : undefined;
}

function memberNameOf(call: CallExpression): string {
  const callee = skipOuter(call.expression);
  return is.isPropertyAccessExpression(callee) ? callee.name.text : "";
}

function receiverOf(call: CallExpression): Node {
  const callee = skipOuter(call.expression);
  return is.isPropertyAccessExpression(callee) ? callee.expression : callee;
}

function webLockName(call: CallExpression): string {
  const [name] = call.arguments;
  const text = literalText(name);
  if (text !== undefined) return say`the lock \`${text}\``;
  return name === undefined ? say`the lock` : say`the lock of ${code(name)}`;
}

/** @param making what made the lock; undefined for the browser's */
function aboutHolding(word: Node, call: CallExpression, making: Making | undefined, file: TaughtFile): Draft {
  const name = making === undefined ? webLockName(call) : code(receiverOf(call));
  const body = functionAmong(call);
  const waits = body && Waits.of(body, file.syntax);
  const remarks: Remark[] = [
    remark`It waits for ${name}, runs the function, and gives the lock back when the function's promise has settled, also if it fails.`,
  ];
  if (waits !== undefined && waits.all.length > 0) {
    const where = places(waits.all.map(({ node }) => node));
    remarks.push(
      waits.all.length === 1
        ? remark`The lock is held over one wait (${where}): whoever wants it waits for all of that.`
        : remark`The lock is held over ${number(waits.all.length)} waits (${where}): whoever wants it waits for all of that.`,
    );
  }
  return {
    values: [],
    complete: () => ({ concept: "lock", span: spanOf(word), remarks, picture: picturedHolders(making, file.syntax) }),
  };
}

function functionAmong(call: CallExpression): FunctionNode | undefined {
  for (const argument of call.arguments) {
    const value: Node = skipOuter(argument);
    if (isFunctionNode(value)) return value;
  }
  return undefined;
}

function aboutAcquiring(word: Node, call: CallExpression, making: Making, { syntax }: TaughtFile): Draft {
  const members = usesOfMade(making, syntax)?.map(memberOf) ?? [];
  const releases = members.flatMap((member) => (member?.name === "release" ? [member.node] : []));
  const remarks: Remark[] = [
    remark`The code goes on when ${code(receiverOf(call))} is free, and holds it from then on.`,
  ];
  const [release] = releases;
  if (release !== undefined && isInFinally(release)) {
    remarks.push(remark`Given back on ${places(releases)}, in \`finally\`: after a failure too.`);
  } else if (release !== undefined) {
    remarks.push(remark`Given back on ${places(releases)}, which a failure in between would skip.`);
  }
  return {
    values: [],
    complete: () => ({ concept: "lock", span: spanOf(word), remarks, picture: picturedHolders(making, syntax) }),
  };
}

function isInFinally(node: Node): boolean {
  return (
    findAncestor(
      node,
      ({ parent }) => parent !== undefined && is.isTryStatement(parent) && contains(parent.finallyBlock, node),
    ) !== undefined
  );
}

function contains(outer: Node | undefined, inner: Node): boolean {
  return outer !== undefined && outer.pos <= inner.pos && inner.end <= outer.end;
}

function aboutLock(word: Node, making: Making, kind: "exclusive" | "counting", { syntax }: TaughtFile): Draft {
  const members = usesOfMade(making, syntax)?.map(memberOf) ?? [];
  const holders = members.flatMap((member) =>
    member?.call !== undefined && (LOCKED_CALLS.has(member.name) || LOCK_ACQUIRERS.has(member.name))
      ? [member.call]
      : [],
  );
  const [limit] = making.arguments ?? [];
  const holds =
    kind === "exclusive"
      ? say`One holder at a time`
      : limit === undefined
        ? say`A number of holders at a time`
        : say`At most ${code(limit)} holders at a time`;
  const remarks: Remark[] = [remark`${holds}; whoever comes later waits without blocking the event loop.`];
  if (holders.length > 0) remarks.push(remark`Asked for on ${places(holders)}.`);
  return {
    values: [],
    complete: () => ({ concept: "lock", span: spanOf(word), remarks, picture: picturedHolders(making, syntax) }),
  };
}

/** Five who want it; undefined if it is not known how many may hold it at once. */
function picturedHolders(making: Making | undefined, syntax: FileSyntax): Timeline | undefined {
  const kind = making === undefined ? "exclusive" : lockKind(making, syntax);
  const [limit] = making?.arguments ?? [];
  if (kind === "exclusive") return turns(1);
  return limit !== undefined && is.isNumericLiteral(limit) ? turns(Number(limit.text)) : undefined;
}

function turns(limit: number): Timeline {
  const lanes = Array.from({ length: Math.min(limit + 2, 6) }, (_, i): Lane => {
    const arrives = i * 0.5;
    const turn = Math.floor(i / limit) * 4;
    const start = Math.max(arrives, turn);
    const waits: Bar[] = start > arrives ? [{ kind: "queued", start: arrives, end: start }] : [];
    return {
      kind: "operation",
      label: say`caller ${i + 1}`,
      bars: [...waits, { kind: "pending", start, end: turn + 4, label: say`holds it` }],
    };
  });
  return {
    title: limit === 1 ? say`One holder at a time` : say`${limit} holders at a time`,
    panels: [{ title: "", lanes }],
  };
}
