// What users can set, as the analysis sees it: types, defaults, and the reading of raw settings from an editor or a
// file. All of it is derived from the rules' metadata, so that a setting cannot exist without a rule that reads it.
// Where the raw values come from is the business of lsp/ and cli/; package.json's copy is in settings-schema.ts.

import { rules as allRules } from "../rules/index.ts";
import type { Severity } from "../rules/finding.ts";
import type { Linter, Rule, RuleOption } from "../rules/rule.ts";
import { checkValue, type JsonSchema } from "./json-schema.ts";
import { nearestName } from "./nearest-name.ts";

/** What settings need to know of a rule. */
export type RuleMetadata = Pick<Rule, "name" | "family" | "summary" | "severity" | "equivalents" | "options">;

/** A severity, or silence. */
export type Level = Severity | "off";

/** Immutable; one object may serve any number of files. */
export interface Settings {
  readonly enable: boolean;
  /** Which files an editor shows findings of. */
  readonly scope: "openFiles" | "workspace";
  /** Linters whose rules take the place of the equivalent ones of ours. */
  readonly deferTo: readonly Linter[];
  /** How much hovers say. */
  readonly hover: HoverDetail;
  readonly codeLens: { readonly enable: boolean };
  readonly inlayHints: { readonly enable: boolean };
  readonly engine: EngineSettings;
  /** By rule name; every rule has an entry. */
  readonly rules: Readonly<Record<string, RuleSettings>>;
}

/** `full`: with pictures and the concept; `brief`: a few sentences; `off`: no hovers. */
export type HoverDetail = "full" | "brief" | "off";

export interface RuleSettings {
  /** Undefined: the rule's own, which may differ from finding to finding. */
  readonly severity: Level | undefined;
  /** By option name, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** These belong to the process rather than to a file. */
export interface EngineSettings {
  /** Minutes without an edit after which the engine's memory is given back; 0 keeps it. */
  readonly idleMinutes: number;
  /** How many projects stay loaded at once. */
  readonly maxProjects: number;
  /** Path of a TypeScript 7 executable, or undefined for the one that ships with the product. */
  readonly executable: string | undefined;
}

export interface ParsedSettings {
  readonly settings: Settings;
  /** One sentence for people each: which setting, what is wrong with it, what would be right. */
  readonly problems: readonly string[];
}

const hoverDetails: readonly HoverDetail[] = ["full", "brief", "off"];

export const levels: readonly Level[] = ["off", "hint", "information", "warning", "error"];

/** In settings, the value of a severity that leaves the choice to the rule. */
export const ownSeverity = "default";

export const linters: readonly Linter[] = [
  "eslint",
  "typescript-eslint",
  "eslint-plugin-n",
  "oxlint",
  "biome",
  "deno_lint",
];

/** The settings that belong to no rule, by name without the `asyncInsight.` before it. */
export const generalSettings: Readonly<Record<string, JsonSchema & { readonly default: unknown }>> = {
  enable: { type: "boolean", default: true },
  scope: { type: "string", enum: ["openFiles", "workspace"], default: "openFiles" },
  deferTo: { type: "array", items: { type: "string", enum: linters }, uniqueItems: true, default: [] },
  hover: { type: "string", enum: hoverDetails, default: "full" },
  "codeLens.enable": { type: "boolean", default: false },
  "inlayHints.enable": { type: "boolean", default: false },
  "engine.idleMinutes": { type: "number", minimum: 0, default: 30 },
  "engine.maxProjects": { type: "integer", minimum: 1, default: 8 },
  "engine.executable": { type: "string", default: "" },
  // Read by the client's library from the editor itself; listed here so that it is neither unknown nor undocumented.
  "trace.server": { type: "string", enum: ["off", "messages", "verbose"], default: "off" },
};

/** The values of `severity` settings. */
export const severitySchema = { type: "string", enum: [ownSeverity, ...levels], default: ownSeverity } as const;

export const defaultSettings: Settings = parseSettings({}).settings;

/**
 * Reads what stands under `asyncInsight`, with nested or dotted keys: `{ "floatingPromise.severity": "error" }` from a
 * settings file, `{ floatingPromise: { severity: "error" } }` from an editor. `null` and absence mean the default.
 * What is unknown or wrong becomes a problem and is otherwise ignored.
 */
export function parseSettings(raw: unknown, rules: readonly RuleMetadata[] = allRules): ParsedSettings {
  const schemas = settingSchemas(rules);
  const { values, problems } = readValues(raw, schemas);
  // Every value was checked against its setting's schema, so the conversions below only tell the compiler what it is.
  const valueOf = (name: string): unknown => values.get(name) ?? schemas.get(name)?.default;
  const deferTo = valueOf("deferTo");
  const settings: Settings = {
    enable: valueOf("enable") === true,
    scope: valueOf("scope") === "workspace" ? "workspace" : "openFiles",
    deferTo: Array.isArray(deferTo) ? linters.filter((linter) => deferTo.includes(linter)) : [],
    // Every value is one of the list, which the schema saw to.
    hover: hoverDetails.find((detail) => detail === valueOf("hover")) ?? "full",
    codeLens: { enable: valueOf("codeLens.enable") === true },
    inlayHints: { enable: valueOf("inlayHints.enable") === true },
    engine: {
      idleMinutes: Number(valueOf("engine.idleMinutes")),
      maxProjects: Number(valueOf("engine.maxProjects")),
      executable: String(valueOf("engine.executable")) || undefined,
    },
    rules: Object.fromEntries(rules.map((rule) => [rule.name, ruleSettings(rule, valueOf)])),
  };
  return { settings, problems };
}

function ruleSettings(rule: RuleMetadata, valueOf: (name: string) => unknown): RuleSettings {
  const prefix = settingPrefix(rule.name);
  const severity = valueOf(`${prefix}.severity`);
  return {
    // `ownSeverity` is no level, so it is not found.
    severity: levels.find((level) => level === severity),
    options: Object.fromEntries(
      Object.entries(rule.options).map(([name, option]) => [name, valueOf(optionSetting(rule.name, name, option))]),
    ),
  };
}

/** The schema of every setting by name, `asyncInsight.` left out. */
export function settingSchemas(
  rules: readonly RuleMetadata[] = allRules,
): Map<string, JsonSchema & { readonly default: unknown }> {
  const schemas = new Map(Object.entries(generalSettings));
  for (const rule of rules) {
    const prefix = settingPrefix(rule.name);
    schemas.set(`${prefix}.severity`, severitySchema);
    for (const [name, option] of Object.entries(rule.options)) {
      schemas.set(optionSetting(rule.name, name, option), option.schema);
    }
  }
  return schemas;
}

/** `floatingPromise` for `floating-promise`: the group that holds a rule's settings. */
export function settingPrefix(ruleName: string): string {
  return ruleName.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The name of an option's setting: the rule's own, or one that rules of a family share. */
export function optionSetting(ruleName: string, optionName: string, option: RuleOption): string {
  return option.setting ?? `${settingPrefix(ruleName)}.${optionName}`;
}

/** Walks nested and dotted keys alike; where both name the same setting the later one wins. */
function readValues(
  raw: unknown,
  schemas: ReadonlyMap<string, JsonSchema>,
): { values: Map<string, unknown>; problems: string[] } {
  const values = new Map<string, unknown>();
  const problems: string[] = [];
  const names = [...schemas.keys()];
  const visit = (name: string, value: unknown): void => {
    const schema = schemas.get(name);
    if (schema !== undefined) {
      if (value === undefined || value === null) return;
      const found = checkValue(value, schema);
      if (found.length === 0) values.set(name, value);
      for (const problem of found) problems.push(`asyncInsight.${name}${problem.path}: ${problem.message}`);
      return;
    }
    const members = names.filter((known) => known.startsWith(`${name}.`));
    if (members.length === 0) problems.push(unknownSetting(name, names));
    else if (isGroup(value)) {
      for (const [key, member] of Object.entries(value)) visit(`${name}.${key}`, member);
    } else if (value !== undefined && value !== null) {
      problems.push(`asyncInsight.${name} is a group of settings; did you mean asyncInsight.${members[0]}?`);
    }
  };
  if (isGroup(raw)) for (const [key, value] of Object.entries(raw)) visit(key, value);
  else if (raw !== undefined && raw !== null) problems.push("asyncInsight is a group of settings, not a value");
  return { values, problems };
}

function unknownSetting(name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  const advice = nearest === undefined ? "the README lists all settings" : `did you mean asyncInsight.${nearest}?`;
  return `unknown setting asyncInsight.${name}; ${advice}`;
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
