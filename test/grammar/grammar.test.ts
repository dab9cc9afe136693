// The injection grammar on top of the grammars that VS Code ships. What is to be which scope stands in cases/.
//
// The base grammars come out of the VS Code that the other tests run in: what is tested is what people get.

import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { provisionVscode, repositoryFolder } from "../vscode/provision.ts";

const casesFolder = join(import.meta.dirname, "cases");
const baseGrammars: string[] = [];

beforeAll(async () => {
  const extensions = join(await provisionVscode(), "extensions");
  baseGrammars.push(
    join(extensions, "typescript-basics", "syntaxes", "TypeScript.tmLanguage.json"),
    join(extensions, "typescript-basics", "syntaxes", "TypeScriptReact.tmLanguage.json"),
    join(extensions, "javascript", "syntaxes", "JavaScript.tmLanguage.json"),
    join(extensions, "javascript", "syntaxes", "JavaScriptReact.tmLanguage.json"),
  );
}, 300_000);

test.for(readdirSync(casesFolder))("suppression comments in %s", { timeout: 60_000 }, async (name) => {
  expect(await failures(join(casesFolder, name))).toBe("");
});

/** What the grammar test runner has to say about a file that fails, with the lines that it is about. */
async function failures(file: string): Promise<string> {
  const runner = createRequire(import.meta.url).resolve("vscode-tmgrammar-test/dist/unit.js");
  // Our own grammar is the one that the manifest contributes, with the languages into which it injects it.
  const grammars = baseGrammars.flatMap((grammar) => ["--grammar", grammar]);
  try {
    await promisify(execFile)(process.execPath, [runner, ...grammars, file], { cwd: repositoryFolder });
    return "";
  } catch (error) {
    return error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
  }
}
