// Which files the user asked for, from the paths and the project that were typed.

import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { listSourceFiles, withForwardSlashes } from "../analysis/source-files.ts";
import { isScript } from "../text/file-kind.ts";
import { Failure, messageOf } from "./failure.ts";
import type { CheckOptions } from "./options.ts";
import { compareTexts, relativePath } from "./output-finding.ts";

export interface Selection {
  /** Absolute, in the order in which findings are printed. */
  readonly files: readonly string[];
  /** Those that were typed themselves. */
  readonly named: ReadonlySet<string>;
  /** The configuration file that was typed, absolute. */
  readonly project: string | undefined;
  /** Folders further down that could not be read, as sentences for people. */
  readonly problems: readonly string[];
}

/**
 * Expands what was typed.
 * @throws Failure if a path or the project leads nowhere
 */
export async function selectFiles(
  { paths, project }: Pick<CheckOptions, "paths" | "project">,
  folder: string,
  signal: AbortSignal,
): Promise<Selection> {
  const [found, config] = await Promise.all([
    listSourceFiles(paths, { folder, signal }),
    project === undefined ? undefined : findProject(project, folder),
  ]);
  const typed = new Set(paths.map((path) => withForwardSlashes(resolve(folder, path))));
  const problems = found.problems.map(({ path, message }) => {
    const line = `${relativePath(path, folder)}: ${message}`;
    // A path that was typed must lead somewhere; a folder further down that can't be read leaves the rest readable.
    if (typed.has(path)) throw new Failure(`${line}; correct the path`);
    return line;
  });
  for (const file of found.named) {
    if (isScript(file)) continue;
    throw new Failure(
      `${relativePath(file, folder)}: not a TypeScript or JavaScript file; name source files or folders`,
    );
  }
  return { files: inPrintedOrder(found.files, folder), named: found.named, project: config, problems };
}

/** The absolute path of a configuration file; a folder stands for the tsconfig.json in it, as for tsc. */
async function findProject(project: string, folder: string): Promise<string> {
  const path = resolve(folder, project);
  const found = await stat(path).catch((error: unknown) => {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const reason = isMissing ? "does not exist" : `can't be read: ${messageOf(error)}`;
    throw new Failure(`${project}: the project ${reason}; correct --project`);
  });
  if (!found.isDirectory()) return withForwardSlashes(path);
  const inside = join(path, "tsconfig.json");
  await stat(inside).catch(() => {
    throw new Failure(`${project}: there is no tsconfig.json in this folder; name the file with --project`);
  });
  return withForwardSlashes(inside);
}

function inPrintedOrder(files: readonly string[], folder: string): string[] {
  const keyed = files.map((file) => ({ file, key: relativePath(file, folder) }));
  return keyed.toSorted((a, b) => compareTexts(a.key, b.key)).map(({ file }) => file);
}
