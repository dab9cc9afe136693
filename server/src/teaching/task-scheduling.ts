// Which queue of the event loop a timer or its like goes to, and what runs before it. What else the same function
// schedules is told in the order in which it will run, as far as that is certain.

import { say } from "../language/say.ts";
import { SCHEDULERS, type Scheduler, type TaskQueue } from "../knowledge/task-queues.ts";
import type { Bar, Lane, Timeline } from "../pictures/timeline.ts";
import {
  enclosingFunctionLike,
  findAncestor,
  forEachDescendant,
  is,
  isFunctionNode,
  isModule,
  skipOuter,
  spanOf,
  statementList,
  type CallExpression,
  type Node,
} from "../typescript/syntax.ts";
import type { FileSyntax } from "../facts/collector.ts";
import { apiName } from "./api-name.ts";
import { callerLabel } from "./function-waits.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { calledBy } from "./promise.ts";
import { code, codeText, duration, functionName, listed, nameOf } from "./words.ts";

interface Scheduled {
  readonly call: CallExpression;
  readonly scheduler: Scheduler;
  /** In milliseconds; undefined if it is not written as a number. */
  readonly delay: number | undefined;
}

export function taskScheduling(word: Node, { syntax }: TaughtFile): Draft | undefined {
  const call = calledBy(word);
  const scheduled = call && scheduledBy(call, syntax);
  if (scheduled === undefined) return undefined;
  const container = enclosingFunctionLike(call!);
  const all = inOrder(scheduledBeside(scheduled, syntax), container);
  return {
    values: [],
    complete: () => ({
      concept: "task-scheduling",
      span: spanOf(word),
      remarks: [whereTo(scheduled), runsFirst(scheduled, container), ...othersOf(scheduled, all)],
      picture: all.length > 0 ? pictured(all, container) : undefined,
    }),
  };
}

function scheduledBy(call: CallExpression, syntax: FileSyntax): Scheduled | undefined {
  const name = apiName(call.expression, syntax);
  const scheduler = name === undefined || !Object.hasOwn(SCHEDULERS, name) ? undefined : SCHEDULERS[name];
  if (scheduler === undefined) return undefined;
  return { call, scheduler, delay: delayOf(call, scheduler) };
}

function delayOf(call: CallExpression, { delay, queue }: Scheduler): number | undefined {
  if (queue !== "timer" || delay === undefined) return 0;
  const argument = call.arguments[delay];
  if (argument === undefined) return 0;
  return is.isNumericLiteral(argument) ? Number(argument.text.replaceAll("_", "")) : undefined;
}

/** What is scheduled beside it: in the same list of statements, with no `await` between, so that no other code runs. */
function scheduledBeside({ call }: Scheduled, syntax: FileSyntax): readonly Scheduled[] {
  const own = statementOf(call);
  const statements = own && statementList(own);
  if (own === undefined || statements === undefined) return [];
  const found: Scheduled[] = [];
  const at = statements.indexOf(own);
  const before = [...statements].slice(0, at).findLastIndex(waitsSomewhere) + 1;
  const after = [...statements].slice(at).findIndex(waitsSomewhere);
  for (const statement of [...statements].slice(before, after < 0 ? statements.length : at + after + 1)) {
    const other = statement === own ? call : calledIn(statement);
    const scheduled = other && scheduledBy(other, syntax);
    if (scheduled !== undefined) found.push(scheduled);
  }
  return found;
}

function statementOf(call: Node): Node | undefined {
  return findAncestor(call, (node) => statementList(node) !== undefined);
}

/** The call that a statement consists of, or that gives the value of what it declares. */
function calledIn(statement: Node): CallExpression | undefined {
  const value = is.isExpressionStatement(statement)
    ? statement.expression
    : is.isVariableStatement(statement)
      ? statement.declarationList.declarations[0]?.initializer
      : undefined;
  const inner = value && skipOuter(value);
  return inner !== undefined && is.isCallExpression(inner) ? inner : undefined;
}

function waitsSomewhere(statement: Node): boolean {
  let waits = false;
  forEachDescendant(statement, (node) => {
    if (isFunctionNode(node)) return false;
    waits ||= is.isAwaitExpression(node) || (is.isForOfStatement(node) && node.awaitModifier !== undefined);
    return !waits;
  });
  return waits;
}

const ORDER: readonly TaskQueue[] = ["tick", "microtask", "frame", "timer", "check", "task", "idle"];

/** Sorted by queue, timers by delay; those whose place among the others is not certain are left out. */
function inOrder(all: readonly Scheduled[], container: Node): readonly Scheduled[] {
  const order = isInMicrotask(container, all) ? ["microtask", "tick", ...ORDER.slice(2)] : ORDER;
  const known = all.filter(({ delay, scheduler }) => delay !== undefined && scheduler.queue !== "idle");
  return known.toSorted(
    (a, b) => order.indexOf(a.scheduler.queue) - order.indexOf(b.scheduler.queue) || a.delay! - b.delay!,
  );
}

/** The top level of a module runs as a microtask in Node, and so does what stands behind an `await`. */
function isInMicrotask(container: Node, [first]: readonly Scheduled[]): boolean {
  if (is.isSourceFile(container)) return isModule(container);
  const body = isFunctionNode(container) ? container.body : undefined;
  if (first === undefined || body === undefined || !is.isBlock(body)) return false;
  return [...body.statements].some((statement) => statement.end <= first.call.pos && waitsForCertain(statement));
}

/** A statement that is an `await`, or a declaration whose value is one. */
function waitsForCertain(statement: Node): boolean {
  if (is.isExpressionStatement(statement)) return is.isAwaitExpression(skipOuter(statement.expression));
  if (!is.isVariableStatement(statement)) return false;
  return [...statement.declarationList.declarations].some(
    ({ initializer }) => initializer !== undefined && is.isAwaitExpression(skipOuter(initializer)),
  );
}

function whereTo({ call, scheduler, delay }: Scheduled): Remark {
  const what = subjectOf(call, scheduler);
  const isRepeated = scheduler.isRepeated === true;
  switch (scheduler.queue) {
    case "timer":
      if (delay === undefined)
        return isRepeated
          ? remark`${what} goes to the timers and runs whenever its time has come, again and again: not before, perhaps later.`
          : remark`${what} goes to the timers and runs when its time has come: not before, perhaps later.`;
      if (delay <= 1)
        return isRepeated
          ? remark`${what} goes to the timers and runs as soon as the event loop looks at them, again and again.`
          : remark`${what} goes to the timers and runs as soon as the event loop looks at them.`;
      return isRepeated
        ? remark`${what} goes to the timers and runs in ${duration(delay)} at the earliest, again and again; later if the event loop is busy then.`
        : remark`${what} goes to the timers and runs in ${duration(delay)} at the earliest; later if the event loop is busy then.`;
    case "check":
      return remark`${what} goes to the queue behind the present round of the event loop, after input has been looked for.`;
    case "tick":
      return remark`${what} goes to the queue that is served first, as soon as the running code has ended.`;
    case "microtask":
      return remark`${what} goes to the microtasks, where the continuations of promises are too.`;
    case "frame":
      return remark`${what} runs before the browser paints the next time.`;
    case "task":
      return remark`${what} becomes a task of its own, behind those that wait already.`;
    case "idle":
      return remark`${what} runs when the browser has nothing else to do.`;
  }
}

function subjectOf(call: CallExpression, { callback }: Scheduler): string {
  const given = callback === undefined ? undefined : call.arguments[callback];
  if (given === undefined) return say`What waits for ${code(call)}`;
  return isFunctionNode(given) ? say`The callback` : code(given);
}

function runsFirst({ scheduler }: Scheduled, container: Node): Remark {
  const rest = is.isSourceFile(container)
    ? say`the rest of the module`
    : !isFunctionNode(container) || functionName(container) === undefined
      ? say`the rest of the function and of whoever called it`
      : say`the rest of ${nameOf(container)} and of whoever called it`;
  switch (scheduler.queue) {
    case "tick":
      return remark`Before it runs ${rest}; after it the microtasks, unless this code is a microtask itself.`;
    case "microtask":
      return remark`Before it run ${rest}, and what is among the microtasks already.`;
    default:
      return remark`Before it run ${rest}, \`process.nextTick\` callbacks and all microtasks, also those that microtasks add.`;
  }
}

/**
 * Whether a timer of no delay or `setImmediate` is first depends on the moment, and whether `process.nextTick` or a
 * microtask is depends on who calls, so none of them is said to be.
 */
function othersOf(scheduled: Scheduled, all: readonly Scheduled[]): Remark[] {
  const at = all.findIndex(({ call }) => call === scheduled.call);
  if (at < 0 || all.length < 2) return [];
  const before = all.slice(0, at).filter((other) => isCertainlyBefore(other, scheduled));
  const after = all.slice(at + 1).filter((other) => isCertainlyBefore(scheduled, other));
  const named = (each: readonly Scheduled[]): Remark =>
    listed(each.map(({ call }) => remark`${code(call.expression)} (${call})`));
  const found: Remark[] = [];
  if (before.length > 0) found.push(remark`Also before it: ${named(before)}.`);
  if (after.length > 0) found.push(remark`After it: ${named(after)}.`);
  return found;
}

function isCertainlyBefore(a: Scheduled, b: Scheduled): boolean {
  const [first, second] = [a.scheduler.queue, b.scheduler.queue];
  if (first === second) return a.call.pos < b.call.pos && a.delay! <= b.delay!;
  return isServedAtOnce(first) && !isServedAtOnce(second);
}

function isServedAtOnce(queue: TaskQueue): boolean {
  return queue === "tick" || queue === "microtask";
}

function pictured(all: readonly Scheduled[], container: Node): Timeline {
  const shown = all.slice(0, 5);
  const bars: Bar[] = [{ kind: "runs", start: 0, end: 3, label: callerLabel(container) }];
  const lanes: Lane[] = [];
  for (const [i, { call, scheduler, delay }] of shown.entries()) {
    const start = 3.5 + i * 2.5;
    bars.push({ kind: "runs", start, end: start + 2, code: spanOf(call) });
    const isTimer = scheduler.queue === "timer" && delay !== 0;
    const from = 0.5 + i * 0.4;
    const due = isTimer ? start - 0.6 : from;
    const waiting: Bar[] = isTimer ? [{ kind: "pending", start: from, end: due }] : [];
    lanes.push({
      kind: "operation",
      label: codeText(call.expression),
      bars: [...waiting, { kind: "queued", start: due, end: start }],
      code: spanOf(call),
    });
  }
  const marks = shown.map((_, i) => ({ kind: "resumes" as const, at: 3.5 + i * 2.5, lane: 0, joins: i + 1 }));
  return {
    title: say`The usual order`,
    panels: [{ title: "", lanes: [{ kind: "loop", label: say`event loop`, bars }, ...lanes], marks }],
  };
}
