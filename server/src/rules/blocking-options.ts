// The settings that the rules of the blocking family share, and the files that they leave alone.

import type { UserCall } from "../knowledge/blocking/blocking-call.ts";
import { isWorkerProgram } from "../knowledge/worker-program.ts";
import type { FileContext } from "./file-context.ts";
import type { RuleOption } from "./rule.ts";

export const BLOCKING_OPTIONS: Readonly<Record<"calls" | "ignoreScripts" | "ignoreTests", RuleOption>> = {
  calls: {
    setting: "blocking.calls",
    schema: {
      type: "array",
      default: [],
      items: {
        type: "object",
        required: ["package", "name"],
        properties: {
          package: { type: "string", description: "The npm package or Node module that declares the function." },
          name: {
            type: "string",
            description:
              "The function's name, with what it is declared in: `Database.query`. `default` for the module.",
          },
          replacement: {
            type: "string",
            description:
              "The function beside it that takes the same arguments and returns a promise of the same result.",
          },
        },
        additionalProperties: false,
      },
      markdownDescription:
        'More functions that block the event loop: `[{ "package": "my-cache", "name": "loadSync", "replacement": "load" }]`.',
    },
  },
  ignoreScripts: {
    setting: "blocking.ignoreScripts",
    schema: {
      type: "boolean",
      default: true,
      markdownDescription:
        "Whether files that are started from a command line (they begin with `#!`, or their package.json lists them under `bin`) may block: nobody else waits for their event loop.",
    },
  },
  ignoreTests: {
    setting: "blocking.ignoreTests",
    schema: {
      type: "boolean",
      default: true,
      markdownDescription:
        "Whether test files (`*.test.*`, `*.spec.*`, `__tests__`, `test`, `tests`) may block: a test that prepares its files serves nobody meanwhile.",
    },
  },
};

/** What rules need that have nothing to do with calls. */
export const FILE_OPTIONS: Readonly<Record<"ignoreScripts" | "ignoreTests", RuleOption>> = {
  ignoreScripts: BLOCKING_OPTIONS.ignoreScripts,
  ignoreTests: BLOCKING_OPTIONS.ignoreTests,
};

/** What the user has listed. */
export function userCalls(options: FileContext["options"]): readonly UserCall[] {
  return (options["calls"] ?? []) as readonly UserCall[];
}

/** The last names of what the user has listed: what syntax sees of a call. */
export function userCallNames(options: FileContext["options"]): readonly string[] {
  return userCalls(options).map(({ name }) => name.slice(name.lastIndexOf(".") + 1));
}

/** Nobody else waits for the event loop that this file's code runs on. */
export function isStartUpFile({ file, text, isScript, isTest, options }: FileContext): boolean {
  if (isScript && options["ignoreScripts"] !== false) return true;
  if (isTest && options["ignoreTests"] !== false) return true;
  return /\.config\.[cm]?[jt]sx?$/.test(file) || isWorkerProgram(file, text);
}
