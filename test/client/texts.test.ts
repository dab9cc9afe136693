// The texts that people read outside the server: those that the manifest names and those in the client's code. Neither
// may lack its entry in the files that translators work with. `UPDATE=1` rewrites the client's.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { translationProblems } from "../../scripts/generate/manifest-texts.ts";
import { rules } from "../../server/src/rules/index.ts";
import { repositoryFolder } from "../vscode/provision.ts";

test("every text that the manifest names exists, and every text is named", () => {
  const manifest = readFileSync(join(repositoryFolder, "package.json"), "utf8");
  const named = new Set([...manifest.matchAll(/"%([^%"]+)%"/gu)].map(([, key]) => key));
  expect(named).toEqual(new Set(Object.keys(readJson("package.nls.json"))));
});

test("the client's texts are in l10n/bundle.l10n.json", () => {
  const folder = join(repositoryFolder, "client", "src");
  const texts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => textsOf(readFileSync(join(folder, name), "utf8")));
  const bundle = Object.fromEntries([...new Set(texts)].map((text) => [text, text]));
  if (process.env["UPDATE"] === "1") {
    writeFileSync(join(repositoryFolder, "l10n", "bundle.l10n.json"), `${JSON.stringify(bundle, undefined, 2)}\n`);
  }
  expect(Object.keys(bundle)).not.toEqual([]);
  expect(readJson("l10n/bundle.l10n.json")).toEqual(bundle);
});

test("the German translations say everything that the English texts say, and nothing else", () => {
  for (const [english, german] of [
    ["package.nls.json", "package.nls.de.json"],
    ["l10n/bundle.l10n.json", "l10n/bundle.l10n.de.json"],
  ] as const) {
    const texts = readJson(english);
    const translated = readJson(german);
    expect(Object.keys(translated).toSorted(), german).toEqual(Object.keys(texts).toSorted());
    for (const [key, text] of Object.entries(texts)) {
      expect(holesOf(translated[key]!), `${german}: ${key}`).toEqual(holesOf(text));
      expect(translated[key], `${german}: ${key}`).not.toBe("");
    }
  }
});

test("each sentence of a setting is translated, and no translation is left of one that is gone", () => {
  expect(translationProblems(rules)).toEqual([]);
});

/** What a translation must keep: holes that are filled, commands, code. */
function holesOf(text: string): string[] {
  return (text.match(/\{\d\}|\(command:[^)]*\)|`[^`]+`/gu) ?? []).toSorted();
}

/** The first arguments of `t(…)` and `vscode.l10n.t(…)`, which are always plain strings. */
function textsOf(source: string): string[] {
  return [...source.matchAll(/\bt\(\s*"((?:[^"\\]|\\.)*)"/gu)].map(([, text]) => JSON.parse(`"${text}"`));
}

function readJson(path: string): Record<string, string> {
  return JSON.parse(readFileSync(join(repositoryFolder, path), "utf8"));
}
