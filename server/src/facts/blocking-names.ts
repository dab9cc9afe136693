// Which names of callees may mean something that blocks, in one text: those that lists have, those that follow the
// convention `…Sync`, and other names that the text gives to them. What a name stands for is a question.

import { BLOCKING_CALLS } from "../knowledge/blocking/calls.ts";
import { is, type Node } from "../typescript/syntax.ts";
import type { FileSyntax } from "./collector.ts";

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
export const GLOBAL_FUNCTIONS: ReadonlySet<string> = new Set(
  BLOCKING_CALLS.filter(({ module, name }) => module === "global" && !name.includes(".")).map(({ name }) => name),
);

const byFile = new WeakMap<FileSyntax, (name: string) => boolean>();

/** Tells by the last name of a callee whether the call is worth a look. */
export function suspiciousNames(syntax: FileSyntax): (name: string) => boolean {
  let test = byFile.get(syntax);
  if (test === undefined) byFile.set(syntax, (test = nameTest(syntax)));
  return test;
}

/** What in a text may block by its name. */
export interface BlockingNames {
  /** The test of `suspiciousNames`. */
  readonly test: (name: string) => boolean;
  /** The names ending in `Sync` that no list has. */
  readonly byConvention: ReadonlySet<string>;
  /** True if the text mentions nothing else that may block. */
  readonly isOnlyConvention: boolean;
}

/**
 * Undefined if nothing in the text may block by its name.
 * @param callNames names that settings add
 * @param hasDatabase whether anything in the project mentions a database that answers at once
 */
export function blockingNamesIn(
  text: string,
  callNames: ReadonlySet<string>,
  hasDatabase = true,
): BlockingNames | undefined {
  const byConvention = new Set<string>();
  let hasOthers =
    MENTIONS.test(text) ||
    (hasDatabase && text.includes(PREPARING)) ||
    [...callNames].some((name) => text.includes(name));
  for (const { index } of text.matchAll(SYNC)) {
    const end = index + "Sync".length;
    const name = /[\w$]*$/.exec(text.slice(Math.max(0, index - LONGEST_NAME), end))![0];
    if (LISTED_NAMES.has(name)) hasOthers = true;
    else if (!byConvention.has(name) && isCalledOrRenamed(text, end - name.length, end)) byConvention.add(name);
  }
  if (!hasOthers && byConvention.size === 0) return undefined;
  return { test: nameTest({ text, callNames }, hasDatabase), byConvention, isOnlyConvention: !hasOthers };
}

/** Begins with what it is looked for by, which is far faster than a name that ends so. */
const SYNC = /Sync\b/g;

const LONGEST_NAME = 100;

/** Names that only stand in texts and types lead nowhere. */
function isCalledOrRenamed(text: string, start: number, end: number): boolean {
  if (/^\s*(?:\?\.\s*)?[(<`:]|^\s+as\b/.test(text.slice(end, end + LONGEST_RENAMING))) return true;
  return STORED.test(text.slice(Math.max(0, start - LONGEST_RENAMING), start));
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
  for (const { index } of text.matchAll(SYNC_NOT_CALLED)) {
    const end = index + "Sync".length;
    const [, renamed] = RENAMED.exec(text.slice(end, end + LONGEST_RENAMING)) ?? [];
    const [, stored] = STORED.exec(text.slice(Math.max(0, index - LONGEST_RENAMING), index)) ?? [];
    for (const name of [renamed, stored]) if (name !== undefined) aliases.add(name);
  }
  if (CALLED_MODULES.test(text)) for (const [, name] of text.matchAll(MODULE_BINDING)) aliases.add(name!);
  return aliases;
}

/** Most texts that mention such a function call it. */
const SYNC_NOT_CALLED = /Sync\b(?!\s*\()/g;

/** What follows `readFileSync` in `readFileSync as read` and in `{ readFileSync: read }`, but not in `readFileSync: read(x)`. */
const RENAMED = /^["']?\s*(?:\bas\b|:)\s*(\w+)\b(?!\s*[(.<`])/;

/** What comes before `Sync`, or before all of the name, in `read = fs.readFileSync`. */
const STORED = /\b(\w+)\s*(?::[^=\n]*)?=\s*[\w$.]+\.\w*$/;

const LONGEST_RENAMING = 200;

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

/** What a text holds that calls something which blocks, beside names in `Sync`: its name, module or class. */
const MENTIONS = mentionsPattern();

function mentionsPattern(): RegExp {
  const sources = new Set(["\\bsync\\b", `\\b(?:${[...GLOBAL_FUNCTIONS].join("|")})\\s*\\(`]);
  const modules = new Set<string>();
  for (const { module, name } of BLOCKING_CALLS) {
    if (/sync\b/i.test(name)) continue;
    if (module !== "global") modules.add(module);
    else if (name.includes(".")) sources.add(`\\b${name.slice(0, name.indexOf("."))}\\b`);
  }
  sources.add(`["'](?:node:)?(?:${[...modules].join("|")})["']`);
  return new RegExp([...sources].join("|"));
}
