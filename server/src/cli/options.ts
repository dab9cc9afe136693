// What the user typed, as a value: the command line's grammar, its help, and the checking of each argument. Nothing is
// read from disk here.

import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import manifest from "../../../package.json" with { type: "json" };
import { nearestName } from "../config/nearest-name.ts";
import { type Level, levels, type RuleMetadata } from "../config/settings.ts";
import { Failure } from "./failure.ts";

export const formats = ["pretty", "json", "sarif", "github"] as const;
export type Format = (typeof formats)[number];

export interface CheckOptions {
  /** As typed; relative to the current folder. */
  readonly paths: readonly string[];
  readonly project: string | undefined;
  readonly rules: readonly RuleChoice[];
  readonly format: Format;
  readonly settings: string | undefined;
  readonly fix: boolean;
  readonly maxWarnings: number;
  readonly stats: boolean;
}

/** One `--rule`: without a level the rule is among the only ones that run. */
export interface RuleChoice {
  readonly name: string;
  readonly level: Level | undefined;
}

/** Option values as commander hands them over. */
interface TypedOptions extends Pick<CheckOptions, "format" | "maxWarnings"> {
  readonly rule: readonly RuleChoice[];
  readonly project?: string;
  readonly settings?: string;
  readonly fix?: true;
  readonly stats?: true;
}

/** What is to be done: check files, or print a text (help, version) and stop. */
export type Request =
  | { readonly kind: "check"; readonly options: CheckOptions }
  | { readonly kind: "print"; readonly text: string };

/**
 * Reads the arguments behind the program's name.
 * @throws Failure for wrong usage
 */
export function readArguments(args: readonly string[], rules: readonly RuleMetadata[]): Request {
  let printed = "";
  let options: CheckOptions | undefined;
  const program = new Command("async-insight")
    .description(manifest.description)
    .version(manifest.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false);
  const check = program
    .command("check")
    .description("report asynchronous pitfalls in TypeScript and JavaScript files")
    .argument("[path...]", "files and folders to check (default: the current folder)")
    .addOption(
      new Option("-p, --project <tsconfig>", "use this configuration file instead of the nearest of each file"),
    )
    .addOption(
      new Option("-r, --rule <name[=level]>", ruleHelp(rules))
        .argParser((text: string, before: readonly RuleChoice[]) => [...before, readRuleChoice(text, rules)])
        .default([], "all rules, as set"),
    )
    .addOption(new Option("-f, --format <format>", "how findings are printed").choices(formats).default("pretty"))
    .option("--settings <file>", "read the editor's settings from this JSON file (default: .vscode/settings.json)")
    .option("--fix", "apply the fixes that can change neither order nor results")
    .addOption(
      new Option("--max-warnings <n>", "exit with 0 for up to this many warnings").argParser(readCount).default(0),
    )
    .option("--stats", "say how long each phase took and how much memory it needed")
    .addHelpText("after", exitCodes)
    .action((paths: readonly string[], values: TypedOptions) => {
      options = {
        paths: paths.length === 0 ? ["."] : paths,
        project: values.project,
        rules: values.rule,
        format: values.format,
        settings: values.settings,
        fix: values.fix ?? false,
        maxWarnings: values.maxWarnings,
        stats: values.stats ?? false,
      };
    });
  for (const command of [program, check]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => (printed += text),
      writeErr: () => {}, // The error that is thrown says the same, and is printed in one place.
    });
  }
  if (args.length === 0) throw new Failure(nothingToDo);
  try {
    program.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "print", text: printed };
    throw new Failure(`${oneLine(error.message)} (\`async-insight check --help\` lists what there is)`);
  }
  if (options === undefined) throw new Failure(nothingToDo);
  return { kind: "check", options };
}

function readRuleChoice(text: string, rules: readonly RuleMetadata[]): RuleChoice {
  const [name = "", ...rest] = text.split("=");
  if (!rules.some((rule) => rule.name === name)) {
    const names = rules.map((rule) => rule.name);
    throw new InvalidArgumentError(`There is no rule "${name}"${meant(name, names)}.`);
  }
  if (rest.length === 0) return { name, level: undefined };
  const typed = rest.join("=");
  const level = levels.find((candidate) => candidate === typed);
  if (level === undefined) throw new InvalidArgumentError(`"${typed}" is no level${meant(typed, levels)}.`);
  return { name, level };
}

function meant(typed: string, known: readonly string[]): string {
  const nearest = nearestName(typed, known);
  return nearest === undefined ? `: there are ${known.join(", ")}` : `; did you mean "${nearest}"?`;
}

function readCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It must be a whole number, 0 or more.");
  return Number(text);
}

function ruleHelp(rules: readonly RuleMetadata[]): string {
  const names = rules.map((rule) => rule.name).join(", ");
  return `run only the rules so named, at their default severity; with a level (${levels.join(", ")}) change one rule. May be repeated. Rules: ${names}`;
}

/** Commander puts its suggestion on a second line. */
function oneLine(message: string): string {
  return message
    .replace(/^error: /, "")
    .replaceAll(/\s*\n\s*/g, " ")
    .replace(/\.$/, "");
}

const nothingToDo = "nothing to do; try `async-insight check [path…]`, or --help";

const exitCodes = `
Exit codes:
  0  nothing at warning or above, or no more warnings than --max-warnings allows
  1  findings
  2  wrong usage, a path or configuration that can't be read, or an internal error

Settings are those of the editor (asyncInsight.*); --rule wins over them.`;
