// What a call is known to do that cannot be followed into the project: by the table of known functions, or else by name.

import { LANGUAGE } from "../knowledge/effects/language.ts";
import type { EffectTable, KnownEffect } from "../knowledge/effects/known-effect.ts";
import { NODE } from "../knowledge/effects/node.ts";
import { PACKAGES } from "../knowledge/effects/packages.ts";
import { WEB } from "../knowledge/effects/web.ts";
import { isMakingOnly, kindOfName, saysThatItMakes, type NameKind } from "../knowledge/reading-names.ts";
import { SymbolFlags, type Checker, type Symbol } from "../typescript/api.ts";
import { calleeName, is, skipOuter, type Node } from "../typescript/syntax.ts";
import type { ProgramView } from "./answerer.ts";
import type { CallSite } from "./code-effects.ts";
import { mayWait } from "./effect-summary.ts";

export type CallMeaning =
  /** A function of the world that the tables know. */
  { readonly kind: "known"; readonly effect: KnownEffect } | { readonly kind: "named"; readonly name: NameKind };

/** The meanings of calls that lead to no body, in their order. */
export async function meaningsOf(view: ProgramView, sites: readonly CallSite[]): Promise<CallMeaning[]> {
  const targets = sites.map(({ call }) => targetOf(call));
  const nameable = [...targets.keys()].filter((i) => is.isIdentifier(targets[i]!));
  const symbols = nameable.length === 0 ? [] : await view.checker.getSymbolAtLocation(nameable.map((i) => targets[i]!));
  const effects = await Promise.all(
    symbols.map(async (symbol) => (symbol === undefined ? undefined : effectOf(view.checker, symbol))),
  );
  const known = new Map(nameable.map((i, at) => [i, effects[at]]));
  return sites.map((site, i) => {
    const effect = known.get(i);
    if (effect === undefined || effect === "own") return { kind: "named", name: nameKindOf(site, effect === "own") };
    return { kind: "known", effect };
  });
}

/** `storage.get(…)` of an interface of the project says too little: somewhere there is a body that may do anything. */
function nameKindOf(site: CallSite, isOwn: boolean): NameKind {
  const { name, call, isResultUsed } = site;
  // Making a value at once changes nothing, unless what is made is there for others.
  if (is.isNewExpression(call)) return isMakingOnly(name) ? "converting" : "neutral";
  if (isResultUsed && !mayWait(site) && saysThatItMakes(name)) return "converting";
  const kind = kindOfName(name);
  return isOwn && kind === "reading" && !/[A-Z_]/.test(name) ? "neutral" : kind;
}

function targetOf(call: Node): Node {
  if (is.isCallExpression(call)) return calleeName(call);
  const named = skipOuter((is.isNewExpression(call) ? call.expression : call) as never);
  return is.isPropertyAccessExpression(named) ? named.name : named;
}

/** By symbol, for each checker: the same few functions are called everywhere. */
const knownByChecker = new WeakMap<Checker, Map<number, Promise<Looked>>>();

function effectOf(checker: Checker, symbol: Symbol): Promise<Looked> {
  let known = knownByChecker.get(checker);
  if (known === undefined) knownByChecker.set(checker, (known = new Map()));
  let effect = known.get(symbol.id);
  if (effect === undefined) known.set(symbol.id, (effect = lookUp(checker, symbol)));
  return effect;
}

/** `own`: a function of the project, though its body could not be found. */
type Looked = KnownEffect | "own" | undefined;

async function lookUp(checker: Checker, found: Symbol): Promise<Looked> {
  const isAlias = (found.flags & SymbolFlags.Alias) !== 0;
  const symbol = isAlias ? await checker.getAliasedSymbol(found) : found;
  const path = symbol.declarations[0]?.path;
  if (path === undefined) return undefined;
  if (LIBRARY.test(path)) {
    const owner = nameOfOwner((await symbol.getParent())?.name ?? "");
    return (
      effectIn(LANGUAGE, owner, symbol.name) ?? effectIn(NODE, owner, symbol.name) ?? effectIn(WEB, owner, symbol.name)
    );
  }
  const name = PACKAGE.exec(path)?.[1];
  if (name === undefined) return /\.d\.[cm]?ts$/.test(path) ? undefined : "own";
  return effectIn(PACKAGES, name.replace(/^@types\//, ""), symbol.name);
}

/** The default library and the declarations of Node.js. */
const LIBRARY = /\/lib\.[\w.]+\.d\.ts$|\/node_modules\/@types\/node\//;
const PACKAGE = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/** What the engine calls the symbol around `declare global` in a module. */
const GLOBAL = "__global";

function nameOfOwner(name: string): string {
  return name === GLOBAL ? "" : name.replaceAll(/^"(?:node:)?|"$/g, "");
}

/** The effects by owner and name, of a table that is written to be read. */
const indexes = new WeakMap<EffectTable, Map<string, KnownEffect>>();

function effectIn(table: EffectTable, owner: string, name: string): KnownEffect | undefined {
  let index = indexes.get(table);
  if (index === undefined) {
    index = new Map();
    for (const [declaredIn, effects] of Object.entries(table)) {
      for (const [effect, names] of Object.entries(effects)) {
        for (const each of names.split(" ")) index.set(`${declaredIn} ${each}`, effect as KnownEffect);
      }
    }
    indexes.set(table, index);
  }
  return index.get(`${owner} ${name}`);
}
