// The settings that are in force for one run: those of the editor, read from a JSON file with comments, changed by
// `--rule`. What the settings mean is in config/.

import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse, type ParseError, printParseErrorCode } from "jsonc-parser";
import { parseSettings, type RuleMetadata, type Settings } from "../config/settings.ts";
import { LineIndex } from "../text/line-index.ts";
import { Failure, messageOf } from "./failure.ts";
import type { RuleChoice } from "./options.ts";

export interface ReadSettings {
  readonly settings: Settings;
  /** Where they came from, as people would write it; undefined if there is no settings file. */
  readonly source: string | undefined;
  /** Mistakes that do not keep the run from going on. */
  readonly warnings: readonly string[];
}

/**
 * The settings of `file`, or of the folder's `.vscode/settings.json` if none is named and it exists.
 * @throws Failure if the file is missing though named, can't be read, or is no JSON
 */
export async function readSettings(
  folder: string,
  file: string | undefined,
  choices: readonly RuleChoice[],
  rules: readonly RuleMetadata[],
): Promise<ReadSettings> {
  const source = file ?? ".vscode/settings.json";
  const text = await readText(
    file === undefined ? join(folder, source) : resolve(folder, file),
    source,
    file !== undefined,
  );
  const { settings, problems } = parseSettings(text === undefined ? {} : readSection(text, source), rules);
  const warnings = problems.map((problem) => `${source}: ${problem}`);
  if (settings.engine.executable !== undefined) {
    warnings.push(`${source}: asyncInsight.engine.executable has no effect on the command line; remove it there`);
  }
  return { settings: withChoices(settings, choices), source: text === undefined ? undefined : source, warnings };
}

async function readText(path: string, source: string, isNamed: boolean): Promise<string | undefined> {
  try {
    return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") {
      if (!isNamed) return undefined;
      throw new Failure(`${source}: the settings file does not exist; correct --settings or leave it out`);
    }
    throw new Failure(`${source}: the settings file can't be read: ${messageOf(error)}`);
  }
}

/** What stands under `asyncInsight` in the text of a settings file, with keys as `parseSettings` takes them. */
function readSection(text: string, source: string): Record<string, unknown> {
  const errors: ParseError[] = [];
  const root: unknown = text.trim() === "" ? {} : parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) {
    const { line, character } = new LineIndex(text).positionAt(error.offset);
    const what = printParseErrorCode(error.error).replaceAll(/\B[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    throw new Failure(`${source}:${line + 1}:${character + 1}: not valid JSON: ${what.toLowerCase()}`);
  }
  if (!isObject(root)) throw new Failure(`${source}:1:1: settings must be a JSON object`);
  const section: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(root)) {
    if (key === "asyncInsight" && isObject(value)) Object.assign(section, value);
    else if (key.startsWith("asyncInsight.")) section[key.slice("asyncInsight.".length)] = value;
  }
  return section;
}

/** `--rule` wins over settings; a selection also over `enable` and `deferTo`: who names a rule alone wants it to run. */
function withChoices(settings: Settings, choices: readonly RuleChoice[]): Settings {
  if (choices.length === 0) return settings;
  const chosen = new Map(choices.map(({ name, level }) => [name, level]));
  const isSelection = choices.some((choice) => choice.level === undefined);
  const rules = Object.entries(settings.rules).map(([name, rule]) => {
    if (!chosen.has(name)) return [name, isSelection ? { ...rule, severity: "off" as const } : rule];
    return [name, { ...rule, severity: chosen.get(name) }];
  });
  return {
    ...settings,
    enable: settings.enable || isSelection,
    deferTo: isSelection ? [] : settings.deferTo,
    rules: Object.fromEntries(rules),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
