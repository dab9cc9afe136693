// The Markdown of server/src/concepts as modules, so that bundles need no files beside them and Node can run the sources
// as they are; and, beside the German ones, what rules find in German. Part of `npm run generate`.

import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Rule } from "../../server/src/rules/rule.ts";

const folder = join(import.meta.dirname, "../../server/src/concepts");

interface GeneratedModule {
  /** Below the repository's root. */
  readonly path: string;
  readonly text: string;
}

/** @param translations the German of each sentence of a setting, by the English */
export async function conceptModules(
  rules: readonly Rule[],
  translations: Readonly<Record<string, string>>,
): Promise<readonly GeneratedModule[]> {
  return [
    {
      path: "server/src/concepts/index.ts",
      text: recordModule(
        "What hovers teach, as Markdown by name. Written by `npm run generate` from the files beside it; do not edit.",
        "concepts",
        await pagesIn(folder),
      ),
    },
    {
      path: "server/src/concepts/german.ts",
      text: recordModule(
        "What hovers teach, in German. Written by `npm run generate` from the files in de/; do not edit.",
        "germanConcepts",
        await pagesIn(join(folder, "de")),
      ),
    },
    {
      path: "server/src/language/german-summaries.ts",
      text: recordModule(
        "What rules find, in German. Written by `npm run generate` from scripts/generate/settings.de.json; do not edit.",
        "germanSummaries",
        rules.flatMap(({ summary }) => {
          const translation = translations[summary];
          return translation === undefined ? [] : [[summary, translation] as const];
        }),
      ),
    },
  ];
}

async function pagesIn(pages: string): Promise<(readonly [name: string, markdown: string])[]> {
  const names = (await readdir(pages)).filter((name) => name.endsWith(".md")).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const markdown = await readFile(join(pages, name), "utf8");
      return [basename(name, ".md"), markdown.trimEnd()] as const;
    }),
  );
}

function recordModule(comment: string, name: string, entries: readonly (readonly [string, string])[]): string {
  return [
    `// ${comment}`,
    "",
    `export const ${name}: Readonly<Record<string, string>> = {`,
    ...entries.map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`),
    "};",
    "",
  ].join("\n");
}
