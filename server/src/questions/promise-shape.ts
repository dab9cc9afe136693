// Question: is the value of this expression a promise, or a collection of promises?
//
// A promise is an instance of the global `Promise` or of a class that derives from it; thenables are not. The semantics
// are those of typescript-eslint's `no-floating-promises`: unions count if one member does, type parameters by their
// constraint, arrays and tuples by their elements, one level deep.

import { ObjectFlags, SymbolFlags, TypeFlags, type Checker, type Type, type TypeReference } from "../typescript/api.ts";
import { isJavaScript, type Expression } from "../typescript/syntax.ts";
import type { Answerer, ProgramView } from "./answerer.ts";
import { openCalls } from "./open-overload.ts";

/**
 * `promises`: an array or tuple of which at least one element may be a promise. `maybe-…`: a union of that and of
 * something else, such as `Promise<void> | undefined`.
 */
export type PromiseShape = "none" | "promise" | "maybe-promise" | "promises" | "maybe-promises";

export const answerPromiseShape: Answerer<Expression, PromiseShape> = async (view, expressions) => {
  preparePromiseShapes(view);
  const types = await view.checker.getTypeAtLocation(expressions);
  if (types.every((type) => isNeverPromise(type))) return types.map(() => "none");
  const shapes = await shapesOf(view.checker);
  // oxlint-disable-next-line typescript/await-thenable -- most shapes are known at once, the others are promises
  const found = await Promise.all(types.map((type) => (isNeverPromise(type) ? "none" : shapes.of(type))));
  // Where arguments have types, so has what is called.
  const untyped = expressions.filter((each, i) => found[i] !== "none" && isJavaScript(each.getSourceFile()));
  const open = await openCalls(view, untyped);
  return found.map((shape, i) => (open.has(expressions[i]!) ? "none" : shape));
};

/**
 * Lets the engine make its checker, which takes some milliseconds after every edit, and look up the names that shapes are
 * told by, while the caller is still busy with the syntax tree.
 */
export function preparePromiseShapes(view: ProgramView): void {
  shapesOf(view.checker).catch(() => {
    // Whoever needs the shapes hears of it.
  });
}

/** The shape of a type of this checker. */
export async function promiseShapeOf(checker: Checker, type: Type): Promise<PromiseShape> {
  return isNeverPromise(type) ? "none" : (await shapesOf(checker)).of(type);
}

/** True for an instance of the global `Promise`, told without a request once the names are looked up. */
export async function isPromiseItself(checker: Checker, type: Type): Promise<boolean> {
  return (await shapesOf(checker)).isPromiseItself(type);
}

/** One per checker: type ids mean nothing in another snapshot. */
const shapesByChecker = new WeakMap<Checker, Promise<PromiseShapes>>();

function shapesOf(checker: Checker): Promise<PromiseShapes> {
  let shapes = shapesByChecker.get(checker);
  if (shapes === undefined) shapesByChecker.set(checker, (shapes = PromiseShapes.create(checker)));
  return shapes;
}

/** Types that are no promise and have no parts that could be one. */
const NEVER_A_PROMISE =
  TypeFlags.Any |
  TypeFlags.Unknown |
  TypeFlags.StringLike |
  TypeFlags.NumberLike |
  TypeFlags.BooleanLike |
  TypeFlags.BigIntLike |
  TypeFlags.ESSymbolLike |
  TypeFlags.Void |
  TypeFlags.Undefined |
  TypeFlags.Null |
  TypeFlags.Never |
  TypeFlags.NonPrimitive |
  TypeFlags.Index |
  TypeFlags.TemplateLiteral |
  TypeFlags.StringMapping;

function isNeverPromise(type: Type | undefined): type is undefined {
  return type === undefined || (type.flags & NEVER_A_PROMISE) !== 0;
}

/** Members that the client keeps beside its typed interface: ids of other types, without a request. */
interface TypeIds {
  readonly target?: number;
  readonly objectFlags?: number;
}

class PromiseShapes {
  readonly #checker: Checker;
  readonly #promise: number | undefined;
  readonly #arrays: ReadonlySet<number>;
  readonly #known = new Map<number, PromiseShape | Promise<PromiseShape>>();
  readonly #derived = new Map<number, Promise<boolean>>();

  static async create(checker: Checker): Promise<PromiseShapes> {
    const ids = await Promise.all(
      ["Promise", "Array", "ReadonlyArray"].map(async (name) => {
        const symbol = await checker.resolveName(name, SymbolFlags.Type);
        return symbol && (await checker.getDeclaredTypeOfSymbol(symbol)).id;
      }),
    );
    return new PromiseShapes(checker, ids);
  }

  private constructor(checker: Checker, [promise, ...arrays]: readonly (number | undefined)[]) {
    this.#checker = checker;
    this.#promise = promise;
    this.#arrays = new Set(arrays.filter((id) => id !== undefined));
  }

  /** Without a request wherever flags and identities decide; most types are seen many times. */
  of(type: Type): PromiseShape | Promise<PromiseShape> {
    if (this.isPromiseItself(type)) return "promise";
    const known = this.#known.get(type.id);
    if (known !== undefined) return known;
    const asked = this.#find(type);
    this.#known.set(type.id, asked);
    void asked.then(
      (shape) => this.#known.set(type.id, shape),
      () => this.#known.delete(type.id),
    );
    return asked;
  }

  async #find(type: Type): Promise<PromiseShape> {
    const members = await this.#members(type);
    if (members === undefined) return "none";
    const shapes = await Promise.all(members.map((member) => this.#ofMember(member)));
    for (const shape of ["promise", "promises"] as const) {
      if (shapes.includes(shape)) return shapes.every((each) => each === shape) ? shape : `maybe-${shape}`;
    }
    return "none";
  }

  /** What may stand at the type's place: the members of a union, the constraint of a type parameter, else itself. */
  async #members(type: Type): Promise<readonly Type[] | undefined> {
    if (type.isUnionType()) return type.getTypes();
    if ((type.flags & TypeFlags.Instantiable) === 0) return [type];
    const constraint = await this.#checker.getBaseConstraintOfType(type);
    if (constraint === undefined || constraint.id === type.id) return undefined;
    return constraint.isUnionType() ? constraint.getTypes() : [constraint];
  }

  async #ofMember(type: Type): Promise<"none" | "promise" | "promises"> {
    if (await this.#isPromise(type)) return "promise";
    const elements = await this.#elementTypes(type);
    const isCollection = await someAsync(elements, async (element) =>
      someAsync((await this.#members(element)) ?? [], (member) => this.#isPromise(member)),
    );
    return isCollection ? "promises" : "none";
  }

  async #elementTypes(type: Type): Promise<readonly Type[]> {
    if (!type.isTypeReference()) return [];
    const { target } = type as TypeIds;
    if (target !== undefined && this.#arrays.has(target)) return this.#checker.getTypeArguments(type);
    return (await this.#isTuple(type)) ? this.#checker.getTypeArguments(type) : [];
  }

  async #isTuple(type: TypeReference): Promise<boolean> {
    const { target } = type as TypeIds;
    if (target === undefined || target === type.id) return false;
    const { objectFlags = 0 } = (await type.getTarget()) as TypeIds;
    return (objectFlags & ObjectFlags.Tuple) !== 0;
  }

  async #isPromise(type: Type): Promise<boolean> {
    if (isNeverPromise(type)) return false;
    if (this.isPromiseItself(type)) return true;
    if (type.isIntersectionType()) return someAsync(await type.getTypes(), (part) => this.#isPromise(part));
    return this.#derivesFromPromise(type);
  }

  isPromiseItself(type: Type): boolean {
    return this.#promise !== undefined && (type.id === this.#promise || (type as TypeIds).target === this.#promise);
  }

  /** A class or interface that extends Promise, directly or not; decided once for all instantiations. */
  async #derivesFromPromise(type: Type): Promise<boolean> {
    const { target, objectFlags = 0 } = type as TypeIds;
    if ((objectFlags & (ObjectFlags.ClassOrInterface | ObjectFlags.Reference)) === 0) return false;
    const declared =
      target !== undefined && target !== type.id && type.isTypeReference() ? await type.getTarget() : type;
    if (!declared.isClassOrInterface() || this.#arrays.has(declared.id)) return false;
    const known = this.#derived.get(declared.id);
    if (known !== undefined) return known;
    const asked = this.#checker
      .getBaseTypes(declared)
      .then((bases) => someAsync(bases, (base) => this.#isPromise(base)));
    this.#derived.set(declared.id, asked);
    return asked;
  }
}

async function someAsync<T>(items: readonly T[], test: (item: T) => Promise<boolean>): Promise<boolean> {
  const results = await Promise.all(items.map(test));
  return results.includes(true);
}
