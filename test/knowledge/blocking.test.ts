// The table of what blocks in Node.js against the installed @types/node: a new version of Node shows what is missing.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BLOCKING_CALLS } from "../../server/src/knowledge/blocking/calls.ts";
import { NODE_CALLS, NOT_BLOCKING } from "../../server/src/knowledge/blocking/node.ts";

const types = join(import.meta.dirname, "../../node_modules/@types/node");

/** Classes all of whose methods work on a database, whatever they are called. */
const DATABASE_CLASSES = new Set(["DatabaseSync", "StatementSync", "SQLTagStore"]);

/** What Node declares: `fs.readFileSync`, `sqlite.DatabaseSync.exec`, and functions without `Sync`. */
const declared = declaredNames();
const known = new Set(
  NODE_CALLS.filter(({ module }) => module !== "global").map(({ module, name }) => `${module}.${name}`),
);
const harmless = Object.values(NOT_BLOCKING).flat();

describe("what blocks in Node.js", () => {
  it("has every synchronous function, or says why it does not block", () => {
    const synchronous = [...declared].filter((name) => {
      const [, owner = ""] = name.split(".");
      return name.endsWith("Sync") || (DATABASE_CLASSES.has(owner) && name.split(".").length === 3);
    });
    expect(synchronous.length).toBeGreaterThan(100);
    expect(synchronous.filter((name) => !known.has(name) && !harmless.includes(name))).toEqual([]);
  });

  it("has nothing that Node does not declare", () => {
    expect([...known, ...harmless].filter((name) => !declared.has(name))).toEqual([]);
  });

  it("says of nothing that it blocks and does not", () => {
    expect(harmless.filter((name) => known.has(name))).toEqual([]);
  });

  it("names counterparts that Node declares", () => {
    const missing = NODE_CALLS.flatMap(({ module, name, counterpart }) => {
      if (counterpart === undefined || module === "global") return [];
      const owner = name.includes(".") && counterpart.module === undefined ? `${name.split(".")[0]}.` : "";
      const full = `${counterpart.module ?? module}.${owner}${counterpart.name}`;
      return declared.has(full) ? [] : [full];
    });
    expect(missing).toEqual([]);
  });
});

describe("all tables", () => {
  it("name each function once", () => {
    const names = BLOCKING_CALLS.map(({ module, name }) => `${module}.${name}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("offer a counterpart or an advice for each", () => {
    const silent = BLOCKING_CALLS.filter(
      ({ counterpart, advice }) => counterpart === undefined && advice === undefined,
    );
    expect(silent.map(({ module, name }) => `${module}.${name}`)).toEqual([]);
  });
});

function declaredNames(): ReadonlySet<string> {
  const names = new Set<string>();
  const files = readdirSync(types, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".d.ts"));
  for (const file of files) collectNames(readFileSync(join(types, file), "utf8"), names);
  return names;
}

/** Reads the declarations line by line; their indentation tells what they are members of. */
function collectNames(text: string, names: Set<string>): void {
  let module = "";
  let owner = "";
  for (const line of text.split("\n")) {
    const [, opened] = /^declare module "(?:node:)?([^"]+)"/.exec(line) ?? [];
    if (opened !== undefined) [module, owner] = [opened, ""];
    const [, type] = /^ {4}(?:export )?(?:class|interface|namespace) (\w+)/.exec(line) ?? [];
    if (type !== undefined) owner = type;
    const [, fn] = /^ {4}(?:export )?(?:function|const) (\w+)/.exec(line) ?? [];
    if (fn !== undefined) [owner] = ["", names.add(`${module}.${fn}`)];
    const [, member] = /^ {8}(?:export )?(?:function )?(\w+)(?:<[^(]*>)?\(/.exec(line) ?? [];
    if (member !== undefined && owner !== "" && member !== "constructor") names.add(`${module}.${owner}.${member}`);
    const [, statics] = /^ {4}(?:export )?(?:var|let) (\w+)/.exec(line) ?? [];
    if (statics !== undefined) names.add(`${module}.${statics}`);
  }
}
