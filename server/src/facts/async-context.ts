// Which code runs as part of something asynchronous, so that other work waits for it to finish: told by syntax, except
// for the functions that have to prove that they call their callback at once. What is deferred (timers, events) or
// merely defined somewhere is not part of what surrounds it.

import { KEEPING_NAMES } from "../knowledge/synchronous-callbacks.ts";
import {
  SyntaxKind,
  enclosingFunctionLike,
  forEachDescendant,
  hasModifier,
  is,
  isAsync,
  isFunctionNode,
  isGenerator,
  lastName,
  outermost,
  skipOuter,
  type CallExpression,
  type FunctionNode,
  type Identifier,
  type Node,
  type SourceFile,
} from "../typescript/syntax.ts";

import type { Suspects } from "./collector.ts";

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

export interface PassedCallback {
  readonly call: CallExpression;
  /** The position of the callback among the arguments. */
  readonly position: number;
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
  const caller = is.isIdentifier(node) && is.isCallExpression(node.parent) ? callerOfName(node, node.parent) : "none";
  if (caller === undefined) return ending("unknown");
  if (caller !== "none") {
    if (caller.kind === "promise") return ending("promise-callback");
    passedTo.push(caller);
    at = caller.call;
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

function callerOfName(name: Identifier, call: CallExpression): Receiver | "none" | undefined {
  const position = call.arguments.indexOf(name);
  return position < 0 ? "none" : receiverAt(call, position);
}

/** Who calls a function that is written where it is used, and when. */
interface Receiver {
  /** `promise`: once it has settled. `named`: whenever what is called does so. `itself`: at once. */
  readonly kind: "promise" | "named" | "itself";
  readonly call: CallExpression;
  readonly position: number;
}

function receiverOf(fn: FunctionNode): Receiver | undefined {
  if (fn.kind !== SyntaxKind.ArrowFunction && fn.kind !== SyntaxKind.FunctionExpression) return undefined;
  // A generator's body runs when somebody asks for its values.
  if (isGenerator(fn)) return undefined;
  const outer = outermost(fn);
  const parent = outer.parent;
  const position = ((parent as { arguments?: readonly Node[] }).arguments ?? []).indexOf(outer);
  if (is.isNewExpression(parent)) {
    const isExecutor = is.isIdentifier(parent.expression) && parent.expression.text === "Promise";
    return isExecutor && position === 0
      ? { kind: "itself", call: parent as unknown as CallExpression, position }
      : undefined;
  }
  if (is.isPropertyAccessExpression(parent)) {
    // `(function () { … }).call(this)`
    const call = outermost(parent).parent;
    const isCalled = is.isCallExpression(call) && call.expression === outermost(parent);
    return isCalled && /^(?:call|apply)$/.test(parent.name.text) ? { kind: "itself", call, position } : undefined;
  }
  if (!is.isCallExpression(parent)) return undefined;
  return parent.expression === outer ? { kind: "itself", call: parent, position } : receiverAt(parent, position);
}

/** Who calls what stands at the position among the arguments. */
function receiverAt(call: CallExpression, position: number): Receiver | undefined {
  const name = lastName(call.expression);
  if (position < 0 || name === undefined || call.arguments.slice(0, position).some(is.isSpreadElement)) {
    return undefined;
  }
  if (isCalledByPromise(call, position)) return { kind: "promise", call, position };
  return KEEPING_NAMES.has(name) ? undefined : { kind: "named", call, position };
}

/**
 * What may be names of functions among the arguments of a call: `paths.map(load)`.
 * @param receivers the names of the callees that matter
 */
export function functionsHandedTo(call: CallExpression, receivers: ReadonlySet<string>): readonly Identifier[] {
  if (!receivers.has(lastName(call.expression) ?? "")) return [];
  return call.arguments.filter((argument): argument is Identifier => is.isIdentifier(argument));
}

/** The methods of promises that take callbacks. */
export const PROMISE_METHODS: ReadonlySet<string> = new Set(["then", "catch", "finally"]);

/** What stands at the position is a callback of `then`, `catch` or `finally`. */
export function isCalledByPromise(call: CallExpression, position: number): boolean {
  const callee = skipOuter(call.expression);
  if (!is.isPropertyAccessExpression(callee)) return false;
  const { text } = callee.name;
  return text === "then" ? position < 2 : (text === "catch" || text === "finally") && position === 0;
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
