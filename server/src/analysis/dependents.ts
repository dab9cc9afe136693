// Which files may feel a change of others: those that import them, directly or through others. Read from the program's
// own imports when a change is checked; nothing is kept.

import type { ProgramView } from "../questions/answerer.ts";
import type { Node, SourceFile } from "../typescript/syntax.ts";

/**
 * A program may consist of thousands of files that all depend on one. The nearest are looked at: what a change breaks, it
 * breaks where the changed names are used.
 */
const MOST_DEPENDENTS = 50;

/** The project's files that import one of `files`, nearest first, without those files themselves. */
export async function dependentsOf({ program, checker }: ProgramView, files: readonly string[]): Promise<string[]> {
  const names = await program.getSourceFileNames();
  const own = names.filter((name) => !name.includes("/node_modules/") && !name.endsWith(".json"));
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
  for (const file of reached) {
    if (reached.size - files.length >= MOST_DEPENDENTS) break;
    for (const importer of importers.get(pathOf.get(file) ?? file) ?? []) reached.add(importer);
  }
  return [...reached].slice(files.length);
}

function specifiersOf(file: SourceFile): readonly Node[] {
  return (file as unknown as { imports?: readonly Node[] }).imports ?? [];
}
