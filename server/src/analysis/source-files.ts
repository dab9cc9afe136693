// Which files on disk are candidates for analysis: the expansion of paths and folders that users name. It honours no
// ignore file and no configuration; whether a program contains a file is found out by the scan.

import { access, constants, readdir, realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { isDeclarationFile, isScript } from "../text/file-kind.ts";

export interface SourceFiles {
  /** Absolute paths with forward slashes, sorted by code unit, each file once. */
  readonly files: readonly string[];
  /** The files that were named themselves rather than found in a folder: whoever names a file wants to hear of it. */
  readonly named: ReadonlySet<string>;
  /** What could not be read. */
  readonly problems: readonly PathProblem[];
}

export interface PathProblem {
  /** Absolute, forward slashes. */
  readonly path: string;
  /** What is wrong with it, without the path: "does not exist". */
  readonly message: string;
}

export interface SourceFileOptions {
  /** What relative paths are relative to; the current folder by default. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
}

/**
 * The source files at and below the given paths. A file that is named itself is taken whatever its name and place; in
 * folders, files with an extension of TypeScript or JavaScript count, except declaration files and node_modules.
 * Symbolic links are followed, each folder once, so that loops end.
 * @throws AbortError when `signal` fires
 */
export async function listSourceFiles(
  paths: readonly string[],
  { folder = process.cwd(), signal }: SourceFileOptions = {},
): Promise<SourceFiles> {
  const walk: Walk = { files: new Set(), visited: new Set(), links: [], problems: [], signal };
  const namedFiles = new Set<string>();
  for (const path of new Set(paths.map((named) => withForwardSlashes(resolve(folder, named))))) {
    try {
      if ((await stat(path)).isDirectory()) await walkFolder(path, withForwardSlashes(await realpath(path)), walk);
      else namedFiles.add(path);
    } catch (error) {
      walk.problems.push({ path, message: describe(error, signal) });
    }
  }
  await followLinks(walk);
  const files = [...new Set([...walk.files, ...namedFiles])].toSorted();
  return { files, named: namedFiles, problems: walk.problems.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** True for what TypeScript reads as source: not for its declaration files. */
export function isSourceFile(path: string): boolean {
  return isScript(path) && !isDeclarationFile(path);
}

/** Why a file that exists can't be read, in words; undefined if it can. */
export async function whyUnreadable(file: string): Promise<string | undefined> {
  try {
    await access(file, constants.R_OK);
    return undefined;
  } catch (error) {
    const isForbidden =
      error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EPERM");
    return isForbidden ? describe(error, undefined) : undefined;
  }
}

/** The path as it is written everywhere inside: forward slashes, also on Windows. */
export function withForwardSlashes(path: string): string {
  return process.platform === "win32" ? path.replaceAll("\\", "/") : path;
}

interface Walk {
  readonly files: Set<string>;
  /** Real paths of the folders that were entered. */
  readonly visited: Set<string>;
  /** Symbolic links that were met. They wait until all real folders are visited, so that a real path wins over a link. */
  readonly links: string[];
  readonly problems: PathProblem[];
  readonly signal: AbortSignal | undefined;
}

/** `real` is the real path of `folder`, which saves one call a folder: below it only real folders are entered. */
async function walkFolder(folder: string, real: string, walk: Walk): Promise<void> {
  walk.signal?.throwIfAborted();
  if (walk.visited.has(real)) return;
  walk.visited.add(real);
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    walk.problems.push({ path: folder, message: describe(error, walk.signal) });
    return;
  }
  const below: Promise<void>[] = [];
  for (const entry of entries) {
    const path = joinPath(folder, entry.name);
    if (entry.isDirectory()) {
      if (!isSkippedFolder(entry.name)) below.push(walkFolder(path, joinPath(real, entry.name), walk));
    } else if (entry.isSymbolicLink()) {
      if (!isSkippedFolder(entry.name)) walk.links.push(path);
    } else if (entry.isFile() && isSourceFile(entry.name)) {
      walk.files.add(path);
    }
  }
  await Promise.all(below);
}

async function followLinks(walk: Walk): Promise<void> {
  // Following a link may find more links, which join the end of the list.
  while (walk.links.length > 0) {
    for (const link of walk.links.splice(0).toSorted()) await followLink(link, walk);
  }
}

async function followLink(link: string, walk: Walk): Promise<void> {
  walk.signal?.throwIfAborted();
  let target: string;
  let isFolder: boolean;
  try {
    target = withForwardSlashes(await realpath(link));
    isFolder = (await stat(target)).isDirectory();
  } catch {
    // A dangling link names no file, and a link to itself none either; both are common and harmless in a tree.
    return;
  }
  if (target.split("/").includes("node_modules")) return;
  if (isFolder) await walkFolder(link, target, walk);
  else if (isSourceFile(link) && !isFoundAlready(target, walk)) walk.files.add(link);
}

/** A linked file whose real folder is part of the walk is found there, under its real name. */
function isFoundAlready(target: string, walk: Walk): boolean {
  return isSourceFile(target) && walk.visited.has(target.slice(0, target.lastIndexOf("/")) || "/");
}

/** Folders that hold packages or version control's own data, never sources of the project. */
function isSkippedFolder(name: string): boolean {
  return name === "node_modules" || name === ".git";
}

function joinPath(folder: string, name: string): string {
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}

/** The reason in words; an abort is not a reason but the end of the walk. */
function describe(error: unknown, signal: AbortSignal | undefined): string {
  signal?.throwIfAborted();
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  switch (code) {
    case "ENOENT":
      return "does not exist";
    case "EACCES":
    case "EPERM":
      return "may not be read: permission denied";
    case "ELOOP":
      return "is a symbolic link that leads back to itself";
    case "ENOTDIR":
      return "does not exist: a part of the path is a file";
    default:
      return `can't be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
