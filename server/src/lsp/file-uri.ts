// The client's URIs to the analysis's paths and back. Paths are absolute, with forward slashes on every platform.

import { fileURLToPath, pathToFileURL } from "node:url";
import { isScript } from "../text/file-kind.ts";

/** The path of a file on disk; undefined for every other kind of resource. */
export function diskFileOfUri(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return normalPath(fileURLToPath(uri));
  } catch {
    // A URI with a host on a platform that has no network paths, or with an encoded slash: not a file of ours.
    return undefined;
  }
}

/**
 * The path of a document. One that is not on disk gets a made-up path below `folder`, so that it finds the packages
 * that its author sees there, with the extension of its language, without which the engine cannot read it.
 */
export function fileOfUri(uri: string, languageId: string, folder: string): string {
  const extension = extensions[languageId] ?? ".ts";
  const file = diskFileOfUri(uri);
  if (file !== undefined) return isScript(file) ? file : `${file}${extension}`;
  // Different URIs must have different paths, so nothing of the URI is dropped, only spelled in safe letters.
  const name = uri.replaceAll(/[^\w.-]/g, (char) => `_${char.codePointAt(0)!.toString(16)}_`);
  return `${folder}/.async-insight-unsaved/${name}${extension}`;
}

export function uriOfFile(file: string): string {
  return pathToFileURL(file).href;
}

/** True if `file` is `folder` or lies in it. */
export function isInside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** True if `path` is one of these files or folders, or lies in one; takes no longer for many of them. */
export function isInsideAny(path: string, places: ReadonlySet<string>): boolean {
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
    if (places.has(path.slice(0, end))) return true;
  }
  return false;
}

const extensions: Readonly<Record<string, string>> = {
  typescript: ".ts",
  typescriptreact: ".tsx",
  javascript: ".js",
  javascriptreact: ".jsx",
};

/** VS Code and Node spell drive letters differently. */
function normalPath(path: string): string {
  return path.replaceAll("\\", "/").replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
}
