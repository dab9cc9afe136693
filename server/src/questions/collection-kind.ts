// Question: which of the language's collections is the value of this expression, so that its methods are known?
//
// Told by what the type is or derives from, never by a method's name: the default library's declarations count, and
// classes and interfaces that extend them. What an API of one's own calls `forEach` or `map` is none of these.

import { ObjectFlags, SymbolFlags, TypeFlags, type Checker, type Type } from "../typescript/api.ts";
import type { Expression } from "../typescript/syntax.ts";
import type { Answerer } from "./answerer.ts";

/**
 * `array`: tuples and readonly arrays too. `iterator`: an iterator with the language's helper methods, such as a
 * generator's or `map.keys()`. `dom`: the DOM's lists and maps that have `forEach`. `several`: a union of different ones.
 * `none`: anything else, a union with anything else, or unknown; null and undefined beside a collection do not count.
 */
export type CollectionKind = "array" | "typed-array" | "iterator" | "map" | "set" | "dom" | "several" | "none";

export const answerCollectionKind: Answerer<Expression, CollectionKind> = async (view, expressions) => {
  const types = await view.checker.getTypeAtLocation(expressions);
  if (types.every((type) => isNeverCollection(type))) return types.map(() => "none");
  const kinds = await kindsOf(view.checker);
  return Promise.all(types.map(async (type) => (isNeverCollection(type) ? "none" : kinds.of(type))));
};

type SingleKind = Exclude<CollectionKind, "several" | "none">;

/** The global names that a kind is told by. Not every library has each of them. */
const NAMES: Readonly<Record<SingleKind, readonly string[]>> = {
  array: ["Array", "ReadonlyArray"],
  "typed-array": [
    "Int8Array",
    "Uint8Array",
    "Uint8ClampedArray",
    "Int16Array",
    "Uint16Array",
    "Int32Array",
    "Uint32Array",
    "Float16Array",
    "Float32Array",
    "Float64Array",
    "BigInt64Array",
    "BigUint64Array",
  ],
  iterator: ["IteratorObject"],
  map: ["Map", "ReadonlyMap"],
  set: ["Set", "ReadonlySet"],
  dom: ["NodeList", "DOMTokenList", "FormData", "Headers", "URLSearchParams"],
};

/** One per checker: type ids mean nothing in another snapshot. */
const kindsByChecker = new WeakMap<Checker, Promise<CollectionKinds>>();

function kindsOf(checker: Checker): Promise<CollectionKinds> {
  let kinds = kindsByChecker.get(checker);
  if (kinds === undefined) kindsByChecker.set(checker, (kinds = CollectionKinds.create(checker)));
  return kinds;
}

function isNeverCollection(type: Type | undefined): type is undefined {
  return type === undefined || (type.flags & MAY_BE_COLLECTION) === 0;
}

const MAY_BE_COLLECTION = TypeFlags.Object | TypeFlags.Union | TypeFlags.Intersection | TypeFlags.Instantiable;

/** Members that the client keeps beside its typed interface: ids of other types, without a request. */
interface TypeIds {
  readonly target?: number;
  readonly objectFlags?: number;
}

class CollectionKinds {
  readonly #checker: Checker;
  /** By the id of the declared type. */
  readonly #declared: Map<number, Promise<SingleKind | undefined>>;
  readonly #known = new Map<number, Promise<CollectionKind>>();

  static async create(checker: Checker): Promise<CollectionKinds> {
    const declared = new Map<number, Promise<SingleKind | undefined>>();
    const names = Object.entries(NAMES) as [SingleKind, readonly string[]][];
    await Promise.all(
      names.flatMap(([kind, globals]) =>
        globals.map(async (name) => {
          const symbol = await checker.resolveName(name, SymbolFlags.Type);
          if (symbol !== undefined)
            declared.set((await checker.getDeclaredTypeOfSymbol(symbol)).id, Promise.resolve(kind));
        }),
      ),
    );
    return new CollectionKinds(checker, declared);
  }

  private constructor(checker: Checker, declared: Map<number, Promise<SingleKind | undefined>>) {
    this.#checker = checker;
    this.#declared = declared;
  }

  of(type: Type): Promise<CollectionKind> {
    let known = this.#known.get(type.id);
    if (known === undefined) this.#known.set(type.id, (known = this.#find(type)));
    return known;
  }

  async #find(type: Type): Promise<CollectionKind> {
    const members = (await this.#members(type)).filter((member) => (member.flags & TypeFlags.Nullable) === 0);
    const kinds = new Set(await Promise.all(members.map((member) => this.#ofMember(member))));
    if (kinds.size === 0 || kinds.has(undefined)) return "none";
    return kinds.size === 1 ? [...kinds][0]! : "several";
  }

  /** What may stand at the type's place: the members of a union, those of a type parameter's constraint, or itself. */
  async #members(type: Type): Promise<readonly Type[]> {
    if (type.isUnionType()) return type.getTypes();
    if ((type.flags & TypeFlags.Instantiable) === 0) return [type];
    const constraint = await this.#checker.getBaseConstraintOfType(type);
    if (constraint === undefined || constraint.id === type.id) return [];
    return constraint.isUnionType() ? constraint.getTypes() : [constraint];
  }

  async #ofMember(type: Type): Promise<SingleKind | undefined> {
    if (type.isIntersectionType()) {
      const kinds = await Promise.all((await type.getTypes()).map((part) => this.#ofMember(part)));
      return kinds.find((kind) => kind !== undefined);
    }
    const { target, objectFlags = 0 } = type as TypeIds;
    const known = this.#declared.get(target ?? type.id);
    if (known !== undefined) return known;
    if ((objectFlags & (ObjectFlags.ClassOrInterface | ObjectFlags.Reference)) === 0) return undefined;
    const isInstance = target !== undefined && target !== type.id && type.isTypeReference();
    const declared = isInstance ? await type.getTarget() : type;
    if (((declared as TypeIds).objectFlags! & ObjectFlags.Tuple) !== 0) return "array";
    if (!declared.isClassOrInterface()) return undefined;
    const derived = this.#checker.getBaseTypes(declared).then(async (bases) => {
      const kinds = await Promise.all(bases.map((base) => this.#ofMember(base)));
      return kinds.find((kind) => kind !== undefined);
    });
    this.#declared.set(declared.id, derived);
    return derived;
  }
}
