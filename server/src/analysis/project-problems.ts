// What is wrong with a project's configuration, in sentences for people. Errors in its source files are TypeScript's.

/* async-insight-disable blocking-helper -- only where a configuration file is broken */

import type { ProgramView } from "../questions/answerer.ts";
import { LineIndex } from "../text/line-index.ts";
import type { Diagnostic } from "../typescript/api.ts";
import { diskText } from "../typescript/disk-text.ts";

export interface ProjectProblems {
  /** The configuration cannot be read as it is meant: it does not parse, or what it extends is missing. */
  readonly errors: readonly string[];
  /** The analysis goes on, but some option has no effect. */
  readonly warnings: readonly string[];
}

export const NO_PROBLEMS: ProjectProblems = { errors: [], warnings: [] };

/** "No inputs were found": an empty project is not wrong. */
const NO_INPUTS = 18003;
/** "File name differs from already included file name only in casing": the program has both. */
const DIFFERS_IN_CASE: ReadonlySet<number> = new Set([1149, 1261]);
/** "Cannot read file", for `extends`. */
const CANNOT_READ = 5083;

export async function problemsOf(view: ProgramView): Promise<ProjectProblems> {
  const found = await Promise.all([
    view.program.getConfigFileParsingDiagnostics(),
    view.program.getProgramDiagnostics(),
  ]);
  const diagnostics = found.flat().filter(({ code }) => code !== NO_INPUTS);
  if (diagnostics.length === 0) return NO_PROBLEMS;
  const [errors, warnings] = [new Set<string>(), new Set<string>()];
  for (const diagnostic of diagnostics) {
    (isFatal(diagnostic) ? errors : warnings).add(describe(diagnostic, view.project.configFileName));
  }
  return { errors: [...errors], warnings: [...warnings] };
}

/** TypeScript's syntax errors are numbered from 1000 to 1999, with some others among them. */
function isFatal({ code }: Diagnostic): boolean {
  return code === CANNOT_READ || (code >= 1000 && code < 2000 && !DIFFERS_IN_CASE.has(code));
}

function describe({ fileName, pos, text }: Diagnostic, config: string): string {
  const file = fileName ?? config;
  if (fileName === undefined || pos < 0) return `${file}: ${text}`;
  const { line, character } = new LineIndex(diskText(file) ?? "").positionAt(pos);
  return `${file}:${line + 1}:${character + 1}: ${text}`;
}
