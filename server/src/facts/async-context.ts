// Which code runs as part of something asynchronous, so that other work waits for it to finish: told by syntax, except
// for the functions that have to prove that they call their callback at once. What is deferred (timers, events) or
// merely defined somewhere is not part of what surrounds it.

import {
  SyntaxKind,
  enclosingFunctionLike,
  forEachDescendant,
  hasModifier,
  is,
  isAsync,
  isFunctionNode,
  lastName,
  type FunctionNode,
  type Node,
  type SourceFile,
} from "../typescript/syntax.ts";

import type { Suspects } from "./collector.ts";
import { handedName, receiverAt, receiverOf, type PassedCallback } from "./handed-function.ts";

export interface AsyncContext {
  /**
   * `top-level` is that of a module which has awaited before. `callback` is code that is part of something asynchronous
   * only if one of the functions that it is passed to calls it there.
   */
  readonly kind: "async-function" | "promise-callback" | "top-level" | "callback";
  /**
   * Calls that the code is a callback of, from the inside out. It runs in this context only if each of them calls its
   * callback before it returns.
   */
  readonly passedTo: readonly PassedCallback[];
}

/**
 * What the code at the node runs as part of; undefined if that is not asynchronous, or not known.
 * @param suspects whose asynchronous functions may call what they are given
 */
export function asyncContextOf(node: Node, { asyncNames }: Suspects): AsyncContext | undefined {
  const { end, at, passedTo } = wayOut(node);
  if (end === "async-function" || end === "promise-callback") return { kind: end, passedTo };
  if (end === "file" && hasAwaitedBefore(node.getSourceFile(), at)) return { kind: "top-level", passedTo };
  const isGivenToAsync = passedTo.some(({ call }) => asyncNames.has(lastName(call.expression) ?? ""));
  return isGivenToAsync ? { kind: "callback", passedTo } : undefined;
}

/** True if the function is written where something may call it at once, as far as names tell. */
export function runsAtOnceByName(fn: FunctionNode): boolean {
  const receiver = receiverOf(fn);
  return receiver !== undefined && receiver.kind !== "promise";
}

/** The calls that the code at a place is a callback of, up to the function or class that runs it as a whole. */
export function callbacksBetween(place: Node, owner: Node): readonly PassedCallback[] {
  return wayOut(place, owner).passedTo;
}

/**
 * How the code at the node runs when `fn`, a function around it, does; undefined if nothing says that it does.
 * @returns `isAsync` if it is then part of something asynchronous, whoever calls `fn`
 */
export function runWithin(
  node: Node,
  fn: FunctionNode,
): { readonly isAsync: boolean; readonly passedTo: readonly PassedCallback[] } | undefined {
  const { end, passedTo } = wayOut(node, fn);
  if (end === "owner") return { isAsync: isAsync(fn), passedTo };
  return end === "async-function" || end === "promise-callback" ? { isAsync: true, passedTo } : undefined;
}

/** Goes from the node to what is around it, as long as that runs it at once. */
function wayOut(node: Node, until?: Node) {
  const passedTo: PassedCallback[] = [];
  let at = node;
  const ending = (end: "owner" | "async-function" | "promise-callback" | "file" | "unknown") => ({ end, at, passedTo });
  // A name that is handed over stands for a function that runs when it is called.
  const handed = handedName(node);
  if (handed !== undefined) {
    const receiver = receiverAt(handed);
    if (receiver === undefined) return ending("unknown");
    if (receiver.kind === "promise") return ending("promise-callback");
    if (receiver.kind === "named") passedTo.push(receiver);
    at = receiver.call;
  }
  for (;;) {
    const owner = enclosingFunctionLike(at);
    if (owner === until) return ending("owner");
    if (is.isSourceFile(owner)) return ending("file");
    if (isFunctionNode(owner)) {
      if (isAsync(owner)) return ending("async-function");
      const receiver = receiverOf(owner);
      if (receiver === undefined) return ending("unknown");
      if (receiver.kind === "promise") return ending("promise-callback");
      if (receiver.kind === "named") passedTo.push(receiver);
      at = receiver.call;
    } else if (runsWithClass(owner)) {
      at = owner.parent;
    } else {
      return ending("unknown");
    }
  }
}

/** What runs when its class is defined, and so as part of the code around the class. */
function runsWithClass(node: Node): boolean {
  if (node.kind === SyntaxKind.ClassStaticBlockDeclaration) return true;
  return is.isPropertyDeclaration(node) && hasModifier(node, SyntaxKind.StaticKeyword);
}

/** The top level has waited for something before it gets to the node. */
function hasAwaitedBefore(file: SourceFile, node: Node): boolean {
  const start = node.getStart();
  if (!/\bawait\b/.test(file.text.slice(0, start))) return false;
  for (const statement of file.statements) {
    if (statement.pos >= start) return false;
    if (isFunctionNode(statement)) continue;
    let hasAwaited = isWait(statement, start);
    forEachDescendant(statement, (inner) => {
      if (isFunctionNode(inner) || inner.pos >= start) return false;
      hasAwaited ||= isWait(inner, start);
      return !hasAwaited;
    });
    if (hasAwaited) return true;
  }
  return false;
}

function isWait(node: Node, before: number): boolean {
  if (is.isAwaitExpression(node)) return node.end <= before;
  if (!is.isForOfStatement(node)) return false;
  return node.awaitModifier !== undefined && node.statement.pos <= before;
}
