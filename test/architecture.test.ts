// The repository keeps what docs/architecture.md and docs/style.md say: who imports whom, how modules begin, how long
// they are and how they are named. The tables are read from these pages, so that page and test cannot disagree.

import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { ruleNames } from "../scripts/generate/rule-index.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** Paths below the root, with forward slashes, of all modules that people write. */
const modules = globSync(["client/src/**/*.ts", "server/src/**/*.ts", "test/**/*.{ts,mts}", "scripts/**/*.{ts,mjs}"], {
  cwd: root,
})
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => !/node_modules|^test\/(?:corpus\/packages|bench\/peers)\/|\/workspace\//.test(path));

interface Import {
  readonly from: string;
  /** A path below the root for our own modules, a package's name otherwise. */
  readonly to: string;
  readonly isOurs: boolean;
  /** Nothing of it is left when the program runs. */
  readonly isType: boolean;
}

function importsOf(path: string): Import[] {
  const text = read(path);
  const statements = text.matchAll(/^(?:import|export)\s+(type\s+)?([\w$\s,*{}]+?)\s+from\s+"([^"]+)"/gm);
  const bare = text.matchAll(/^import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm);
  return [
    ...[...statements].map(([, type, names, specifier]) => imported(path, specifier!, isTypeOnly(type, names!))),
    ...[...bare].map(([, first, second]) => imported(path, (first ?? second)!, false)),
  ];
}

function imported(from: string, specifier: string, isType: boolean): Import {
  const isOurs = specifier.startsWith(".");
  const target = relative(root, resolve(root, dirname(from), specifier)).replaceAll("\\", "/");
  return { from, to: isOurs ? target : specifier, isOurs, isType };
}

/** `import type …`, or braces in which every name is marked as a type. */
function isTypeOnly(type: string | undefined, names: string): boolean {
  const inBraces = /^\s*\{([^}]*)\}\s*$/
    .exec(names)?.[1]
    ?.split(",")
    .map((name) => name.trim());
  return type !== undefined || (inBraces?.filter(Boolean).every((name) => name.startsWith("type ")) ?? false);
}

/** The rows of the first Markdown table below a heading, without the header. */
function tableBelow(page: string, heading: string): string[][] {
  const section = read(page).split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

interface Permission {
  readonly to: string;
  readonly isTypesOnly: boolean;
  readonly isTreeOnly: boolean;
}

const importTable = tableBelow("docs/architecture.md", "What may import what").map(([folder, targets, packages]) => ({
  folder: folder!.replaceAll("`", ""),
  permissions: [...targets!.matchAll(/`([^`]+)`(?: \((types|tree)\))?/g)].map(([, to, limit]): Permission => ({
    to: to!,
    isTypesOnly: limit === "types",
    isTreeOnly: limit === "tree",
  })),
  packages: [...packages!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
}));

const treeSentence = /The tree of `typescript\/` is [^:]*: (.*)\./.exec(read("docs/architecture.md"))?.[1] ?? "";
const treeModules = [...treeSentence.matchAll(/`([^`]+)`/g)].map(([, name]) => `typescript/${name}`);

/** The folder or entry point that a module belongs to, as the table names it. */
function folderOf(path: string): string {
  const [top, , third] = path.split("/");
  return top === "server" ? third! : top!;
}

function isPermitted({ to, isType }: Import, permission: Permission): boolean {
  const target = to.replace(/^server\/src\//, "");
  if (permission.to.endsWith(".ts")) return target === permission.to;
  if (!target.startsWith(`${permission.to}/`)) return false;
  if (permission.isTypesOnly) return isType;
  return !permission.isTreeOnly || isType || treeModules.includes(target);
}

function isPermittedPackage(name: string, packages: readonly string[]): boolean {
  if (name.startsWith("node:")) return packages.includes("node:*");
  return packages.some((allowed) => name === allowed || name.startsWith(`${allowed}/`));
}

const describeImport = ({ from, to, isType }: Import): string => `${from} imports ${isType ? "types of " : ""}${to}`;

describe("imports", () => {
  const product = modules.filter((path) => /^(?:client|server)\//.test(path));

  it("are described for every folder of the product", () => {
    expect(treeModules).not.toEqual([]);
    expect([...new Set(product.map(folderOf))].toSorted()).toEqual(importTable.map(({ folder }) => folder).toSorted());
  });

  it("of values of the protocol's library are in one file, so that its exports are copied once", () => {
    const values = product
      .flatMap(importsOf)
      .filter(({ to, isType }) => to.startsWith("vscode-languageserver") && !isType);
    expect([...new Set(values.map(({ from }) => from))]).toEqual(["server/src/lsp/protocol.ts"]);
  });

  it.each(importTable)("of $folder are those that docs/architecture.md allows", ({ folder, permissions, packages }) => {
    const own = product.filter((path) => folderOf(path) === folder);
    const forbidden = own.flatMap(importsOf).filter((each) => {
      if (!each.isOurs) return !isPermittedPackage(each.to, packages);
      // The manifest is data, and what the command prints of itself stands there.
      if (each.to === "package.json") return folder !== "cli";
      const isOwn = folderOf(each.to) === folder && each.to.split("/")[0] === each.from.split("/")[0];
      return !isOwn && !permissions.some((permission) => isPermitted(each, permission));
    });
    expect(forbidden.map(describeImport)).toEqual([]);
  });

  it("of vscode and typescript outside the product are those that docs/architecture.md allows", () => {
    const others = modules.filter((path) => !product.includes(path)).flatMap(importsOf);
    const forbidden = others.filter(
      ({ from, to }) =>
        (to === "vscode" && !from.startsWith("test/vscode/")) ||
        (/^typescript(?:\/|$)/.test(to) && !/^test\/(?:corpus|bench)\//.test(from)),
    );
    expect(forbidden.map(describeImport)).toEqual([]);
  });

  it("reach only modules that exist", () => {
    const missing = modules.flatMap(importsOf).filter(({ to, isOurs }) => isOurs && !existsSync(join(root, to)));
    expect(missing.map(describeImport)).toEqual([]);
  });
});

describe("the map", () => {
  it("names every folder of the product, and none that is gone", () => {
    const named = tableBelow("docs/architecture.md", "Where things are").map(([folder]) => folder!.replaceAll("`", ""));
    const present = new Set(modules.filter((path) => /^(?:client|server)\/src\/./.test(path)).map(dirname));
    present.delete("server/src");
    expect([...present].filter((folder) => !named.includes(folder))).toEqual([]);
    expect(named.filter((folder) => !existsSync(join(root, folder)))).toEqual([]);
  });
});

describe("modules", () => {
  it("open with a comment that says what they are", () => {
    const bare = modules.filter((path) => !/^(?:#!.*\n)?(?:\/\/ \S|\/\*\*? ?\S)/.test(read(path)));
    expect(bare).toEqual([]);
  });

  it("are as short as docs/style.md says", () => {
    const limits = tableBelow("docs/style.md", "Files");
    const limitOf = (kind: string): number => Number(limits.find(([name]) => name === kind)?.[2]);
    expect([limitOf("rules"), limitOf("others")].every(Number.isInteger)).toBe(true);
    const rules = new Set(ruleNames().map((name) => `server/src/rules/${name}.ts`));
    const long = modules
      .map((path) => ({ path, lines: read(path).trimEnd().split("\n").length }))
      .filter(({ path, lines }) => lines > limitOf(rules.has(path) ? "rules" : "others"));
    expect(long.map(({ path, lines }) => `${path} has ${lines} lines`)).toEqual([]);
  });

  it("have names that say something, in kebab-case", () => {
    const vague = /(?:^|\/|-)(?:utils?|helpers?|common|misc|shared|managers?|services?)(?:[./-]|$)/;
    // What a rule is called is a decision about the product: users know it by that name.
    const rules = new Set(ruleNames().map((name) => `server/src/rules/${name}.ts`));
    const isVague = (path: string) => vague.test(path) && !rules.has(path);
    const odd = modules.filter((path) => isVague(path) || !/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(basename(path)));
    expect(odd).toEqual([]);
  });

  it("leave nothing to be done later", () => {
    const marker = new RegExp(
      `\\b(?:${["TO", "FIX"].map((word) => `${word}${word === "TO" ? "DO" : "ME"}`).join("|")})\\b`,
    );
    expect(modules.filter((path) => marker.test(read(path)))).toEqual([]);
  });
});

describe("rules", () => {
  it.each(ruleNames())("%s has a fixture", (name) => {
    expect(existsSync(join(root, `test/rules/${name}.md`))).toBe(true);
  });

  it("exist for every fixture", () => {
    const fixtures = globSync("test/rules/*.md", { cwd: root }).map((path) => basename(path, ".md"));
    expect(fixtures.toSorted()).toEqual(ruleNames());
  });
});
