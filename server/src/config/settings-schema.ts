// The settings as package.json declares them to editors: `contributes.configuration`, one section for what concerns all
// rules and one for each family. Written into package.json by `npm run generate`; nothing here is needed at run time.

import type { Family } from "../rules/rule.ts";
import {
  generalSettings,
  type Level,
  levels,
  linters,
  optionSetting,
  type RuleMetadata,
  settingPrefix,
  severitySchema,
} from "./settings.ts";

/** A member of `contributes.configuration`. */
export interface SettingsSection {
  readonly title: string;
  readonly order: number;
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const families: readonly { readonly family: Family; readonly title: string }[] = [
  { family: "unawaited", title: "Async Insight: promises that nobody waits for" },
  { family: "blocking", title: "Async Insight: calls that block the event loop" },
  { family: "sequential", title: "Async Insight: waits that could overlap" },
];

/** What general settings say about themselves. Rules bring their own words in their metadata. */
const generalDescriptions: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  enable: { scope: "resource", markdownDescription: "Turns Async Insight on or off." },
  scope: {
    scope: "resource",
    markdownDescription: "Which files the Problems view shows findings of.",
    enumDescriptions: ["Files that are open in an editor.", "All source files of the workspace."],
  },
  deferTo: {
    scope: "resource",
    markdownDescription:
      "Linters of this project whose findings need not be shown twice: each rule that one of them has an equivalent " +
      "of is turned off, unless its own severity is set.",
  },
  hover: {
    scope: "resource",
    markdownDescription: "How much hovers say about asynchronous code.",
    enumDescriptions: [
      "What is true of this very code, a picture, and the concept behind it.",
      "A few sentences about this very code, and a link.",
      "No hovers; findings are still shown.",
    ],
  },
  "codeLens.enable": {
    scope: "resource",
    markdownDescription:
      "Shows a line above each asynchronous function that says how often it waits, how many of these waits could run " +
      "together, and whether it reaches calls that block.",
  },
  "inlayHints.enable": {
    scope: "resource",
    markdownDescription:
      "Shows hints in the code that say until where a promise is pending, and what an operation runs together with.",
  },
  "engine.idleMinutes": {
    scope: "window",
    markdownDescription:
      "Minutes without an edit after which the memory of the TypeScript engine is given back; the next edit starts " +
      "it again. `0` keeps it running.",
  },
  "engine.maxProjects": {
    scope: "window",
    markdownDescription: "How many TypeScript projects stay loaded at once; the one unused for longest is closed.",
  },
  "engine.executable": {
    scope: "machine",
    markdownDescription:
      "Path of the TypeScript 7 executable that analyses the code. Empty: the one that comes with the extension. " +
      "It must be of exactly the same version.",
  },
  "trace.server": {
    scope: "window",
    markdownDescription: "Logs the messages between the editor and the language server to the output channel.",
  },
};

/** Says a sentence in another language, with `{0}` for what is the same in all. */
export type Translate = (text: string) => string;

/** `contributes.configuration` for these rules. */
export function settingsSchema(
  rules: readonly RuleMetadata[],
  translate: Translate = (text) => text,
): SettingsSection[] {
  const general: SettingsSection = {
    title: "Async Insight",
    order: 0,
    properties: Object.fromEntries(
      Object.entries(generalSettings).map(([name, schema], order) => [
        `asyncInsight.${name}`,
        { ...schema, ...mapTexts(generalDescriptions[name] ?? {}, translate), order },
      ]),
    ),
  };
  const ofFamilies = families.map(({ family, title }, index) => ({
    title: translate(title),
    order: index + 1,
    properties: Object.assign(
      {},
      ...rules.filter((rule) => rule.family === family).map((rule) => ruleProperties(rule, translate)),
    ),
  }));
  return [general, ...ofFamilies.filter((section) => Object.keys(section.properties).length > 0)];
}

const textKeywords = new Set(["description", "markdownDescription", "enumDescriptions", "markdownEnumDescriptions"]);

/**
 * The schema with each of its texts replaced, at any depth.
 *
 * @param replace is given the text and where it stands: `["items", "description"]`
 */
export function mapTexts<T>(schema: T, replace: (text: string, path: readonly string[]) => string): T {
  const visit = (value: unknown, path: readonly string[], isText: boolean): unknown => {
    if (typeof value === "string") return isText ? replace(value, path) : value;
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((member, i) => visit(member, [...path, String(i)], isText));
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        // A property that has the name of a keyword is a schema; the keyword's value is a text or a list of them.
        const isSchema = typeof member === "object" && !Array.isArray(member);
        return [key, visit(member, [...path, key], textKeywords.has(key) && !isSchema)];
      }),
    );
  };
  return visit(schema, [], false) as T;
}

function ruleProperties(rule: RuleMetadata, translate: Translate): SettingsSection["properties"] {
  const prefix = `asyncInsight.${settingPrefix(rule.name)}`;
  const options = Object.entries(rule.options).map(([name, option]) => [
    `asyncInsight.${optionSetting(rule.name, name, option)}`,
    { ...mapTexts(option.schema, translate), scope: "resource" },
  ]);
  return {
    [`${prefix}.severity`]: {
      ...severitySchema,
      scope: "resource",
      markdownDescription: `\`${rule.name}\`: ${translate(rule.summary)}${coveredBy(rule, translate)}`,
      enumDescriptions: [
        translate("The rule's own choice: {0}.").replace("{0}", rule.severity),
        ...levels.map((level) => translate(levelDescriptions[level])),
      ],
    },
    ...Object.fromEntries(options),
  };
}

const levelDescriptions: Readonly<Record<Level, string>> = {
  off: "Not reported.",
  hint: "A few dots under the code, not listed among the problems.",
  information: "Listed as an information.",
  warning: "Listed as a warning; the command line fails.",
  error: "Listed as an error; the command line fails.",
};

function coveredBy(rule: RuleMetadata, translate: Translate): string {
  const names = linters.flatMap((linter) =>
    rule.equivalents
      .filter((equivalent) => equivalent.linter === linter)
      .map(({ rule: name }) => `${linter} \`${name}\``),
  );
  if (names.length === 0) return "";
  return `\n\n${translate("The same in other linters: {0}.").replace("{0}", names.join(", "))}`;
}
