// What an asynchronous function does when it is called: what runs at once, where it is suspended, who waits for it.

import {
  SyntaxKind,
  is,
  isAsync,
  isFunctionNode,
  isGenerator,
  skipOuter,
  spanOf,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import { callersOf } from "./callers.ts";
import { blockingSpans } from "./function-run.ts";
import { couldRunTogether, picturedWaits } from "./function-waits.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { Waits, loopAround } from "./waits.ts";
import { capitalized, firstNumber, listed, nameOf, number } from "./words.ts";

export function asyncFunction(word: Node, file: TaughtFile): Draft | undefined {
  const fn = functionOf(word);
  if (fn?.body === undefined || !isAsync(fn) || isGenerator(fn)) return undefined;
  const waits = Waits.of(fn, file.syntax);
  if (waits === undefined) return undefined;
  return {
    values: [],
    called: fn,
    complete: ({ callers }) => ({
      concept: "async-function",
      span: spanOf(word),
      remarks: [suspensions(fn, waits), ...together(waits, file), ...blocks(fn, file), ...callersOf(fn, file, callers)],
      picture: picturedWaits(waits, waits.all, file),
    }),
  };
}

/** The function whose `async` or whose name the word is. */
export function functionOf(word: Node): FunctionNode | undefined {
  const { parent } = word;
  if (word.kind === SyntaxKind.AsyncKeyword) return isFunctionNode(parent) ? parent : undefined;
  if (!is.isIdentifier(word) && !is.isPrivateIdentifier(word)) return undefined;
  if ((parent as { name?: Node }).name !== word) return undefined;
  if (isFunctionNode(parent)) return parent;
  if (!is.isVariableDeclaration(parent) && !is.isPropertyDeclaration(parent) && !is.isPropertyAssignment(parent))
    return undefined;
  const value = parent.initializer && skipOuter(parent.initializer);
  return value !== undefined && isFunctionNode(value) ? value : undefined;
}

function suspensions(fn: FunctionNode, waits: Waits): Remark {
  const [first] = waits.all;
  const name = capitalized(nameOf(fn));
  if (first === undefined)
    return remark`${name} has no \`await\`: a call runs it to its end at once, and still gives a promise.`;
  const amount = waits.all.length;
  const inLoops = waits.all.filter(({ node }) => is.isForOfStatement(node) || loopAround(node) !== undefined).length;
  const places =
    amount === 1
      ? inLoops === 0
        ? remark`${name} may be suspended at one place`
        : remark`${name} may be suspended at one place, in a loop`
      : inLoops === 0
        ? remark`${name} may be suspended at ${number(amount)} places`
        : inLoops === amount
          ? remark`${name} may be suspended at ${number(amount)} places, all in a loop`
          : inLoops === 1
            ? remark`${name} may be suspended at ${number(amount)} places, one of them in a loop`
            : remark`${name} may be suspended at ${number(amount)} places, ${number(inLoops)} of them in a loop`;
  return remark`${places}; what stands before the first one (${first.node}) runs as part of the call.`;
}

function together(waits: Waits, file: TaughtFile): Remark[] {
  return couldRunTogether(waits, file).map(
    (group) =>
      remark`${firstNumber(group.length)} waits could run together: ${listed(group.map(({ node }) => [node.getStart()]))}.`,
  );
}

function blocks(fn: FunctionNode, file: TaughtFile): Remark[] {
  const calls = blockingSpans(fn, file);
  if (calls.length === 0) return [];
  const places = listed(calls.map(({ start }) => [start]));
  return calls.length === 1
    ? [remark`One call in it blocks the event loop: ${places}.`]
    : [remark`${firstNumber(calls.length)} calls in it block the event loop: ${places}.`];
}
