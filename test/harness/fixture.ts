// A fixture is specification, test and published page of one rule: test/rules/RULE.md. This module reads it; what a
// case must show is checked in fixture-check.ts, and docs/style.md describes the notation for those who write one.

import { readFileSync } from "node:fs";
import type { Span } from "../../server/src/text/span.ts";
import { parseMarks, type MarkedSource } from "./marks.ts";
import { parseMarkdown, type Block, type Fence } from "./markdown.ts";

export interface Fixture {
  /** Absolute path. */
  readonly file: string;
  readonly rule: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly cases: readonly FixtureCase[];
}

/** What stands under one heading, if there is a source among it. */
export interface FixtureCase {
  readonly name: string;
  /** 0-based line of the heading. */
  readonly line: number;
  /** The first is the one that the case is about; the others are what it imports. */
  readonly sources: readonly [CaseSource, ...CaseSource[]];
  /** Files that are not analysed: declarations of dependencies, package.json. */
  readonly otherFiles: readonly { readonly name: string; readonly text: string }[];
  /** Added to the compiler options of the harness. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What the user has set under `asyncInsight`. */
  readonly settings: unknown;
  /** The program prints the same before and after each fix. */
  readonly isRun: boolean;
  /** `run faster`: each fix makes the program's timers take less time together. */
  readonly isFaster: boolean;
  /** The code is meant to have TypeScript errors. */
  readonly hasErrors: boolean;
  /** `fixes=none`: no fix may be offered. */
  readonly hasNoFixes: boolean;
  /** By the number of the finding, counted from 1 in text order. Findings without an entry may offer what they like. */
  readonly stated: ReadonlyMap<number, readonly StatedFix[]>;
  /** Why fixes are refused, for all findings of the case; undefined if the case says nothing about that. */
  readonly refused: Fence | undefined;
  /** What a hover at the `$0` of a source teaches; undefined if the case is not about one. */
  readonly hover: StatedHover | undefined;
  /** What a refactoring does to the selection in a source; undefined if the case is not about one. */
  readonly refactoring: StatedRefactoring | undefined;
}

export interface StatedRefactoring {
  readonly source: CaseSource;
  readonly selection: Span;
  /** The fences that say what comes of it: `diff` and `annotation`, or `refused`. */
  readonly fences: readonly Fence[];
}

export interface StatedHover {
  /** The source in which `$0` stands, and where, in UTF-16 code units. */
  readonly source: CaseSource;
  readonly offset: number;
  readonly text: string;
  readonly fence: Fence;
}

export interface CaseSource extends MarkedSource {
  readonly name: string;
  /** Where `$0` stood, which is no part of the code. */
  readonly cursor: number | undefined;
  /** What stood between `«` and `»`, which are no part of the code; the cursor if there is nothing but that. */
  readonly selection: Span | undefined;
  readonly fence: Fence;
}

/** A fix as the case wants it, in the order in which it must be offered. */
export interface StatedFix {
  readonly title: string;
  readonly isPreferred: boolean;
  readonly isSafe: boolean;
  /** Undefined if the case only names the fix. */
  readonly diff: string | undefined;
  /** The rule, usually of another family, that reports the repaired code. */
  readonly followUp: string | undefined;
  readonly fence: Fence;
}

const sourceLanguages = new Set(["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"]);

/** @throws Error naming the file and the line of what cannot be understood */
export function readFixture(file: string): Fixture {
  return parseFixture(file, readFileSync(file, "utf8"));
}

/** A fixture from a text that need not be on the disk. */
export function parseFixture(file: string, content: string): Fixture {
  const text = content.replaceAll("\r\n", "\n");
  const rule = /([^/\\]+)\.md$/.exec(file)![1]!;
  try {
    const blocks = parseMarkdown(text);
    return { file, rule, text, blocks, cases: readCases(blocks) };
  } catch (error) {
    throw placed(file, error);
  }
}

function readCases(blocks: readonly Block[]): FixtureCase[] {
  const cases: FixtureCase[] = [];
  const title = blocks.find((block) => block.kind === "heading")?.text;
  const path: string[] = [];
  let fences: Fence[] = [];
  let line = 0;
  const endCase = (): void => {
    const headings = path.filter(Boolean);
    // The page's own title says nothing about a case, but `Regressions` does.
    const below = headings[0] === title && headings.length > 1 ? headings.slice(1) : headings;
    const found = readCase(below.join(" › "), line, fences);
    if (found !== undefined) cases.push(found);
    fences = [];
  };
  for (const block of blocks) {
    if (block.kind === "fence") fences.push(block);
    if (block.kind !== "heading") continue;
    endCase();
    path.length = block.level;
    path[block.level] = block.text;
    line = block.line;
  }
  endCase();
  const names = cases.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new Error(`two cases are named "${repeated}"`);
  return cases;
}

function readCase(name: string, line: number, fences: readonly Fence[]): FixtureCase | undefined {
  const sources = fences.filter(isSource).map(readSource);
  const [main, ...others] = sources;
  if (main === undefined) return undefined;
  const jsonOf = (flag: string): Record<string, unknown> => {
    const fence = fences.find(({ language, attributes }) => language === "json" && attributes.has(flag));
    return fence === undefined ? {} : JSON.parse(fence.body);
  };
  return {
    name,
    line,
    sources: [main, ...others],
    otherFiles: fences
      .filter((fence) => fence.attributes.has("file") && !isSource(fence))
      .map((fence) => ({ name: fence.attributes.get("file")!, text: fence.body })),
    options: jsonOf("options"),
    settings: jsonOf("settings"),
    isRun: main.fence.attributes.has("run"),
    isFaster: main.fence.attributes.has("faster"),
    hasErrors: main.fence.attributes.has("errors"),
    hasNoFixes: main.fence.attributes.get("fixes") === "none",
    stated: readStatedFixes(fences),
    refused: fences.find(({ language }) => language === "refused"),
    hover: readHover(fences, sources),
    refactoring: readRefactoring(fences, sources),
  };
}

/** Sources are analysed; what lies in node_modules and declaration files are only there to be imported. */
function isSource({ language, attributes }: Fence): boolean {
  const file = attributes.get("file") ?? "";
  return sourceLanguages.has(language) && !file.includes("node_modules/") && !/\.d\.[cm]?ts$/.test(file);
}

function readSource(fence: Fence): CaseSource {
  const name = fence.attributes.get("file") ?? `case.${fence.language}`;
  try {
    const { code, marks } = parseMarks(fence.body);
    const [first = code, sign, second = "", close, rest = ""] = code.split(/(\$0|[«»])/);
    if (sign === undefined) return { name, fence, code, marks, cursor: undefined, selection: undefined };
    if (marks.length > 0) throw new Error(`${sign} would move the marks`);
    const isCursor = sign === "$0";
    if (!isCursor && (sign !== "«" || close !== "»")) throw new Error("a selection needs one « and one » behind it");
    const cursor = isCursor ? first.length : undefined;
    const selection = { start: first.length, end: first.length + (isCursor ? 0 : second.length) };
    return { name, fence, code: first + second + rest, marks, cursor, selection };
  } catch (error) {
    throw placed(`the source that starts on line ${fence.line + 1}`, error);
  }
}

function readHover(fences: readonly Fence[], sources: readonly CaseSource[]): StatedHover | undefined {
  const fence = fences.find(({ language }) => language === "hover");
  if (fence === undefined) return undefined;
  const source = sources.find(({ cursor }) => cursor !== undefined);
  if (source?.cursor === undefined) throw new Error(`line ${fence.line + 1}: no source has the $0 that is pointed at`);
  return { source, offset: source.cursor, text: fence.body, fence };
}

function readRefactoring(fences: readonly Fence[], sources: readonly CaseSource[]): StatedRefactoring | undefined {
  const outcome = fences.filter(({ language, attributes }) => {
    return REFACTORING_FENCES.has(language) && !attributes.has("fix");
  });
  const source = sources.find(({ selection }) => selection !== undefined);
  if (outcome.length === 0 || source?.selection === undefined) return undefined;
  return { source, selection: source.selection, fences: outcome };
}

const REFACTORING_FENCES = new Set(["annotation", "diff", "refused"]);

/**
 * A `diff fix="title"` fence shows a fix with its effect. A `fixes` fence lists the titles of all fixes, one a line, so
 * that a case need not show each; without one, the fixes shown are all.
 */
function readStatedFixes(fences: readonly Fence[]): Map<number, StatedFix[]> {
  const stated = new Map<number, StatedFix[]>();
  for (const [finding, group] of Map.groupBy(fences.filter(isAboutFixes), findingOf)) {
    const shown = group.filter(({ language }) => language === "diff").map(shownFix);
    const lists = group.filter(({ language }) => language === "fixes");
    const listed = lists.flatMap(listedFixes);
    const unlisted = shown.find(({ title }) => lists.length > 0 && listed.every((fix) => fix.title !== title));
    if (unlisted !== undefined) throw new Error(`line ${unlisted.fence.line + 1}: the list of fixes lacks this one`);
    const withDiff = (fix: StatedFix): StatedFix => {
      const { diff, followUp } = shown.find(({ title }) => title === fix.title) ?? fix;
      return { ...fix, diff, followUp: fix.followUp ?? followUp };
    };
    stated.set(finding, lists.length > 0 ? listed.map(withDiff) : shown);
  }
  return stated;
}

/** The number of the finding that a fence about fixes belongs to, counted from 1 in text order. */
export function findingOf(fence: Fence): number {
  return Number(fence.attributes.get("finding") ?? 1);
}

function isAboutFixes({ language, attributes }: Fence): boolean {
  return language === "fixes" || (language === "diff" && attributes.has("fix"));
}

function shownFix(fence: Fence): StatedFix {
  const { attributes } = fence;
  return {
    title: attributes.get("fix")!,
    isPreferred: attributes.has("preferred"),
    isSafe: attributes.has("safe"),
    diff: fence.body,
    followUp: attributes.get("then"),
    fence,
  };
}

function listedFixes(fence: Fence): StatedFix[] {
  const titles = fence.body.split("\n").filter((line) => line.trim() !== "");
  return titles.map((line) => {
    const [, title, notes = ""] = /^(.*?)((?: \((?:preferred|safe)\))*)$/.exec(line)!;
    const isPreferred = notes.includes("(preferred)");
    const isSafe = notes.includes("(safe)");
    return { title: title!, isPreferred, isSafe, diff: undefined, followUp: fence.attributes.get("then"), fence };
  });
}

function placed(place: string, cause: unknown): Error {
  return new Error(`${place}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}
