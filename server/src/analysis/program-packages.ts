// Which packages the files of a program come from: what a program does not contain, its code cannot call, so that most
// questions about the packages of callees need not be asked.

import type { Program } from "../typescript/api.ts";
import { fileNamesOf } from "../typescript/projects.ts";

const packages = new WeakMap<Program, Promise<ReadonlySet<string>>>();

/** The npm packages that have a file in the program; typings count as what they describe. Read once a program. */
export function packagesOf(program: Program): Promise<ReadonlySet<string>> {
  let known = packages.get(program);
  if (known === undefined) packages.set(program, (known = fileNamesOf(program).then(packagesAmong)));
  return known;
}

function packagesAmong(files: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const file of files) {
    const folder = file.lastIndexOf("/node_modules/");
    if (folder < 0) continue;
    const [scope, name] = file.slice(folder + "/node_modules/".length).split("/", 2) as [string, string];
    if (scope === "@types") found.add(name.includes("__") ? `@${name.replace("__", "/")}` : name);
    else found.add(scope.startsWith("@") ? `${scope}/${name}` : scope);
  }
  return found;
}
