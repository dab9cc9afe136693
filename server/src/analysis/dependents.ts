// Which files may feel a change of others: those that import them, directly or through others. Read from the program's
// own imports when a change is checked; nothing is kept.

import type { ProgramView } from "../questions/answerer.ts";
import { isInPackage, isScript } from "../text/file-kind.ts";
import type { Node, SourceFile } from "../typescript/syntax.ts";

/**
 * Programs of thousands of files may all depend on one, and some files take a fifth of a second each. What a change breaks, it
 * breaks where the changed names are used: those files come first, the nearest of the others after them.
 */
const MOST_DEPENDENTS = 25;

/**
 * The project's files that import one of `files`, directly or through others, without those files themselves.
 * @param names what has changed
 */
export async function dependentsOf(
  { program, checker }: ProgramView,
  files: readonly string[],
  names: ReadonlySet<string>,
): Promise<readonly string[]> {
  const fileNames = await program.getSourceFileNames();
  const own = fileNames.filter((name) => isScript(name) && !isInPackage(name));
  const sources = (await Promise.all(own.map((name) => program.getSourceFile(name)))).filter(
    (file) => file !== undefined,
  );
  const imports = sources.flatMap((from) => specifiersOf(from).map((specifier) => ({ from, specifier })));
  const symbols =
    imports.length === 0 ? [] : await checker.getSymbolAtLocation(imports.map(({ specifier }) => specifier));
  const importers = new Map<string, string[]>();
  for (const [i, { from }] of imports.entries()) {
    const target = symbols[i]?.declarations[0]?.path;
    if (target === undefined) continue;
    const known = importers.get(target);
    if (known === undefined) importers.set(target, [from.fileName]);
    else known.push(from.fileName);
  }
  const pathOf = new Map(sources.map((file) => [file.fileName, (file as { path?: string }).path ?? file.fileName]));
  const reached = new Set(files);
  // A set is walked in the order in which it grows.
  for (const file of reached)
    for (const importer of importers.get(pathOf.get(file) ?? file) ?? []) reached.add(importer);
  const texts = new Map(sources.map((file) => [file.fileName, file.text]));
  const mentionsChange = (file: string) => [...names].some((name) => texts.get(file)?.includes(name));
  const dependents = [...reached].slice(files.length);
  const first = dependents.filter(mentionsChange);
  return [...new Set([...first, ...dependents])].slice(0, MOST_DEPENDENTS);
}

function specifiersOf(file: SourceFile): readonly Node[] {
  return (file as unknown as { imports?: readonly Node[] }).imports ?? [];
}
