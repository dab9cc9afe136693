// What one comment says to a linter: ours or one that we understand. Pure text in, plain data out. Where a directive has
// effect, and on which of our rules, is decided in suppressions.ts.

/** Whose directive it is. ESLint's comments also speak for its plugins and for oxlint, which honours them. */
export type Tool = "async-insight" | "eslint" | "oxlint" | "biome" | "deno_lint";

/** What a directive does: it covers a line, the next line or the whole file, or it begins or ends a block. */
export type Verb = "line" | "next-line" | "file" | "begin" | "end";

export interface Directive {
  readonly tool: Tool;
  readonly verb: Verb;
  /** The rules as written, in the tool's own spelling. Empty means all rules. */
  readonly names: readonly string[];
  /** Why, in the author's words, if they said it. */
  readonly reason: string | undefined;
}

/** Matches wherever a directive may stand, in any text. What it finds need not be in a comment. */
export const directiveCandidate: RegExp =
  /\b(?:(?:async-insight|eslint|oxlint)-(?:dis|en)able|biome-ignore|deno-lint-ignore)/g;

/** The directive that a comment holds. `comment` is its text with delimiters; the directive must open the comment. */
export function parseDirective(comment: string): Directive | undefined {
  const isBlock = comment.startsWith("/*");
  const text = isBlock ? comment.slice(2, comment.endsWith("*/") ? -2 : undefined) : comment.slice(2);
  const [, word, rest = ""] = /^[\s*]*([a-z-]+)(?![\w/])(.*)$/s.exec(text) ?? [];
  const meaning = word === undefined ? undefined : vocabulary.get(word);
  if (meaning === undefined) return undefined;
  if (meaning.needsBlockComment === true && !isBlock) return undefined;
  // Stars at the start of lines are the ornament of a long comment.
  const body = rest.replaceAll(/[\r\n]+[ \t]*\*?/g, " ");
  return meaning.tool === "biome" ? biomeDirective(meaning, body) : dashedDirective(meaning, body);
}

interface Meaning {
  readonly tool: Tool;
  readonly verb: Verb;
  /** ESLint ignores block directives in `//` comments, so the same holds for those who follow it. */
  readonly needsBlockComment?: boolean;
}

const vocabulary: ReadonlyMap<string, Meaning> = new Map([
  ...disableVocabulary("async-insight", true),
  ...disableVocabulary("eslint", true),
  ...disableVocabulary("oxlint", false),
  ["biome-ignore", { tool: "biome", verb: "next-line" }],
  ["biome-ignore-all", { tool: "biome", verb: "file" }],
  ["biome-ignore-start", { tool: "biome", verb: "begin" }],
  ["biome-ignore-end", { tool: "biome", verb: "end" }],
  ["deno-lint-ignore", { tool: "deno_lint", verb: "next-line" }],
  ["deno-lint-ignore-file", { tool: "deno_lint", verb: "file" }],
]);

function disableVocabulary(tool: Tool, needsBlockComment: boolean): [string, Meaning][] {
  return [
    [`${tool}-disable-line`, { tool, verb: "line" }],
    [`${tool}-disable-next-line`, { tool, verb: "next-line" }],
    [`${tool}-disable`, { tool, verb: "begin", needsBlockComment }],
    [`${tool}-enable`, { tool, verb: "end", needsBlockComment }],
  ];
}

/** `name, name -- reason`: ours, ESLint's, oxlint's and deno_lint's, which separates names by spaces. */
function dashedDirective({ tool, verb }: Meaning, body: string): Directive {
  const [, names = "", reason = ""] = /^(.*?)(?:(?:^|\s)-{2,}(?:\s(.*))?)?$/s.exec(body) ?? [];
  return { tool, verb, names: words(names), reason: trimmed(reason) };
}

/** `lint/group/rule: reason`. `lint` alone means every rule; other categories (`format`, `assist`) are not about rules. */
function biomeDirective({ tool, verb }: Meaning, body: string): Directive | undefined {
  const colon = body.indexOf(":");
  const categories = words((colon < 0 ? body : body.slice(0, colon)).replaceAll(/\([^)]*\)/g, " "));
  const names = categories.filter((name) => name === "lint" || name.startsWith("lint/"));
  if (names.length === 0) return undefined;
  const reason = colon < 0 ? undefined : trimmed(body.slice(colon + 1));
  return { tool, verb, names: names.includes("lint") ? [] : names, reason };
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}

function trimmed(text: string): string | undefined {
  return text.trim() || undefined;
}
