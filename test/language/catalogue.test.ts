// What the server says in English, and what it says in German: neither may lack what the other has.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { concepts } from "../../server/src/concepts/index.ts";
import { german } from "../../server/src/language/german.ts";
import { pattern, phrase, say, speak, translated } from "../../server/src/language/say.ts";
import { sentences, sentencesIn } from "./sentences.ts";

afterEach(() => speak(undefined));

const said = sentences();

test("every sentence of the server has a German one", () => {
  const missing = [...said].filter(([text]) => german.messages[text] === undefined);
  expect(missing.map(([text, file]) => `${file}: ${text}`)).toEqual([]);
});

test("no German sentence is left of one that is gone", () => {
  expect(Object.keys(german.messages).filter((text) => !said.has(text))).toEqual([]);
});

test("a translation keeps the holes and the code", () => {
  for (const [text, translation] of Object.entries(german.messages)) {
    expect(partsToKeep(translation), text).toEqual(partsToKeep(text));
    expect(translation, text).not.toBe("");
  }
});

function partsToKeep(text: string): string[] {
  return [...text.matchAll(/\{\d\}|`[^`]+`/g)].map(([part]) => part).toSorted();
}

test("every concept is explained in German, with the same code and the same links", () => {
  expect(Object.keys(german.concepts).toSorted()).toEqual(Object.keys(concepts).toSorted());
  for (const [name, page] of Object.entries(concepts)) {
    const translation = german.concepts[name]!;
    expect(codeIn(translation), name).toEqual(codeIn(page));
    expect(linksIn(translation), name).toEqual(linksIn(page));
    expect(translation, name).toMatch(/^### [^:\n]+/);
    expect(translation, name).not.toContain("Common mistake");
  }
});

/** Fenced code without its comments. */
function codeIn(page: string): string[] {
  return [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(
    ([, language, code]) => `${language}\n${code!.replaceAll(/(?:\/\/|#).*$/gm, "").replaceAll(/\s+$/gm, "")}`,
  );
}

function linksIn(page: string): string[] {
  return [...page.matchAll(/\]\((https:[^)]+)\)/g)].map(([, address]) => address!);
}

test("a sentence may put what is filled in in another order", () => {
  speak({ messages: { "{0} waits for {1}.": "Auf {1} wartet {0}." }, folder: "", concepts: {} });
  expect(say`${"a"} waits for ${2}.`).toBe("Auf 2 wartet a.");
  expect(say`${"a"} is not known.`).toBe("a is not known.");
});

test("a marked text is said in the language of the moment", () => {
  const text = phrase("the network");
  expect(translated(text)).toBe("the network");
  speak(german);
  expect(translated(text)).toBe("das Netzwerk");
});

test("the parts of a sentence are its words and the numbers of its holes", () => {
  expect(partsOf`${"x"} and ${"y"}`).toEqual([0, " and ", 1]);
});

function partsOf(strings: TemplateStringsArray, ..._values: readonly string[]) {
  return pattern(strings);
}

test("sentences are found in holes of others, in phrases and in lists of them", () => {
  const source = [
    "// say`not this`",
    'say`a ${is ? say`b` : `{${"`"}`} c`;',
    'phrase("d \\" e")',
    '["f", "g"].map(phrase)',
  ].join("\n");
  expect(sentencesIn(source).toSorted()).toEqual(["a {0} c", "b", 'd " e', "f", "g"]);
});

test("each page of a concept has its German beside it", () => {
  const folder = join(import.meta.dirname, "../../server/src/concepts");
  expect(pagesIn(join(folder, "de"))).toEqual(pagesIn(folder));
  for (const name of pagesIn(folder)) {
    const page = readFileSync(join(folder, "de", name), "utf8");
    expect(german.concepts[name.slice(0, -3)]).toBe(page.trimEnd());
  }
});

function pagesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith(".md"));
}
