// The texts of the settings, taken out of their schema and into package.nls.json and package.nls.de.json. Those files also
// hold the texts of commands and views, which people write there; what belongs to a setting has a key of its own kind.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mapTexts, settingsSchema } from "../../server/src/config/settings-schema.ts";
import type { SettingsSection } from "../../server/src/config/settings-schema.ts";
import type { Rule } from "../../server/src/rules/rule.ts";
import { format } from "./format.ts";

/** The German of each sentence of a setting, by the English: a sentence that changes has no translation any more. */
const translationsFile = "scripts/generate/settings.de.json";

const prefix = "setting.";

/** The sections with each text replaced. The same text has the same key wherever settings share it. */
export function mapSettingTexts(
  sections: readonly SettingsSection[],
  replace: (text: string, key: string) => string,
): SettingsSection[] {
  return sections.map(({ title, order, properties }) => ({
    title: replace(title, `${prefix}section.${order}`),
    order,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [
        name,
        mapTexts(schema, (text, path) => replace(text, keyOf(name, path, schema))),
      ]),
    ),
  }));
}

/** package.nls.json: what people wrote there, and the texts of the settings. */
export function englishTexts(current: string, rules: readonly Rule[]): Promise<string> {
  return withSettingTexts("package.nls.json", current, settingsSchema(rules));
}

/** package.nls.de.json likewise. A sentence without translation is left in English. */
export function germanTexts(current: string, rules: readonly Rule[]): Promise<string> {
  const german = translations();
  const sections = settingsSchema(rules, (text) => german[text] ?? text);
  return withSettingTexts("package.nls.de.json", current, sections);
}

/** Sentences of settings that nobody has translated, and translations of sentences that are gone. */
export function translationProblems(rules: readonly Rule[]): string[] {
  const sentences = new Set<string>();
  settingsSchema(rules, (text) => {
    sentences.add(text);
    return text;
  });
  const german = translations();
  return [
    ...[...sentences].filter((text) => german[text] === undefined).map((text) => `has no translation of: ${text}`),
    ...Object.keys(german)
      .filter((text) => !sentences.has(text))
      .map((text) => `translates what is gone: ${text}`),
  ].map((problem) => `${translationsFile} ${problem}`);
}

/** The German of each sentence of a setting, by the English. */
export function translations(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(import.meta.dirname, "../..", translationsFile), "utf8"));
}

function withSettingTexts(path: string, current: string, sections: readonly SettingsSection[]): Promise<string> {
  const members: Readonly<Record<string, string>> = JSON.parse(current);
  const texts = new Map(Object.entries(members).filter(([key]) => !key.startsWith(prefix)));
  mapSettingTexts(sections, (text, key) => {
    texts.set(key, text);
    return text;
  });
  return format(path, JSON.stringify(Object.fromEntries(texts), undefined, 2));
}

function keyOf(name: string, path: readonly string[], schema: Readonly<Record<string, unknown>>): string {
  const setting = name.replace(/^asyncInsight\./, "");
  const [keyword, index] = path;
  if (keyword !== "enumDescriptions" || !setting.endsWith(".severity")) return `${prefix}${setting}.${path.join(".")}`;
  // All rules offer the same levels in the same words, but for the one that is their own.
  const values = Array.isArray(schema["enum"]) ? schema["enum"] : [];
  const value = String(values[Number(index)]);
  return value === "default" ? `${prefix}${setting}.default` : `${prefix}severity.${value}`;
}
