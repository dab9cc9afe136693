// Question: does the place of a function expect one whose result is ignored, so that nobody will wait for its promise?
//
// The semantics are those of `checksVoidReturn` of typescript-eslint's `no-misused-promises`: some signature that is
// expected there returns `void`, and none accepts a promise. Overloads count together.

import type { Place } from "../facts/function-place.ts";
import { SignatureKind, TypeFlags, type Checker, type Type } from "../typescript/api.ts";
import { is, type Expression, type Node } from "../typescript/syntax.ts";
import type { Answerer } from "./answerer.ts";
import { promiseShapeOf } from "./promise-shape.ts";

export const answerVoidPlace: Answerer<Place, boolean> = async (view, places) => {
  const expectations = Expectations.of(view.checker);
  const types = await typesAt(view.checker, places.flatMap(namingType));
  return Promise.all(places.map(async (place) => (await expectations.at(place, types)) === "ignores"));
};

/** What has to be known of a place: the type of the function that is called, or those of what a class extends. */
function namingType(place: Place): readonly Node[] {
  if (place.kind === "argument") return [place.call.expression];
  if (place.kind !== "inherited") return [];
  return [...(place.owner.heritageClauses ?? [])].flatMap((clause) => [...clause.types]);
}

/** All of them in one request. */
async function typesAt(checker: Checker, nodes: readonly Node[]): Promise<ReadonlyMap<Node, Type | undefined>> {
  const distinct = [...new Set(nodes)];
  if (distinct.length === 0) return new Map();
  const types = await checker.getTypeAtLocation(distinct);
  return new Map(distinct.map((node, i) => [node, types[i]]));
}

/** What a type does with the result of a function that it accepts; `unclear`: its signatures depend on the call. */
type Expectation = "ignores" | "waits" | "nothing" | "unclear";

type ArgumentPlace = Place & { readonly kind: "argument" };

/** One per checker: most callees have a type that was seen before. */
const byChecker = new WeakMap<Checker, Expectations>();

class Expectations {
  readonly #checker: Checker;
  readonly #arguments = new Map<string, Promise<Expectation>>();
  readonly #types = new Map<number, Promise<Expectation>>();
  readonly #inherited = new Map<string, Promise<Expectation>>();

  static of(checker: Checker): Expectations {
    let known = byChecker.get(checker);
    if (known === undefined) byChecker.set(checker, (known = new Expectations(checker)));
    return known;
  }

  private constructor(checker: Checker) {
    this.#checker = checker;
  }

  async at(place: Place, types: ReadonlyMap<Node, Type | undefined>): Promise<Expectation> {
    switch (place.kind) {
      case "argument": {
        const callee = types.get(place.call.expression);
        return callee === undefined ? "nothing" : this.#ofArgument(callee, place);
      }
      case "typed":
        return this.#ofContext(place.at);
      case "member": {
        const context = await this.#checker.getContextualType(place.at.parent as unknown as Expression);
        return context === undefined ? "nothing" : this.#ofPath(context, [place.name]);
      }
      case "inherited":
        return this.#ofHeritage(
          namingType(place).map((node) => types.get(node)),
          place.name,
        );
    }
  }

  /**
   * What the function that is called does with its argument, by its declared type: resolving the call would check all of
   * its arguments. Where that type depends on the call, the call decides after all.
   */
  async #ofArgument(callee: Type, place: ArgumentPlace): Promise<Expectation> {
    if ((callee.flags & (TypeFlags.Any | TypeFlags.Unknown)) !== 0) return "nothing";
    const isNew = is.isNewExpression(place.call);
    const key = [callee.id, isNew, place.index, ...place.path].join(" ");
    let expected = this.#arguments.get(key);
    if (expected === undefined) this.#arguments.set(key, (expected = this.#findOfArgument(callee, isNew, place)));
    const isDirect = place.path.length === 0;
    return (await expected) === "unclear" && isDirect ? this.#ofContext(place.at as Expression) : expected;
  }

  async #findOfArgument(callee: Type, isNew: boolean, { index, path }: ArgumentPlace): Promise<Expectation> {
    const kind = isNew ? SignatureKind.Construct : SignatureKind.Call;
    const called = (await this.#checker.getNonNullableType(callee)) ?? callee;
    const members = called.isUnionType() ? await called.getTypes() : [called];
    const signatures = await Promise.all(members.map((member) => this.#checker.getSignaturesOfType(member, kind)));
    const expected = await Promise.all(
      signatures.flat().map(async (signature) => {
        const type = await this.#checker.getParameterType(signature, index);
        return type === undefined ? "nothing" : this.#ofPath(type, path);
      }),
    );
    return together(expected);
  }

  async #ofPath(type: Type, [name, ...rest]: readonly string[]): Promise<Expectation> {
    if (name === undefined) return this.#ofType(type);
    const isParameter = (type.flags & TypeFlags.Instantiable) !== 0;
    const owner = isParameter ? await this.#checker.getBaseConstraintOfType(type) : type;
    const members = owner?.isUnionType() === true ? await owner.getTypes() : [owner];
    const expected = await Promise.all(
      members.map(async (member) => {
        const property = member && (await this.#typeOfProperty(member, name));
        return property === undefined ? "nothing" : this.#ofPath(property, rest);
      }),
    );
    return together(expected);
  }

  async #ofContext(value: Expression): Promise<Expectation> {
    const type = await this.#checker.getContextualType(value);
    return type === undefined ? "nothing" : this.#ofType(type);
  }

  async #typeOfProperty(owner: Type, name: string): Promise<Type | undefined> {
    if ((owner.flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0) return undefined;
    const symbol = await this.#checker.getPropertyOfType(owner, name);
    return symbol && (await this.#checker.getTypeOfSymbol(symbol));
  }

  async #ofHeritage(types: readonly (Type | undefined)[], name: string): Promise<Expectation> {
    const expected = await Promise.all(
      types
        .filter((type) => type !== undefined)
        .map((type) => {
          const key = `${type.id} ${name}`;
          let known = this.#inherited.get(key);
          if (known === undefined) this.#inherited.set(key, (known = this.#ofBase(type, name)));
          return known;
        }),
    );
    return together(expected);
  }

  /** A method of JavaScript that returns nothing says nothing of those that override it. */
  async #ofBase(base: Type, name: string): Promise<Expectation> {
    const member = await this.#checker.getPropertyOfType(base, name);
    if (member === undefined || JAVASCRIPT.test(member.valueDeclaration?.path ?? "")) return "nothing";
    return this.#ofPath(base, [name]);
  }

  #ofType(type: Type): Promise<Expectation> {
    let expected = this.#types.get(type.id);
    if (expected === undefined) this.#types.set(type.id, (expected = this.#findOfType(type)));
    return expected;
  }

  async #findOfType(type: Type): Promise<Expectation> {
    if (type.isUnionType()) {
      return together(await Promise.all((await type.getTypes()).map((member) => this.#ofType(member))));
    }
    // A bare type parameter becomes the function's own type; other types that depend on one become clear in the call.
    if ((type.flags & TypeFlags.TypeParameter) !== 0) return "nothing";
    if ((type.flags & TypeFlags.Instantiable) !== 0) return "unclear";
    if ((type.flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0) return "nothing";
    const signatures = await this.#checker.getSignaturesOfType(type, SignatureKind.Call);
    const returned = await Promise.all(
      signatures.map(async (signature) => {
        const result = await this.#checker.getReturnTypeOfSignature(signature);
        return result === undefined ? "nothing" : this.#ofResult(result);
      }),
    );
    return together(returned);
  }

  async #ofResult(result: Type): Promise<Expectation> {
    if (result.isUnionType()) {
      return together(await Promise.all((await result.getTypes()).map((member) => this.#ofResult(member))));
    }
    if ((result.flags & TypeFlags.Void) !== 0) return "ignores";
    if ((result.flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0) return "nothing";
    // Most promises are told by their identity, without asking for their members.
    if ((await promiseShapeOf(this.#checker, result)) === "promise") return "waits";
    return (await this.#checker.getPropertyOfType(result, "then")) === undefined ? "nothing" : "waits";
  }
}

const JAVASCRIPT = /\.[cm]?jsx?$/;

/** Whoever waits in one case may wait in all. */
function together(expected: readonly Expectation[]): Expectation {
  for (const each of ["waits", "unclear", "ignores"] as const) if (expected.includes(each)) return each;
  return "nothing";
}
