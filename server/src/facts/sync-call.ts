// Fact: a call, in code that runs as part of something asynchronous, of what may block by its name. Whether it is the
// function that it is named like is a question.

import { BLOCKING_CALLS } from "../knowledge/blocking/calls.ts";
import { SyntaxKind, is, lastName, skipOuter, type CallExpression, type Node } from "../typescript/syntax.ts";
import { asyncContextOf, type AsyncContext } from "./async-context.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { isOffMainThread, isWorkerEntry } from "./worker-thread.ts";

export interface SyncCall extends FactBase {
  readonly kind: "sync-call";
  readonly call: CallExpression;
  readonly context: AsyncContext;
}

export const syncCall: Collector<SyncCall> = {
  nodes: [SyntaxKind.CallExpression],
  callees: suspiciousNames,
  isPossible: (syntax) => !isWorkerEntry(syntax),
  collect(node: Node, syntax: FileSyntax) {
    const call = node as CallExpression;
    const callee = skipOuter(call.expression);
    const name = lastName(call.expression);
    if (name === undefined || !suspiciousNames(syntax)(name) || isMemberOfType(callee)) return [];
    if (GLOBAL_FUNCTIONS.has(name) && !syntax.callNames.has(name) && isMethodOfSomething(callee)) return [];
    const context = asyncContextOf(call, syntax.suspects);
    if (context === undefined || isOffMainThread(call, syntax.text)) return [];
    return [{ kind: "sync-call", node, isLocal: true, call, context }];
  },
};

const DATABASES: ReadonlySet<string> = new Set(["sqlite", "better-sqlite3"]);

/** A database may be handed over by another file, but its statements are prepared where they are run. */
const PREPARING = ".prepare(";

/** Names that any method may have: only where the file mentions what they belong to are they worth a question. */
const COMMON_NAMES: ReadonlyMap<string, ReadonlySet<string>> = commonNames();

function commonNames(): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const { module, name } of BLOCKING_CALLS) {
    const path = name.split(".");
    const last = path.at(-1)!;
    if (last.endsWith("Sync") || last === "sync" || (module === "global" && path.length === 1)) continue;
    const mentions = names.get(last) ?? new Set();
    mentions.add(module === "global" ? path[0]! : module);
    if (DATABASES.has(module)) mentions.add(PREPARING);
    names.set(last, mentions);
  }
  return names;
}

/** Functions that need no import, such as `alert`. */
const GLOBAL_FUNCTIONS: ReadonlySet<string> = new Set(
  BLOCKING_CALLS.filter(({ module, name }) => module === "global" && !name.includes(".")).map(({ name }) => name),
);

const byFile = new WeakMap<FileSyntax, (name: string) => boolean>();

/** Tells by the last name of a callee whether the call is worth a look. */
function suspiciousNames(syntax: FileSyntax): (name: string) => boolean {
  let test = byFile.get(syntax);
  if (test === undefined) byFile.set(syntax, (test = nameTest(syntax)));
  return test;
}

/**
 * The test of `suspiciousNames` for a text, or undefined if nothing in the text can pass it.
 * @param callNames names that settings add
 * @param hasDatabase whether anything in the project mentions a database that answers at once
 */
export function blockingNamesIn(
  text: string,
  callNames: ReadonlySet<string>,
  hasDatabase = true,
): ((name: string) => boolean) | undefined {
  const isHarmless =
    !MENTIONS.test(text) &&
    !(hasDatabase && text.includes(PREPARING)) &&
    ![...callNames].some((name) => text.includes(name));
  return isHarmless ? undefined : nameTest({ text, callNames }, hasDatabase);
}

/** A text that mentions a database whose functions block. */
export const DATABASE_MENTION = `["'](?:node:)?(?:${[...DATABASES].join("|")})["']`;

function nameTest(
  { text, callNames }: Pick<FileSyntax, "text" | "callNames">,
  hasDatabase = true,
): (name: string) => boolean {
  const aliases = aliasesIn(text);
  const known = new Map<string, boolean>();
  const isMentioned = (mention: string) => {
    let isThere = known.get(mention);
    if (isThere === undefined) known.set(mention, (isThere = text.includes(mention)));
    return isThere;
  };
  return (name) => {
    if (
      name.endsWith("Sync") ||
      name === "sync" ||
      GLOBAL_FUNCTIONS.has(name) ||
      callNames.has(name) ||
      aliases.has(name)
    )
      return true;
    const mentions = COMMON_NAMES.get(name);
    return (
      mentions !== undefined && [...mentions].some((each) => (each !== PREPARING || hasDatabase) && isMentioned(each))
    );
  };
}

/** Other names that the text gives to functions called `…Sync`, and what modules that are such a function are called. */
function aliasesIn(text: string): ReadonlySet<string> {
  const aliases = new Set<string>();
  if (text.includes("Sync")) {
    for (const [, renamed, stored] of text.matchAll(RENAMING)) aliases.add((renamed ?? stored)!);
  }
  if (CALLED_MODULES.test(text)) for (const [, name] of text.matchAll(MODULE_BINDING)) aliases.add(name!);
  return aliases;
}

/** `readFileSync as read`, `{ readFileSync: read }`, `read = fs.readFileSync` */
const RENAMING = /Sync["']?\s*(?:\bas\b|:)\s*(\w+)|\b(\w+)\s*(?::[^=\n]*)?=\s*[\w$.]+\.\w*Sync\b(?!\s*\()/g;

/** `import request from "sync-request"`, `const request = require("sync-request")` */
const MODULE_BINDING = /\b(?:import|const|let|var)\s+(?:\*\s+as\s+)?([\w$]+)\s*(?:from|=\s*require\()/g;

const CALLED_MODULES = new RegExp(
  BLOCKING_CALLS.filter(({ name }) => name === "default")
    .map(({ module }) => `["']${module}["']`)
    .join("|"),
);

/** Only a convention, and no list, may say that a function of this name blocks. */
export function isConventional(name: string): boolean {
  return name === "sync" || (name.endsWith("Sync") && !LISTED_NAMES.has(name));
}

const LISTED_NAMES: ReadonlySet<string> = new Set(
  BLOCKING_CALLS.map(({ name }) => name.slice(name.lastIndexOf(".") + 1)),
);

/** `Effect.sync`: what has `sync` as a member and blocks is a function, and is called like one. */
export function isMemberOfType(callee: Node): boolean {
  if (!is.isPropertyAccessExpression(callee) || callee.name.text !== "sync") return false;
  return is.isIdentifier(callee.expression) && /^[A-Z]/.test(callee.expression.text);
}

/** What a text holds that calls something which blocks: its name, or the module or class that it comes from. */
const MENTIONS = mentionsPattern();

function mentionsPattern(): RegExp {
  const sources = new Set(["Sync\\b", "\\bsync\\b", `\\b(?:${[...GLOBAL_FUNCTIONS].join("|")})\\s*\\(`]);
  const modules = new Set<string>();
  for (const { module, name } of BLOCKING_CALLS) {
    if (/sync\b/i.test(name)) continue;
    if (module !== "global") modules.add(module);
    else if (name.includes(".")) sources.add(`\\b${name.slice(0, name.indexOf("."))}\\b`);
  }
  sources.add(`["'](?:node:)?(?:${[...modules].join("|")})["']`);
  return new RegExp([...sources].join("|"));
}

/** `dialog.alert()` is no global function, `window.alert()` is one. */
function isMethodOfSomething(callee: Node): boolean {
  if (!is.isPropertyAccessExpression(callee)) return false;
  return !/^(?:window|globalThis|self)$/.test(callee.expression.getText());
}
