// What package.json says about a folder's code, as far as rules need it. Cached until a package.json changes.

import { readFileSync } from "node:fs";
import { posix } from "node:path";

export class Packages {
  readonly #published = new Map<string, boolean>();

  /** True if code outside the workspace may import from the package that holds the file. */
  isPublished(file: string): boolean {
    return this.#inFolder(posix.dirname(file));
  }

  invalidate(): void {
    this.#published.clear();
  }

  #inFolder(folder: string): boolean {
    const known = this.#published.get(folder);
    if (known !== undefined) return known;
    const own = readPackage(`${folder}/package.json`);
    const parent = posix.dirname(folder);
    const isPublished = own === undefined ? parent !== folder && this.#inFolder(parent) : hasEntry(own);
    this.#published.set(folder, isPublished);
    return isPublished;
  }
}

/** A package that is not private and names what others import. */
function hasEntry(manifest: { readonly [field: string]: unknown }): boolean {
  if (manifest["private"] === true) return false;
  return ["exports", "main", "module", "types", "typings"].some((field) => manifest[field] !== undefined);
}

function readPackage(path: string): { readonly [field: string]: unknown } | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
    // A nested package.json that only states the module format says nothing about publishing.
    const isObject = typeof manifest === "object" && manifest !== null && !Array.isArray(manifest);
    return isObject && "name" in manifest ? manifest : undefined;
  } catch {
    return undefined;
  }
}
