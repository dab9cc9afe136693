// Which packages the files of a program come from: what a program does not contain, its code cannot call, so that most
// questions about the packages of callees need not be asked.

import { isInPackage, packageOf } from "../text/file-kind.ts";
import type { Program } from "../typescript/api.ts";
import { fileNamesOf } from "../typescript/projects.ts";

/** By the names of the program's files. */
const packages = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

/** The npm packages that have a file in the program; typings count as what they describe. */
export async function packagesOf(program: Program): Promise<ReadonlySet<string>> {
  const files = await fileNamesOf(program);
  let known = packages.get(files);
  if (known === undefined) packages.set(files, (known = packagesAmong(files)));
  return known;
}

function packagesAmong(files: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const file of files) {
    const name = isInPackage(file) ? packageOf(file) : undefined;
    if (name !== undefined) found.add(name);
  }
  return found;
}
