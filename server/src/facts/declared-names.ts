// What a file says of a name wherever it declares something so called, by the text around the declaration: cheaper than
// any type, and right for most names of functions and members. Of scopes only functions are looked at: what is declared inside
// one is not known outside of it. Whoever has to know which declaration is meant asks binding.ts.

import { enclosingFunctionLike, isFunctionNode, type Name, type Node } from "../typescript/syntax.ts";
import type { FileSyntax } from "./collector.ts";
import { contains } from "./occurrences.ts";

/** True if the file has a function or method so called that is async, or returns a promise by the name of its type. */
export function isDeclaredAsync(use: Name, syntax: FileSyntax): boolean {
  return isSaid(use, syntax, ASYNC);
}

/** True if the file has a method so called that says that it returns a plain value. */
export function isDeclaredPlain(use: Name, syntax: FileSyntax): boolean {
  return isSaid(use, syntax, PLAIN);
}

/** True if the file has a member so called whose type is a promise by its name. */
export function isDeclaredPromise(use: Name, syntax: FileSyntax): boolean {
  return isSaid(use, syntax, PROMISE);
}

/** How a declaration looks around its name. */
interface Look {
  /** One of these has to follow; sticky. */
  readonly after: RegExp;
  /** Or this, if `before` ends where the name begins. */
  readonly between?: { readonly before: RegExp; readonly after: RegExp };
}

const ASYNC: Look = {
  // `name = async …`, `name(…): Promise<…>`
  after: /\s*(?:[=:]\s*async\b|(?:<[^<>()]*>)?\([^()]*\)\s*:\s*Promise\s*<)/y,
  between: { before: /\basync\s+(?:function\s+)?$/, after: /\s*[(<]/y },
};

const PLAIN: Look = { after: /\([^()]*\)\s*:\s*(?:boolean|string|number|\w+ is )/y };

const PROMISE: Look = { after: /\s*!?(?:\(\))?\s*:\s*(?:[\w$]+\.)*\w*(?:Promise|Thenable|Deferred)\w*\s*</y };

/** Longer than `async function` with a line break in it. */
const LONGEST_BEFORE = 40;

/** By name: the parts of the file in which something that looks so is known. */
type Known = Map<string, readonly Node[]>;

const knownByFile = new WeakMap<FileSyntax, Map<Look, Known>>();

function isSaid(use: Name, syntax: FileSyntax, look: Look): boolean {
  return partsWith(use.text, syntax, look).some((part) => contains(part, use));
}

/** Looked for once in each file. */
function partsWith(name: string, syntax: FileSyntax, look: Look): readonly Node[] {
  let byLook = knownByFile.get(syntax);
  if (byLook === undefined) knownByFile.set(syntax, (byLook = new Map()));
  let known = byLook.get(look);
  if (known === undefined) byLook.set(look, (known = new Map()));
  let parts = known.get(name);
  if (parts === undefined) known.set(name, (parts = findParts(name, syntax, look)));
  return parts;
}

function findParts(name: string, { text, identifiers }: FileSyntax, look: Look): Node[] {
  const parts: Node[] = [];
  for (const start of identifiers.places(name)) {
    if (!looksSo(look, text, start, start + name.length)) continue;
    for (const declared of identifiers.named(name, start, start + 1)) parts.push(partAround(declared));
  }
  return parts;
}

/** The body of the function around a declaration; the file, or what else stands for it, outside of functions. */
function partAround(declared: Node): Node {
  const container = enclosingFunctionLike(declared);
  return isFunctionNode(container) ? (container.body ?? container) : container;
}

function looksSo({ after, between }: Look, text: string, start: number, end: number): boolean {
  if (matchesAt(after, text, end)) return true;
  if (between === undefined || !matchesAt(between.after, text, end)) return false;
  return between.before.test(text.slice(Math.max(0, start - LONGEST_BEFORE), start));
}

function matchesAt(sticky: RegExp, text: string, offset: number): boolean {
  sticky.lastIndex = offset;
  return sticky.test(text);
}
