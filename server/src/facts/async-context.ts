// Which code runs as part of something asynchronous, so that other work waits for it to finish: told by syntax, except
// for the functions that have to prove that they call their callback at once. What is deferred (timers, events) or
// merely defined somewhere is not part of what surrounds it.

import { SYNCHRONOUS_CALLBACK_METHODS } from "../knowledge/synchronous-callbacks.ts";
import {
  SyntaxKind,
  calleeName,
  enclosingFunctionLike,
  forEachDescendant,
  hasModifier,
  is,
  isAsync,
  isFunctionNode,
  isGenerator,
  outermost,
  skipOuter,
  type CallExpression,
  type FunctionNode,
  type Node,
  type SourceFile,
} from "../typescript/syntax.ts";

export interface AsyncContext {
  /** `top-level` is that of a module which has awaited before. */
  readonly kind: "async-function" | "promise-callback" | "top-level";
  /** The asynchronous function, the callback of `then`, `catch` or `finally`, or the file. */
  readonly owner: Node;
  /**
   * Calls that the code is a callback of, from the inside out. It runs in this context only if each of them is what
   * its name says, and so calls its callback before it returns.
   */
  readonly passedTo: readonly PassedCallback[];
}

export interface PassedCallback {
  readonly call: CallExpression;
  /** The position of the callback among the arguments. */
  readonly position: number;
}

/** What the code at the node runs as part of; undefined if that is not asynchronous, or not known. */
export function asyncContextOf(node: Node): AsyncContext | undefined {
  const passedTo: PassedCallback[] = [];
  let at = node;
  for (;;) {
    const owner = enclosingFunctionLike(at);
    if (is.isSourceFile(owner)) {
      return hasAwaitedBefore(owner, at) ? { kind: "top-level", owner, passedTo } : undefined;
    }
    if (isFunctionNode(owner)) {
      if (isAsync(owner)) return { kind: "async-function", owner, passedTo };
      const receiver = receiverOf(owner);
      if (receiver === undefined) return undefined;
      if (receiver.kind === "promise") return { kind: "promise-callback", owner, passedTo };
      if (receiver.kind === "named") passedTo.push(receiver);
      at = receiver.call;
    } else if (runsWithClass(owner)) {
      at = owner.parent;
    } else {
      return undefined;
    }
  }
}

/** True if the function is written where something calls it at once, as far as names tell. */
export function runsAtOnceByName(fn: FunctionNode): boolean {
  const receiver = receiverOf(fn);
  return receiver !== undefined && receiver.kind !== "promise";
}

/** The calls that the code at the node is a callback of, up to the function or class that runs as a whole. */
export function callbacksBetween(node: Node, owner: Node): readonly PassedCallback[] {
  const passedTo: PassedCallback[] = [];
  for (let at = enclosingFunctionLike(node); at !== owner && isFunctionNode(at);) {
    const receiver = receiverOf(at);
    if (receiver === undefined) break;
    if (receiver.kind === "named") passedTo.push(receiver);
    at = enclosingFunctionLike(receiver.call);
  }
  return passedTo;
}

/** Who calls a function that is written where it is used, and when. */
interface Receiver {
  /** `promise`: once it has settled. `named`: at once, if it is what its name says. `itself`: at once. */
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
  if (parent.expression === outer) return { kind: "itself", call: parent, position };
  const method = methodOf(parent);
  if (position < 0 || method === undefined) return undefined;
  if ((method === "then" && position < 2) || ((method === "catch" || method === "finally") && position === 0)) {
    return { kind: "promise", call: parent, position };
  }
  return SYNCHRONOUS_CALLBACK_METHODS.has(method) ? { kind: "named", call: parent, position } : undefined;
}

function methodOf(call: CallExpression): string | undefined {
  const callee = skipOuter(call.expression);
  return is.isPropertyAccessExpression(callee) ? (calleeName(call) as unknown as { text: string }).text : undefined;
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
