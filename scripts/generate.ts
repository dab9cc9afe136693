// Writes every file, or part of a file, that is derived from something else in the repository: the list of rules, the
// settings in package.json and their texts, the rules' pages, the tables in the README, the colours of pictures and those of the walkthrough.
// `--check` writes nothing and fails if one is out of date; test/repository.test.ts does the same. What each looks like is
// decided in scripts/generate/.

/* async-insight-disable blocking-helper -- a script has nothing else to do meanwhile */

import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { pageStyles } from "../server/src/pictures/theme.ts";
import { conceptModules } from "./generate/concepts.ts";
import { format } from "./generate/format.ts";
import { manifest } from "./generate/manifest.ts";
import { englishTexts, germanTexts, translationProblems, translations } from "./generate/manifest-texts.ts";
import { readme } from "./generate/readme.ts";
import { ruleIndex, ruleIndexFile } from "./generate/rule-index.ts";
import { rulePages } from "./generate/rule-pages.ts";
import { walkthroughPictures } from "./generate/walkthrough-pictures.ts";

const root = join(import.meta.dirname, "..");

/** A file below the repository's root with the text that it ought to have. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** All generated files except the list of rules, which must be current for these to be right. */
export async function generatedFiles(): Promise<GeneratedFile[]> {
  // Imported late, because the modules behind it read the list of rules when they are loaded.
  const { rules } = await import(pathToFileURL(join(root, ruleIndexFile)).href);
  const read = (path: string): string => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "");
  const modules = await conceptModules(rules, translations());
  return [
    ...(await Promise.all(modules.map(async ({ path, text }) => ({ path, text: await format(path, text) })))),
    { path: "package.json", text: await manifest(read("package.json"), rules) },
    { path: "media/pictures.css", text: await format("media/pictures.css", pageStyles()) },
    { path: "package.nls.json", text: await englishTexts(read("package.nls.json"), rules) },
    { path: "package.nls.de.json", text: await germanTexts(read("package.nls.de.json"), rules) },
    { path: "README.md", text: readme(read("README.md"), rules) },
    ...walkthroughPictures(),
    ...rulePages(rules),
  ];
}

/** The paths of files that differ from what they ought to be. */
export async function outdatedFiles(): Promise<string[]> {
  const index = await ruleIndex();
  if (isOutdated(index)) return [index.path];
  return (await generatedFiles()).filter(isOutdated).map(({ path }) => path);
}

function isOutdated({ path, text }: GeneratedFile): boolean {
  return !existsSync(join(root, path)) || readFileSync(join(root, path), "utf8") !== text;
}

async function write(file: GeneratedFile): Promise<void> {
  if (!isOutdated(file)) return;
  await mkdir(dirname(join(root, file.path)), { recursive: true });
  await writeFile(join(root, file.path), file.text);
  console.log(`wrote ${file.path}`);
}

if (import.meta.main) {
  if (process.argv.includes("--check")) {
    const outdated = await outdatedFiles();
    for (const path of outdated) console.error(`${path} is out of date; run: npm run generate`);
    process.exitCode = outdated.length > 0 ? 1 : 0;
  } else {
    await write(await ruleIndex());
    for (const file of await generatedFiles()) await write(file);
    const { rules } = await import(pathToFileURL(join(root, ruleIndexFile)).href);
    for (const problem of translationProblems(rules)) console.error(problem);
  }
}
