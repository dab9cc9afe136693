// What a file says of a name wherever it declares something so called, by the text around the declaration: cheaper than
// any type, and right for most names of functions and members. Scopes are not looked at: whoever has to know which
// declaration is meant asks binding.ts.

import type { FileSyntax } from "./collector.ts";

/** True if the file has a function or method of this name that is async, or returns a promise by the name of its type. */
export function isDeclaredAsync(name: string, syntax: FileSyntax): boolean {
  return isSaid(name, syntax, ASYNC);
}

/** True if the file has a method of this name that says that it returns a plain value. */
export function isDeclaredPlain(name: string, syntax: FileSyntax): boolean {
  return isSaid(name, syntax, PLAIN);
}

/** True if the file has a member of this name whose type is a promise by its name. */
export function isDeclaredPromise(name: string, syntax: FileSyntax): boolean {
  return isSaid(name, syntax, PROMISE);
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

const saidByFile = new WeakMap<FileSyntax, Map<Look, Map<string, boolean>>>();

/** Looked for once in each file. */
function isSaid(name: string, syntax: FileSyntax, look: Look): boolean {
  let said = saidByFile.get(syntax);
  if (said === undefined) saidByFile.set(syntax, (said = new Map()));
  let known = said.get(look);
  if (known === undefined) said.set(look, (known = new Map()));
  let answer = known.get(name);
  if (answer === undefined) known.set(name, (answer = looksLike(name, syntax, look)));
  return answer;
}

function looksLike(name: string, { text, identifiers }: FileSyntax, { after, between }: Look): boolean {
  for (const start of identifiers.places(name)) {
    const end = start + name.length;
    if (matchesAt(after, text, end)) return true;
    if (between === undefined || !matchesAt(between.after, text, end)) continue;
    if (between.before.test(text.slice(Math.max(0, start - LONGEST_BEFORE), start))) return true;
  }
  return false;
}

function matchesAt(sticky: RegExp, text: string, offset: number): boolean {
  sticky.lastIndex = offset;
  return sticky.test(text);
}
