// What a call is known to do that cannot be followed into the project: by the table of known functions, or else by name.

import { LANGUAGE } from "../knowledge/effects/language.ts";
import type { EffectTable, KnownEffect } from "../knowledge/effects/known-effect.ts";
import { NODE } from "../knowledge/effects/node.ts";
import { PACKAGES } from "../knowledge/effects/packages.ts";
import { WEB } from "../knowledge/effects/web.ts";
import {
  isMakingOnly,
  isMutatingName,
  kindOfName,
  saysThatItMakes,
  type NameKind,
} from "../knowledge/reading-names.ts";
import { asksPersonByName, isAskingPackage } from "../knowledge/serial-resources.ts";
import { isDeclarationFile, packageOf } from "../text/file-kind.ts";
import type { Checker, Symbol } from "../typescript/api.ts";
import {
  calleeName,
  calleeOf,
  forEachDescendant,
  is,
  isFunctionNode,
  skipOuter,
  type Expression,
  type Identifier,
  type Node,
} from "../typescript/syntax.ts";
import type { ProgramView } from "./answerer.ts";
import type { CallSite } from "./code-effects.ts";
import { mayWait } from "./effect-summary.ts";
import { importedMember } from "./imported-member.ts";
import { aliasTarget, platformMember } from "./symbol-meaning.ts";
import { variableOf, type Variable } from "./variable.ts";

export type CallMeaning =
  /** A function of the world that the tables know. */
  | { readonly kind: "known"; readonly effect: KnownEffect }
  /** By its name it changes the collection that it is made on. */
  | { readonly kind: "mutates" }
  /** Somebody has to answer. */
  | { readonly kind: "asks" }
  | NamedMeaning;

/** Only its name tells what a function does. */
export interface NamedMeaning {
  readonly kind: "named";
  readonly name: NameKind;
  /** Some type says at least whose function it is. */
  readonly isTyped: boolean;
}

/** The meanings of calls that lead to no body, in their order. */
export async function meaningsOf(view: ProgramView, sites: readonly CallSite[]): Promise<CallMeaning[]> {
  const targets = sites.map(({ call }) => targetOf(call));
  const nameable = [...targets.keys()].filter((i) => is.isIdentifier(targets[i]!));
  const symbols = nameable.length === 0 ? [] : await view.checker.getSymbolAtLocation(nameable.map((i) => targets[i]!));
  const effects = await Promise.all(
    symbols.map(async (symbol) => (symbol === undefined ? undefined : effectOf(view.checker, symbol))),
  );
  const known = new Map(nameable.map((i, at) => [i, effects[at]]));
  const untyped = new Set(nameable.filter((_, at) => symbols[at] === undefined));
  return sites.map((site, i) => {
    const effect = known.get(i) ?? effectOfImport(site.call);
    if (effect === "asks" || isQuestion(site)) return { kind: "asks" };
    if (effect === undefined && isMutation(site)) return { kind: "mutates" };
    if (effect === undefined && isIteration(site)) return { kind: "known", effect: "reads" };
    if (effect !== undefined && effect !== "own") return { kind: "known", effect };
    const isTyped = !untyped.has(i);
    // There is a body in the project, and nobody knows which.
    const isOwn = effect === "own" || (!isTyped && isOwnInstance(site));
    const name = isOwn && !isTyped ? "neutral" : nameKindOf(site, isOwn);
    return { kind: "named", name, isTyped };
  });
}

/** Of a module without types, what the file imports or requires says which function it is. */
function effectOfImport(call: Node): Looked {
  if (!is.isCallExpression(call)) return undefined;
  const path: string[] = [];
  let root: Node = calleeOf(call);
  for (; is.isPropertyAccessExpression(root); root = skipOuter(root.expression)) path.unshift(root.name.text);
  const declared = is.isIdentifier(root) ? variableOf(root).declared : undefined;
  const imported = declared?.parent && importedMember(declared.parent);
  if (imported === undefined || /^[./]/.test(imported.module)) return undefined;
  if (isAskingPackage(imported.module)) return "asks";
  const names = [...imported.path, ...path].filter((name, i) => i > 0 || name !== "default");
  const name = names.pop() ?? "default";
  const module = [imported.module.replace(/^node:/, ""), ...names].join("/");
  return effectIn(PACKAGES, module, name) ?? effectIn(NODE, module, name);
}

/** `const { path } = await prompts(questions)`: one question at a time. */
function isQuestion({ call, isAwaited }: CallSite): boolean {
  return isAwaited && is.isCallExpression(call) && asksPersonByName(call.expression.getText());
}

/** `report` of `const report = new Report(data)`, where `Report` is a function whose methods are not known to be any. */
function isOwnInstance({ receiver }: CallSite): boolean {
  if (receiver?.kind !== "path" || receiver.path.members.length > 0) return false;
  const { root } = receiver.path;
  const variable = root.kind === "variable" && root.variable.kind === "local" ? root.variable : undefined;
  return variable?.declared !== undefined && instancesMade(variable).some(isOwnFunction);
}

/** The names behind `new` of which a local may hold an instance. */
function instancesMade({ declared, name, owner }: Variable): Identifier[] {
  const { initializer } = declared!.parent as { readonly initializer?: Node };
  const made = initializer === undefined ? [] : [initializer];
  if (initializer === undefined && owner?.body !== undefined) {
    forEachDescendant(owner.body, (node) => {
      if (is.isBinaryExpression(node) && node.left.getText() === name) made.push(node.right);
      return true;
    });
  }
  return made.flatMap((value) => {
    const node = skipOuter(value as Expression);
    const callee = is.isNewExpression(node) ? skipOuter(node.expression) : undefined;
    return callee !== undefined && is.isIdentifier(callee) ? [callee] : [];
  });
}

/** Of this file, or of another one of the project. */
function isOwnFunction(name: Identifier): boolean {
  const { declared } = variableOf(name);
  if (declared === undefined) return false;
  const imported = importedMember(declared.parent);
  return imported === undefined || /^[./]/.test(imported.module);
}

/** `headers.set(name, value)` of something without a type that is nobody else's, or that is handed around here. */
function isMutation(site: CallSite): boolean {
  const { name, receiver } = site;
  if (receiver === undefined || receiver.kind === "unknown" || mayWait(site) || !isMutatingName(name)) return false;
  if (receiver.kind === "fresh") return true;
  const { root } = receiver.path;
  return root.kind !== "variable" || root.variable.kind === "local" || root.variable.kind === "parameter";
}

/** `items.forEach((item) => …)`: what the function does is seen where it stands. */
function isIteration({ name, call, receiver }: CallSite): boolean {
  if (name !== "forEach" || receiver === undefined || !is.isCallExpression(call)) return false;
  const [fn] = call.arguments;
  return fn !== undefined && isFunctionNode(skipOuter(fn));
}

/** `text.replace(pattern, "b")`, of which something is made: a text, whatever its type is. */
function isReplacement(site: CallSite): boolean {
  const { name, call, receiver, isResultUsed, isAwaited } = site;
  if (!/^replace(?:All)?$/.test(name) || receiver === undefined || !isResultUsed || isAwaited) return false;
  return is.isCallExpression(call) && call.arguments.length === 2;
}

/** `storage.get(…)` of an interface of the project says too little: somewhere there is a body that may do anything. */
function nameKindOf(site: CallSite, isOwn: boolean): NameKind {
  const { name, call, isResultUsed } = site;
  // Making a value at once changes nothing, unless what is made is there for others.
  if (is.isNewExpression(call)) return isMakingOnly(name) ? "converting" : "neutral";
  if (isResultUsed && !mayWait(site) && saysThatItMakes(name)) return "converting";
  if (isReplacement(site)) return "converting";
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
type Looked = KnownEffect | "own" | "asks" | undefined;

async function lookUp(checker: Checker, found: Symbol): Promise<Looked> {
  const symbol = await aliasTarget(checker, found);
  const path = symbol.declarations[0]?.path;
  if (path === undefined) return undefined;
  const member = await platformMember(symbol);
  if (member !== undefined) {
    const { owner, name } = member;
    return effectIn(LANGUAGE, owner, name) ?? effectIn(NODE, owner, name) ?? effectIn(WEB, owner, name);
  }
  const module = packageOf(path);
  if (module !== undefined) return isAskingPackage(module) ? "asks" : effectIn(PACKAGES, module, symbol.name);
  return isDeclarationFile(path) ? undefined : "own";
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
