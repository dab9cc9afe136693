// The Markdown of server/src/concepts as a module, so that bundles need no files beside them and Node can run the sources
// as they are. Part of `npm run generate`.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

const folder = join(import.meta.dirname, "../server/src/concepts");

/** Where the module belongs. */
export const conceptsModulePath: string = join(folder, "index.ts");

/** The text of the module that holds every concept by the name of its file. */
export async function conceptsModule(): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md")).toSorted();
  const entries = await Promise.all(
    names.map(async (name) => {
      const markdown = await readFile(join(folder, name), "utf8");
      const concept = basename(name, ".md");
      return `  ${JSON.stringify(concept)}: ${JSON.stringify(markdown.trimEnd())},`;
    }),
  );
  return [
    "// What hovers teach, as Markdown by name. Written by `npm run generate` from the files beside it; do not edit.",
    "",
    "export const concepts: Readonly<Record<string, string>> = {",
    ...entries,
    "};",
    "",
  ].join("\n");
}

if (import.meta.main) await writeFile(conceptsModulePath, await conceptsModule());
