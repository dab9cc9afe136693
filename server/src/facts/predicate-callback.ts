// Fact: a callback that may return a promise is given to a method that takes its result for true or false. What the method
// belongs to is a question of its own.

import {
  SyntaxKind,
  is,
  isAsync,
  isFunctionNode,
  isGenerator,
  skipOuter,
  type CallExpression,
  type Expression,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import type { Collector, FactBase } from "./collector.ts";

export type PredicateMethod = "every" | "filter" | "find" | "findIndex" | "findLast" | "findLastIndex" | "some";

export interface PredicateCallback extends FactBase {
  readonly kind: "predicate-callback";
  readonly call: CallExpression;
  readonly method: PredicateMethod;
  readonly receiver: Expression;
  readonly callback: Callback;
}

/** `async`: the function says it itself. `returning`: its result is that of a call. `named`: it is written elsewhere. */
export type Callback =
  | { readonly kind: "async"; readonly fn: FunctionNode }
  | { readonly kind: "returning"; readonly fn: FunctionNode; readonly returned: Expression }
  | { readonly kind: "named"; readonly reference: Expression };

const METHODS: ReadonlySet<string> = new Set<PredicateMethod>([
  "every",
  "filter",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
  "some",
]);

export const predicateCallback: Collector<PredicateCallback> = {
  nodes: [SyntaxKind.CallExpression],
  callees: METHODS,
  collect(node: Node) {
    const call = node as CallExpression;
    const callee = skipOuter(call.expression);
    if (!is.isPropertyAccessExpression(callee) || !METHODS.has(callee.name.text)) return [];
    if (isModuleOrClass(callee.expression)) return [];
    const callback = call.arguments[0] && callbackOf(skipOuter(call.arguments[0]));
    if (callback === undefined) return [];
    const method = callee.name.text as PredicateMethod;
    // What a name stands for may change elsewhere.
    const isLocal = callback.kind !== "named";
    return [{ kind: "predicate-callback", node, isLocal, call, method, receiver: callee.expression, callback }];
  },
};

function callbackOf(argument: Expression): Callback | undefined {
  if (isFunctionNode(argument)) return callbackIn(argument);
  const isName = is.isIdentifier(argument)
    ? !LANGUAGE_TESTS.has(argument.text)
    : is.isPropertyAccessExpression(argument);
  return isName ? { kind: "named", reference: argument } : undefined;
}

function callbackIn(fn: FunctionNode): Callback | undefined {
  if (isGenerator(fn) || fn.body === undefined) return undefined;
  if (isAsync(fn)) return { kind: "async", fn };
  const { body } = fn;
  const last = is.isBlock(body) ? body.statements.at(-1) : undefined;
  const value = is.isBlock(body) ? last && is.isReturnStatement(last) && last.expression : body;
  const returned = value ? skipOuter(value) : undefined;
  return returned && mayGivePromise(returned) ? { kind: "returning", fn, returned } : undefined;
}

/** By its name: `Option.some(value)` and `O.some(value)` are functions of a library, of which some files are full. */
function isModuleOrClass(receiver: Expression): boolean {
  return is.isIdentifier(receiver) && /^[A-Z](?![A-Z\d_])/.test(receiver.text);
}

/** Functions of the language that are given as callbacks all the time. */
const LANGUAGE_TESTS: ReadonlySet<string> = new Set(["Boolean", "Number", "String", "isFinite", "isNaN"]);

/** Methods that give a boolean on every value of the language, and that hardly anybody else defines. */
const SYNCHRONOUS: ReadonlySet<string> = new Set(
  "endsWith hasOwn hasOwnProperty includes isArray isInteger isNaN startsWith test".split(" "),
);

/** Comparisons, negations and the like are no promises; neither are most values that are merely read. */
function mayGivePromise(returned: Expression): boolean {
  if (is.isNewExpression(returned)) return true;
  if (!is.isCallExpression(returned)) return false;
  const callee = skipOuter(returned.expression);
  if (is.isIdentifier(callee)) return !LANGUAGE_TESTS.has(callee.text);
  return !is.isPropertyAccessExpression(callee) || !SYNCHRONOUS.has(callee.name.text);
}
