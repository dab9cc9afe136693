// Question: would `await` wait for the value of this expression?
//
// A thenable is what has a `then` that takes a callback, whether or not it is a promise: that is what the language goes
// by. Whether something is an instance of `Promise` is promise-shape's question.

import {
  NodeFlags,
  SyntaxKind,
  is,
  isAsync,
  skipOuter,
  type AwaitExpression,
  type Expression,
  type Node,
  type SourceFile,
  type TypeNode,
} from "../typescript/syntax.ts";
import { isForeign } from "../text/file-kind.ts";
import { forEachNodeOfKind } from "../typescript/scan.ts";
import {
  ObjectFlags,
  SignatureKind,
  SymbolFlags,
  TypeFlags,
  type Checker,
  type NodeHandle,
  type Type,
} from "../typescript/api.ts";
import type { Answerer, ProgramView } from "./answerer.ts";
import { openCalls } from "./open-overload.ts";
import { isPromiseItself } from "./promise-shape.ts";

/**
 * `always`: whatever the value is, it is a thenable. `maybe`: one member of a union is. `void`: by its type the value is
 * nothing, or one thing that is no thenable; the type of a callback may say so although the callback is async. `unknown`:
 * the type is `any`, `unknown`, `object`, `Object`, `{}`, `never` or a type parameter that a thenable could stand for.
 */
export type Thenable = "always" | "maybe" | "never" | "void" | "unknown";

export const answerThenable: Answerer<Expression, Thenable> = async (view, expressions) => {
  const types = thenablesOf(view.checker);
  const answers = Array.from<Thenable | undefined>({ length: expressions.length });
  // What a function returns is known once for all of its calls, and without looking at their arguments.
  const calls = [...expressions.keys()].filter((index) => isOtherCall(expressions[index]!));
  if (calls.length > 0) {
    const callees = await view.checker.getTypeAtLocation(calls.map((index) => calleeOf(expressions[index]!)));
    const returned = await Promise.all(callees.map(async (callee) => callee && types.ofReturn(callee)));
    for (const [i, index] of calls.entries()) answers[index] = ofCall(expressions[index]!, returned[i]);
  }
  for (const [index, expression] of expressions.entries()) if (isImport(expression)) answers[index] = "always";
  const others = [...expressions.keys()].filter((index) => answers[index] === undefined);
  if (others.length > 0) {
    const asked = await view.checker.getTypeAtLocation(others.map((index) => expressions[index]!));
    const answered = await types.ofEach(asked);
    for (const [i, index] of others.entries()) {
      answers[index] = isEmptyName(expressions[index]!, asked[i]) ? "unknown" : answered[i];
    }
  }
  const doubtful = others.filter((index) => answers[index] === "never" || answers[index] === "void");
  const open = await openCalls(
    view,
    doubtful.map((index) => expressions[index]!),
  );
  return answers.map((answer, index) => (open.has(expressions[index]!) ? "unknown" : (answer ?? "unknown")));
};

/**
 * Lets the engine find out about the functions whose calls a file awaits, while the caller still looks for what else there is to
 * ask: in a file that it has not looked into yet, that takes it longer than all other questions.
 */
export function prepareThenables({ checker }: ProgramView, file: SourceFile): void {
  const callees: Expression[] = [];
  forEachNodeOfKind(file, AWAITS, (node) => {
    const { expression } = node as AwaitExpression;
    if (isOtherCall(expression)) callees.push(calleeOf(expression));
  });
  if (callees.length === 0) return;
  checker.getTypeAtLocation(callees).catch(() => {
    // Whoever needs the types hears of it.
  });
}

const AWAITS: ReadonlySet<SyntaxKind> = new Set([SyntaxKind.AwaitExpression]);

function calleeOf(call: Expression): Expression {
  return (call as unknown as { expression: Expression }).expression;
}

/** `import` of a file gives a promise, whatever is known of the module. */
function isImport(expression: Expression): boolean {
  return is.isCallExpression(expression) && expression.expression.kind === SyntaxKind.ImportKeyword;
}

function isOtherCall(expression: Expression): boolean {
  return is.isCallExpression(expression) && !isImport(expression);
}

/**
 * By its type the variable or member holds nothing at this place. The flow that says so leaves out what callbacks assign,
 * and in JavaScript a first `null` is all of the type; nobody waits for what is never there.
 */
function isEmptyName(expression: Expression, type: Type | undefined): boolean {
  const node = skipOuter(expression);
  const isName = is.isIdentifier(node) ? node.text !== "undefined" : is.isPropertyAccessExpression(node);
  return isName && type !== undefined && (type.flags & (TypeFlags.Null | TypeFlags.Undefined)) !== 0;
}

/** An optional call gives nothing if there is nothing to call. */
function ofCall(call: Expression, returned: Thenable | undefined): Thenable | undefined {
  if ((call.flags & NodeFlags.OptionalChain) === 0 || returned !== "always") return returned;
  return "maybe";
}

/**
 * The declaration says by itself that it returns a promise. What a signature returns is by far the costliest thing to ask
 * about a function with large types, and most that are awaited say so.
 */
async function saysPromise(declaration: NodeHandle | undefined): Promise<boolean> {
  // The trees of dependencies are fetched for nothing else, and those of the language are huge.
  if (declaration === undefined || isForeign(declaration.path)) return false;
  const node = await declaration.resolve();
  if (node === undefined) return false;
  const { asteriskToken, type } = node as { asteriskToken?: Node; type?: TypeNode };
  if (asteriskToken !== undefined) return false;
  return isAsync(node) || (type !== undefined && isPromiseNode(type));
}

function isPromiseNode(type: TypeNode): boolean {
  return is.isTypeReferenceNode(type) && /^Promise(?:Like)?$/.test(type.typeName.getText());
}

const thenablesByChecker = new WeakMap<Checker, Thenables>();

/** One per checker: type ids mean nothing in another snapshot. */
export function thenablesOf(checker: Checker): Thenables {
  let thenables = thenablesByChecker.get(checker);
  if (thenables === undefined) thenablesByChecker.set(checker, (thenables = new Thenables(checker)));
  return thenables;
}

const PRIMITIVE =
  TypeFlags.StringLike |
  TypeFlags.NumberLike |
  TypeFlags.BooleanLike |
  TypeFlags.BigIntLike |
  TypeFlags.ESSymbolLike |
  TypeFlags.Undefined |
  TypeFlags.Null |
  TypeFlags.Index |
  TypeFlags.TemplateLiteral |
  TypeFlags.StringMapping;

/** `never` is what a call gives that does not return: nothing follows from it. */
const UNKNOWN = TypeFlags.Any | TypeFlags.Unknown | TypeFlags.Never | TypeFlags.NonPrimitive;

/** ECMAScript's Object.prototype: what `Object` has, which comments in JavaScript say of anything, promises included. */
const MEMBERS_OF_ALL: ReadonlySet<string> = new Set([
  "constructor",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "toLocaleString",
  "toString",
  "valueOf",
]);

/** Members that the client keeps beside its typed interface: ids of other types, without a request. */
interface TypeIds {
  readonly target?: number;
  readonly objectFlags?: number;
}

class Thenables {
  readonly #checker: Checker;
  readonly #known = new Map<number, Thenable | Promise<Thenable>>();
  readonly #returns = new Map<number, Promise<Thenable | undefined>>();

  constructor(checker: Checker) {
    this.#checker = checker;
  }

  ofEach(types: readonly (Type | undefined)[]): Promise<Thenable[]> {
    // oxlint-disable-next-line typescript/await-thenable -- most answers are known at once, the others are promises
    return Promise.all(types.map((type) => (type === undefined ? "unknown" : this.of(type))));
  }

  /** Without a request wherever flags decide or the type, or another instantiation of it, was seen before. */
  of(type: Type): Thenable | Promise<Thenable> {
    if ((type.flags & UNKNOWN) !== 0) return "unknown";
    if ((type.flags & PRIMITIVE) !== 0) return "never";
    if ((type.flags & TypeFlags.Void) !== 0) return "void";
    const { target = 0, objectFlags = 0 } = type as TypeIds;
    const isInstantiation = (objectFlags & ObjectFlags.Reference) !== 0 && target !== 0;
    const key = isInstantiation ? target : type.id;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const asked = this.#find(type);
    this.#known.set(key, asked);
    void asked.then(
      (answer) => this.#known.set(key, answer),
      () => this.#known.delete(key),
    );
    return asked;
  }

  /** What calls of a function give; undefined if that depends on the call: on its arguments or the chosen overload. */
  ofReturn(callee: Type): Promise<Thenable | undefined> {
    let answer = this.#returns.get(callee.id);
    if (answer === undefined) this.#returns.set(callee.id, (answer = this.#findReturn(callee)));
    return answer;
  }

  async #findReturn(callee: Type): Promise<Thenable | undefined> {
    if ((callee.flags & TypeFlags.Any) !== 0) return "unknown";
    if ((callee.flags & TypeFlags.Object) === 0) return undefined;
    const signatures = await this.#checker.getSignaturesOfType(callee, SignatureKind.Call);
    if (signatures.length === 0) return undefined;
    const declared = await Promise.all(signatures.map(({ declaration }) => saysPromise(declaration)));
    if (!declared.includes(false)) return "always";
    const types = await Promise.all(signatures.map((signature) => this.#checker.getReturnTypeOfSignature(signature)));
    const isGeneric = signatures.some(({ typeParameters }) => (typeParameters?.length ?? 0) > 0);
    const answers = await this.ofEach(types);
    const [first] = answers;
    if (answers.some((answer) => answer !== first)) return undefined;
    // An inferred type argument may be what makes the result a thenable.
    return isGeneric && (first === "unknown" || first === "maybe") ? undefined : first;
  }

  async #find(type: Type): Promise<Thenable> {
    if (type.isUnionType()) return this.#ofUnion(await type.getTypes());
    if (type.isIntersectionType()) return this.#ofIntersection(type);
    if ((type.flags & TypeFlags.Instantiable) === 0) return this.#ofObject(type);
    const constraint = await this.#checker.getBaseConstraintOfType(type);
    if (constraint === undefined || constraint.id === type.id) return "unknown";
    const answer = await this.of(constraint);
    if (answer === "always" || answer === "maybe") return answer;
    // Any other constraint leaves room for a thenable that satisfies it.
    return (constraint.flags & PRIMITIVE) === 0 ? "unknown" : answer;
  }

  async #ofUnion(members: readonly Type[]): Promise<Thenable> {
    const answers = new Set(await this.ofEach(members));
    if (answers.has("always") || answers.has("maybe")) return answers.size === 1 ? [...answers][0]! : "maybe";
    return (["unknown", "void"] as const).find((answer) => answers.has(answer)) ?? "never";
  }

  /** A part that could be anything (`{}`) says nothing about the others. */
  async #ofIntersection(type: Type): Promise<Thenable> {
    if (!type.isIntersectionType()) return "unknown";
    const parts = await type.getTypes();
    const answers = await this.ofEach(parts);
    if (answers.includes("always")) return "always";
    if (answers.includes("maybe")) return "maybe";
    if (parts.some((part) => (part.flags & PRIMITIVE) !== 0)) return "never";
    return answers.includes("never") ? "never" : "unknown";
  }

  async #ofObject(type: Type): Promise<Thenable> {
    // What its `then` takes would be four requests more.
    if (await isPromiseItself(this.#checker, type)) return "always";
    const then = await this.#checker.getPropertyOfType(type, "then");
    if (then === undefined) return (await this.#isOpen(type)) ? "unknown" : "never";
    // A `then` that may be missing makes no thenable of what lacks it.
    const isOptional = (then.flags & SymbolFlags.Optional) !== 0;
    const thenType = await this.#checker.getTypeOfSymbol(then);
    const answer = thenType === undefined ? "unknown" : await this.#ofThen(thenType);
    return answer === "always" && isOptional ? "maybe" : answer;
  }

  /** `await` calls any `then` that is a function; only one that takes a callback is meant for it. */
  async #ofThen(then: Type): Promise<Thenable> {
    if ((then.flags & UNKNOWN) !== 0) return "unknown";
    const alternatives = then.isUnionType() ? await then.getTypes() : [then];
    const signatures = (
      await Promise.all(alternatives.map((each) => this.#checker.getSignaturesOfType(each, SignatureKind.Call)))
    ).flat();
    if (signatures.length === 0) return "never";
    const takesCallback = await Promise.all(
      signatures
        .filter(({ parameters }) => parameters.length > 0)
        .map(async (signature) => this.#isCallable(await this.#checker.getParameterType(signature, 0))),
    );
    return takesCallback.includes(true) ? "always" : "unknown";
  }

  async #isCallable(type: Type | undefined): Promise<boolean> {
    if (type === undefined) return false;
    if (type.isUnionType()) {
      return (await Promise.all((await type.getTypes()).map((member) => this.#isCallable(member)))).includes(true);
    }
    if ((type.flags & TypeFlags.Object) === 0) return false;
    return (await this.#checker.getSignaturesOfType(type, SignatureKind.Call)).length > 0;
  }

  /**
   * `{}`, `Object` and interfaces without members of their own describe every object, promises included; so do types in
   * which any name may stand for anything, as `Record<string, any>`.
   */
  async #isOpen(type: Type): Promise<boolean> {
    const [properties, indexes] = await Promise.all([
      this.#checker.getPropertiesOfType(type),
      this.#checker.getIndexInfosOfType(type),
    ]);
    if (indexes.some(({ keyType, valueType }) => isOfString(keyType) && isAny(valueType))) return true;
    if (indexes.length > 0 || properties.some(({ name }) => !MEMBERS_OF_ALL.has(name))) return false;
    const [calls, constructs] = await Promise.all([
      this.#checker.getSignaturesOfType(type, SignatureKind.Call),
      this.#checker.getSignaturesOfType(type, SignatureKind.Construct),
    ]);
    return calls.length + constructs.length === 0;
  }
}

function isOfString(type: Type): boolean {
  return (type.flags & TypeFlags.String) !== 0;
}

function isAny(type: Type): boolean {
  return (type.flags & TypeFlags.Any) !== 0;
}
