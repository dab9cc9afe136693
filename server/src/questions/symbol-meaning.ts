// What a symbol stands for, behind the imports and exports that give it other names, and what the world calls it.

import { SymbolFlags, type Checker, type Symbol } from "../typescript/api.ts";
import { isPlatform } from "../text/file-kind.ts";

/** What an alias stands for, the symbol itself if it is none. Where an import leads nowhere, the engine's unknown symbol. */
export async function aliasTarget(checker: Checker, symbol: Symbol): Promise<Symbol> {
  return (symbol.flags & SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

/** The same; undefined if that is not known. */
export async function knownAliasTarget(checker: Checker, symbol: Symbol | undefined): Promise<Symbol | undefined> {
  if (symbol === undefined || (symbol.flags & SymbolFlags.Alias) === 0) return symbol;
  const target = await checker.getAliasedSymbol(symbol);
  return (await checker.isUnknownSymbol(target)) ? undefined : target;
}

/** A function of the language, of Node.js or of the DOM. */
export interface PlatformMember {
  /** The interface, class or module around the declaration; "" for what is global. */
  readonly owner: string;
  readonly name: string;
}

/** Undefined for what the platform does not declare. The symbol must be no alias. */
export async function platformMember(symbol: Symbol): Promise<PlatformMember | undefined> {
  if (!symbol.declarations.some(({ path }) => isPlatform(path))) return undefined;
  const owner = (await symbol.getParent())?.name ?? GLOBAL;
  return { owner: owner === GLOBAL ? "" : owner.replaceAll(/^"(?:node:)?|"$/g, ""), name: symbol.name };
}

/** What the engine calls the symbol around what is declared globally, from inside of a module. */
export const GLOBAL = "__global";
