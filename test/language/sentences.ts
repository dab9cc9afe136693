// Every sentence that the server may say: read off its sources and off the data that rules and knowledge hold.

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BLOCKING_CALLS } from "../../server/src/knowledge/blocking/calls.ts";
import { templateOf } from "../../server/src/language/say.ts";
import { rules } from "../../server/src/rules/index.ts";

const sources = join(import.meta.dirname, "../../server/src");

/** By the text under which it is translated: where it is said. */
export function sentences(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync("**/*.ts", { cwd: sources })) {
    for (const text of sentencesIn(readFileSync(join(sources, file), "utf8"))) found.set(text, file);
  }
  for (const { advice, counterpart } of BLOCKING_CALLS) {
    for (const text of [advice, counterpart?.difference]) if (text !== undefined) found.set(text, "knowledge");
  }
  for (const { name, summary } of rules) found.set(summary, `the rule ${name}`);
  // What consists of holes and signs is the same in every language.
  return new Map([...found].filter(([text]) => /\p{Letter}/u.test(text.replaceAll(/`[^`]*`/g, ""))));
}

/** The templates that follow `say` or `remark`, and the strings in `phrase(…)` and in lists that it maps. */
export function sentencesIn(text: string): string[] {
  const source = text.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, "");
  const found: string[] = [];
  for (const { index, 0: tag } of source.matchAll(/(?<![\w$.`])(?:say|remark)`/g)) {
    found.push(templateAt(source, index + tag.length).text);
  }
  for (const [, literal] of source.matchAll(/\bphrase\(\s*("(?:[^"\\]|\\.)*")\s*,?\s*\)/g))
    found.push(JSON.parse(literal!));
  for (const [, list] of source.matchAll(/\[([^\]]*)\]\.map\(phrase\)/g)) {
    found.push(...[...list!.matchAll(/"[^"]*"/g)].map(([literal]) => JSON.parse(literal) as string));
  }
  return found;
}

/** The text of the template that begins at the offset; templates in its holes are found by their own tags. */
function templateAt(source: string, start: number): { readonly text: string; readonly end: number } {
  const strings: string[] = [];
  let text = "";
  let at = start;
  while (source[at] !== "`") {
    if (source[at] === "\\") {
      text += source[at + 1] === "n" ? "\n" : source[at + 1]!;
      at += 2;
    } else if (source.startsWith("${", at)) {
      strings.push(text);
      text = "";
      at = holeEnd(source, at + 2);
    } else text += source[at++]!;
  }
  return { text: templateOf([...strings, text]), end: at + 1 };
}

/** Behind the brace that ends a hole. */
function holeEnd(source: string, start: number): number {
  let depth = 1;
  let at = start;
  while (depth > 0) {
    const character = source[at]!;
    if (character === "`") at = templateAt(source, at + 1).end;
    else if (character === '"') at = source.indexOf('"', at + 1) + 1;
    else {
      if (character === "{") depth++;
      if (character === "}") depth--;
      at++;
    }
  }
  return at;
}
