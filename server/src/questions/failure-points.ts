// What can fail in a function, as far as syntax tells: which of its parts could throw while it runs, and which could make
// the promise reject that it returns. Whether a call among these parts really fails is for cannot-reject.ts to find out.
//
// Property access, destructuring, iteration and what `using` disposes of do not count as failures: types keep most of them
// from failing, and hardly any code guards against them. Nor do assertions: whoever writes one is sure that it holds.

import { ASSERTION } from "../knowledge/failures.ts";
import {
  NodeFlags,
  SyntaxKind,
  forEachDescendant,
  is,
  isAsync,
  isFunctionNode,
  isGenerator,
  skipOuter,
  type CallExpression,
  type Expression,
  type FunctionNode,
  type NewExpression,
  type Node,
  type TryStatement,
} from "../typescript/syntax.ts";
import {
  isExecutor,
  isLogger,
  isPromiseName,
  mentions,
  isNothing,
  mentionsReject,
  namesIn,
  settlersOf,
} from "./promise-syntax.ts";

/**
 * `throws`: evaluating it throws. `rejects`: the promise that it gives rejects. `either`: of a callback, whose caller turns
 * a throw into a rejection.
 */
export type Failure = "throws" | "rejects" | "either";

/**
 * How much is forgiven: what `strict` code waits for must be known not to reject. A `handler` (the body of a `catch`, a
 * `finally`, a rejection's callback) is trusted to be able to report an error, also where it waits for a function that is
 * handed the error.
 */
export type Trust = "strict" | "handler";

export type FailurePoint =
  /** It fails whenever it is reached. */
  | { readonly kind: "certain" }
  /** A call, or a reference to a function that will be called. */
  | {
      readonly kind: "call";
      readonly call: CallExpression | NewExpression | Expression;
      readonly failure: Failure;
      readonly trust: Trust;
      /** The caught error is among the arguments. */
      readonly isToldError: boolean;
    }
  /** A function that is called here or given to what calls it. */
  | { readonly kind: "function"; readonly fn: FunctionNode; readonly failure: Failure; readonly trust: Trust }
  /** A value that is waited for: it rejects if it is a promise. */
  | { readonly kind: "value"; readonly expression: Expression };

/** What can make the function fail in this way when it is called. */
export function failurePointsOf(fn: FunctionNode, failure: Failure, trust: Trust): readonly FailurePoint[] {
  if (fn.body === undefined || isGenerator(fn)) return [{ kind: "certain" }];
  // What is thrown in an async function, by default values of its parameters too, comes out as a rejection.
  if (isAsync(fn) && failure === "throws") return [];
  const errors = trust === "handler" ? namesIn(fn.parameters[0]?.name) : [];
  const points = new FunctionPoints(trust, errors, isExecutor(fn) ? settlersOf(fn) : []);
  for (const parameter of fn.parameters) if (parameter.initializer) points.run(parameter.initializer);
  if (is.isBlock(fn.body)) points.run(fn.body);
  else points.result(fn.body);
  if (isAsync(fn) || failure === "either") return [...points.thrown, ...points.rejected];
  return failure === "throws" ? points.thrown : points.rejected;
}

/** What can make the promise reject that the expression gives. */
export function rejectionPointsOf(expression: Expression): readonly FailurePoint[] {
  const points = new FunctionPoints("strict", []);
  points.settle(expression);
  return points.rejected;
}

const CERTAIN: FailurePoint = { kind: "certain" };

class FunctionPoints {
  thrown: FailurePoint[] = [];
  rejected: FailurePoint[] = [];
  #trust: Trust;
  /** The names of the caught error. */
  #errors: readonly string[];
  /** The names by which a promise's executor settles it. */
  readonly #settlers: readonly string[];

  constructor(trust: Trust, errors: readonly string[], settlers: readonly string[] = []) {
    this.#trust = trust;
    this.#errors = errors;
    this.#settlers = settlers;
  }

  /** Code that is executed. */
  run(node: Node): void {
    if (isFunctionNode(node)) return;
    switch (node.kind) {
      case SyntaxKind.ThrowStatement:
      case SyntaxKind.YieldExpression:
        this.thrown.push(CERTAIN);
        return;
      case SyntaxKind.TryStatement:
        this.#runTry(node as TryStatement);
        return;
      case SyntaxKind.ReturnStatement:
        if (is.isReturnStatement(node) && node.expression) this.result(node.expression);
        return;
      case SyntaxKind.AwaitExpression:
        if (is.isAwaitExpression(node)) this.#await(node.expression);
        return;
      case SyntaxKind.ForOfStatement:
        if ((node as { awaitModifier?: Node }).awaitModifier !== undefined) this.thrown.push(CERTAIN);
        break;
      // Waits for methods that the text does not show.
      case SyntaxKind.VariableDeclarationList:
        if ((node.flags & NodeFlags.BlockScoped) === NodeFlags.AwaitUsing) this.thrown.push(CERTAIN);
        break;
      case SyntaxKind.CallExpression:
      case SyntaxKind.NewExpression:
        this.#call(node as CallExpression | NewExpression);
        break;
      default:
    }
    node.forEachChild((child) => {
      this.run(child);
      // forEachChild stops at a truthy result.
      return undefined;
    });
  }

  /** An expression whose value the function returns. */
  result(expression: Expression): void {
    this.run(expression);
    this.settle(expression);
  }

  /** A promise's value that somebody else waits for: what can make it reject. */
  settle(expression: Expression): void {
    const node = skipOuter(expression);
    switch (node.kind) {
      case SyntaxKind.ConditionalExpression: {
        const { whenTrue, whenFalse } = node as unknown as { whenTrue: Expression; whenFalse: Expression };
        this.settle(whenTrue);
        this.settle(whenFalse);
        break;
      }
      case SyntaxKind.BinaryExpression:
        this.#settleBinary(node);
        break;
      case SyntaxKind.CallExpression:
        this.#settleCall(node as CallExpression);
        break;
      case SyntaxKind.NewExpression:
        if (isPromiseName((node as NewExpression).expression)) this.#settleNewPromise(node as NewExpression);
        break;
      case SyntaxKind.Identifier:
        if ((node as unknown as { text: string }).text === "undefined") break;
        this.rejected.push({ kind: "value", expression: node });
        break;
      case SyntaxKind.PropertyAccessExpression:
      case SyntaxKind.ElementAccessExpression:
      case SyntaxKind.TaggedTemplateExpression:
      case SyntaxKind.ThisKeyword:
        this.rejected.push({ kind: "value", expression: node });
        break;
      // Everything else is no promise: literals, operators, functions, what an `await` gives.
      default:
    }
  }

  #await(expression: Expression): void {
    this.run(expression);
    const returned = this.rejected;
    this.rejected = this.thrown;
    this.settle(expression);
    this.rejected = returned;
  }

  #runTry({ tryBlock, catchClause, finallyBlock }: TryStatement): void {
    const { thrown } = this;
    // What is thrown in the block is caught, but a promise that it returns is not waited for there.
    if (catchClause !== undefined) this.thrown = [];
    this.run(tryBlock);
    this.thrown = thrown;
    const [trust, errors] = [this.#trust, this.#errors];
    this.#trust = "handler";
    if (finallyBlock !== undefined) this.run(finallyBlock);
    if (catchClause !== undefined) {
      this.#errors = [...errors, ...namesIn(catchClause.variableDeclaration?.name)];
      this.run(catchClause.block);
    }
    [this.#trust, this.#errors] = [trust, errors];
  }

  #call(call: CallExpression | NewExpression): void {
    const callee = skipOuter(call.expression);
    if (callee.kind === SyntaxKind.ImportKeyword || isLogger(callee)) return;
    if (is.isIdentifier(callee) && (this.#settlers.includes(callee.text) || ASSERTION.test(callee.text))) return;
    // A promise keeps what its executor throws.
    if (is.isNewExpression(call) && isPromiseName(callee)) return;
    this.thrown.push(this.#point(call, callee, "throws"));
  }

  #point(call: CallExpression | NewExpression, callee: Expression, failure: Failure): FailurePoint {
    if (isFunctionNode(callee)) return { kind: "function", fn: callee, failure, trust: this.#trust };
    const isToldError = (call.arguments ?? []).some((argument) => mentions(argument, this.#errors));
    return { kind: "call", call, failure, trust: this.#trust, isToldError };
  }

  #settleBinary(node: Node): void {
    const { left, operatorToken, right } = node as unknown as {
      left: Expression;
      operatorToken: Node;
      right: Expression;
    };
    switch (operatorToken.kind) {
      case SyntaxKind.BarBarToken:
      case SyntaxKind.QuestionQuestionToken:
        this.settle(left);
        this.settle(right);
        break;
      case SyntaxKind.CommaToken:
      case SyntaxKind.AmpersandAmpersandToken:
      case SyntaxKind.EqualsToken:
        this.settle(right);
        break;
      default:
    }
  }

  #settleCall(call: CallExpression): void {
    const callee = skipOuter(call.expression);
    if (is.isPropertyAccessExpression(callee)) {
      if (isPromiseName(callee.expression) && this.#settlePromiseFunction(callee.name.text, call)) return;
      if (this.#settleChain(callee.name.text, callee.expression, call)) return;
    }
    if (isLogger(callee) && this.#trust === "handler") return;
    this.rejected.push(this.#point(call, callee, "rejects"));
  }

  /** `.then`, `.catch` and `.finally`; false for other methods. */
  #settleChain(method: string, receiver: Expression, call: CallExpression): boolean {
    const args = call.arguments.map((argument) => (isNothing(argument) ? undefined : argument));
    switch (method) {
      case "then":
        if (args[0]) this.#callback(args[0], "strict");
        if (args[1]) this.#callback(args[1], "handler");
        else this.settle(receiver);
        return true;
      case "catch":
        if (args[0]) this.#callback(args[0], "handler");
        else this.settle(receiver);
        return true;
      case "finally":
        this.settle(receiver);
        if (args[0]) this.#callback(args[0], "handler");
        return true;
      default:
        return false;
    }
  }

  #callback(callback: Expression, trust: Trust): void {
    const fn = skipOuter(callback);
    if (is.isIdentifier(fn) && this.#settlers.includes(fn.text)) return;
    if (isFunctionNode(fn)) this.rejected.push({ kind: "function", fn, failure: "either", trust });
    else this.rejected.push({ kind: "call", call: fn, failure: "either", trust, isToldError: trust === "handler" });
  }

  /** `Promise.all` and the like; false for what is no function of Promise. */
  #settlePromiseFunction(name: string, { arguments: [first] }: CallExpression): boolean {
    switch (name) {
      case "allSettled":
        return true;
      case "resolve":
        if (first) this.settle(first);
        return true;
      case "reject":
        this.rejected.push(CERTAIN);
        return true;
      case "all":
      case "race":
        if (first) this.#settleEach(first);
        return true;
      default:
        return false;
    }
  }

  /** A list of promises: an array literal, or what a callback makes of each item. */
  #settleEach(list: Expression): void {
    const node = skipOuter(list);
    if (is.isArrayLiteralExpression(node)) {
      for (const element of node.elements) {
        if (is.isSpreadElement(element)) this.#settleEach(element.expression);
        else this.settle(element);
      }
      return;
    }
    const callee = is.isCallExpression(node) ? skipOuter(node.expression) : undefined;
    const isMap = callee !== undefined && is.isPropertyAccessExpression(callee) && callee.name.text === "map";
    const callback = isMap && (node as CallExpression).arguments[0];
    if (callback) this.#callback(callback, "strict");
    else this.rejected.push(CERTAIN);
  }

  /** `new Promise((resolve) => setTimeout(resolve, ms))`: nothing can reject it but a throw of the executor. */
  #settleNewPromise(promise: NewExpression): void {
    const first = promise.arguments?.[0];
    const executor = first && skipOuter(first);
    if (executor === undefined || !isFunctionNode(executor) || !executor.body || mentionsReject(executor)) {
      this.rejected.push(CERTAIN);
      return;
    }
    const inside = new FunctionPoints(this.#trust, this.#errors, settlersOf(executor));
    inside.run(executor.body);
    const [resolve] = settlersOf(executor);
    forEachDescendant(executor, (node) => {
      const isResolve =
        is.isCallExpression(node) && is.isIdentifier(node.expression) && node.expression.text === resolve;
      if (isResolve && node.arguments[0]) inside.settle(node.arguments[0]);
    });
    this.rejected.push(...inside.thrown, ...inside.rejected);
  }
}
