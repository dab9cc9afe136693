// What package.json says about a folder's code, as far as rules need it. Cached until a package.json changes.

import { readFileSync } from "node:fs";
import { posix } from "node:path";

export class Packages {
  readonly #packages = new Map<string, PackageFacts>();

  /** True if code outside the workspace may import from the package that holds the file. */
  isPublished(file: string): boolean {
    return this.#inFolder(posix.dirname(file)).isPublished;
  }

  /** True if the package's `bin` names the file. */
  isCommand(file: string): boolean {
    return this.#inFolder(posix.dirname(file)).commands.has(file);
  }

  invalidate(): void {
    this.#packages.clear();
  }

  #inFolder(folder: string): PackageFacts {
    const known = this.#packages.get(folder);
    if (known !== undefined) return known;
    const own = readPackage(`${folder}/package.json`);
    const parent = posix.dirname(folder);
    const found = own === undefined ? (parent === folder ? NO_PACKAGE : this.#inFolder(parent)) : factsOf(own, folder);
    this.#packages.set(folder, found);
    return found;
  }
}

interface PackageFacts {
  readonly isPublished: boolean;
  /** The files that `bin` names. */
  readonly commands: ReadonlySet<string>;
}

const NO_PACKAGE: PackageFacts = { isPublished: false, commands: new Set() };

function factsOf(manifest: { readonly [field: string]: unknown }, folder: string): PackageFacts {
  const { bin } = manifest;
  const paths = typeof bin === "object" && bin !== null ? Object.values(bin) : [bin];
  const commands = paths.filter((path) => typeof path === "string").map((path) => posix.join(folder, path));
  return { isPublished: hasEntry(manifest), commands: new Set(commands) };
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
