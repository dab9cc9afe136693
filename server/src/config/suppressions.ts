// Where findings are silenced by comments: our own and those of other linters for rules that report the same mistake.
// Whether something is a comment at all is the syntax tree's knowledge and is asked for only where a text search has
// found a directive's word, so a file without directives costs one search. Severities and `deferTo` are settings.ts's.

import type { Equivalent, Linter } from "../rules/rule.ts";
import type { LineIndex } from "../text/line-index.ts";
import type { Span } from "../text/span.ts";
import { directiveCandidate, parseDirective } from "./suppression-directive.ts";
import type { Directive, Tool } from "./suppression-directive.ts";

/** What suppression needs to know of a rule. */
export interface SuppressibleRule {
  readonly name: string;
  readonly equivalents: readonly SyntacticEquivalent[];
}

interface SyntacticEquivalent extends Equivalent {
  /**
   * The other rule looks at syntax alone and is therefore often disabled for a whole file, which says nothing about
   * ours. Only comments about one line count.
   */
  readonly isSyntactic?: boolean;
}

/** One comment that silences something, or would if its rules existed. */
export interface Suppression {
  readonly comment: Span;
  readonly tool: Tool;
  readonly reason: string | undefined;
  /** By the name of our rule: the stretch of the text in which findings that start there are silenced. */
  readonly stretches: ReadonlyMap<string, Span>;
  /** Names in one of our own directives that are no rule. */
  readonly unknownRules: readonly string[];
}

export interface Suppressions {
  /** True if a finding of `rule` that starts at `offset` is silenced. */
  isSuppressed(rule: string, offset: number): boolean;
  /** In text order. Comments of other linters about other rules are not among them. */
  readonly all: readonly Suppression[];
}

const NO_SUPPRESSIONS: Suppressions = { isSuppressed: () => false, all: [] };

/**
 * The suppressions of a text. `commentAt` tells the comment (delimiters included) that covers an offset, if one does:
 * an offset in a string, a template, a regular expression or JSX text has none.
 */
export function suppressionsOf(
  lines: LineIndex,
  commentAt: (offset: number) => Span | undefined,
  rules: readonly SuppressibleRule[],
): Suppressions {
  const text = lines.text;
  // Without one of these words nothing is silenced, and most texts have neither.
  if (!text.includes("-disable") && !text.includes("-ignore")) return NO_SUPPRESSIONS;
  const all: (Suppression & { stretches: Map<string, Span> })[] = [];
  const blocks: { tool: Tool; stretches: Map<string, Span> }[] = [];
  let searched = 0;
  for (const { index } of text.matchAll(directiveCandidate)) {
    // One comment holds one directive, whatever it says after it.
    const comment = index < searched ? undefined : commentAt(index);
    if (comment === undefined) continue;
    searched = comment.end;
    const directive = parseDirective(text.slice(comment.start, comment.end));
    if (directive === undefined) continue;
    const covered = rules.filter((rule) => covers(directive, rule)).map((rule) => rule.name);
    if (directive.verb === "end") {
      endBlocks(blocks, directive.tool, covered, comment.start);
      continue;
    }
    const stretch = stretchOf(directive, comment, lines, commentAt);
    const stretches = new Map(stretch === undefined ? [] : covered.map((rule) => [rule, stretch]));
    const isOurs = directive.tool === "async-insight";
    if (stretches.size === 0 && !isOurs) continue;
    if (directive.verb === "begin") blocks.push({ tool: directive.tool, stretches });
    const unknownRules = isOurs ? directive.names.filter((name) => rules.every((rule) => rule.name !== name)) : [];
    all.push({ comment, tool: directive.tool, reason: directive.reason, stretches, unknownRules });
  }
  return {
    all,
    isSuppressed: (rule, offset) => all.some(({ stretches }) => isInside(offset, stretches.get(rule))),
  };
}

/** Which rules' names and settings a tool's comments speak of. */
const lintersOf: Readonly<Record<Exclude<Tool, "async-insight">, readonly Linter[]>> = {
  eslint: ["eslint", "typescript-eslint", "eslint-plugin-n", "oxlint"],
  oxlint: ["oxlint"],
  biome: ["biome"],
  deno_lint: ["deno_lint"],
};

function covers(directive: Directive, rule: SuppressibleRule): boolean {
  const { tool, names, verb } = directive;
  if (tool === "async-insight") return names.length === 0 || names.includes(rule.name);
  const isAboutLine = verb === "line" || verb === "next-line";
  return rule.equivalents
    .filter(
      (equivalent) => lintersOf[tool].includes(equivalent.linter) && (isAboutLine || equivalent.isSyntactic !== true),
    )
    .some((equivalent) => names.length === 0 || names.some((name) => isName(name, equivalent.rule)));
}

/**
 * True if `name`, as written in a comment, means `rule`. Projects register a plugin under prefixes of their own
 * (`@typescript-eslint/`, `typescript/`, `ts/`), so the last part decides. Biome's `lint/group` means the whole group.
 */
function isName(name: string, rule: string): boolean {
  const [category, group, ...rest] = name.split("/");
  if (category === "lint" && rest.length === 0)
    return rule
      .split("/")
      .slice(0, -1)
      .includes(group ?? "");
  return lastPart(name) === lastPart(rule);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function endBlocks(
  blocks: readonly { tool: Tool; stretches: Map<string, Span> }[],
  tool: Tool,
  rules: readonly string[],
  offset: number,
): void {
  for (const block of blocks) {
    if (block.tool !== tool) continue;
    for (const rule of rules) {
      const stretch = block.stretches.get(rule);
      if (isInside(offset, stretch)) block.stretches.set(rule, { start: stretch!.start, end: offset });
    }
  }
}

function isInside(offset: number, stretch: Span | undefined): boolean {
  return stretch !== undefined && stretch.start <= offset && offset < stretch.end;
}

/** Where a directive has effect, as if nothing ended it; undefined if it stands where its tool ignores it. */
function stretchOf(
  { tool, verb }: Directive,
  comment: Span,
  lines: LineIndex,
  commentAt: (offset: number) => Span | undefined,
): Span | undefined {
  const end = lines.text.length;
  if (verb === "begin") return { start: comment.end, end };
  // Biome and deno_lint read it only above the first line of code.
  if (verb === "file") return firstCode(lines, commentAt) < comment.start ? undefined : { start: 0, end };
  const first = lines.lineAt(comment.start);
  const last = lines.lineAt(comment.end);
  if (verb === "line") return lineStretch(lines, first, last);
  const target = tool === "biome" && !isLastOnItsLine(comment, lines) ? last : nextLine(last, lines, commentAt);
  return lineStretch(lines, target, target);
}

function lineStretch(lines: LineIndex, first: number, last: number): Span {
  return { start: lines.startOfLine(first), end: lines.startOfLine(last + 1) };
}

/** The line below `line`; lines that hold only comments do not count, so that directives for several tools can stack. */
function nextLine(line: number, lines: LineIndex, commentAt: (offset: number) => Span | undefined): number {
  let next = line + 1;
  for (;;) {
    // In JSX a comment stands in braces.
    const opening = /^\s*(?:\{\s*)?(?=\/[/*])/.exec(lines.lineText(next))?.[0];
    const comment = opening === undefined ? undefined : commentAt(lines.startOfLine(next) + opening.length);
    if (comment === undefined) return next;
    if (!isLastOnItsLine(comment, lines)) return next;
    next = lines.lineAt(comment.end) + 1;
  }
}

/** True if no code follows, except the brace that closes a comment in JSX. */
function isLastOnItsLine(comment: Span, lines: LineIndex): boolean {
  return /^\s*\}?\s*$/.test(lines.text.slice(comment.end, lines.endOfLine(lines.lineAt(comment.end))));
}

/** The offset of the first character that is neither space nor comment. */
function firstCode(lines: LineIndex, commentAt: (offset: number) => Span | undefined): number {
  const { text } = lines;
  let offset = text.startsWith("#!") ? lines.startOfLine(1) : 0;
  for (;;) {
    while (offset < text.length && text[offset]!.trim() === "") offset++;
    const comment = text[offset] === "/" ? commentAt(offset) : undefined;
    if (comment === undefined) return offset;
    offset = comment.end;
  }
}
