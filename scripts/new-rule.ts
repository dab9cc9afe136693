// `npm run new-rule NAME`: the two files of a rule, as a start that compiles and whose fixture passes.

/* async-insight-disable blocking-helper -- a script has nothing else to do meanwhile */

import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exportName } from "./generate/rule-index.ts";
import { pathExists } from "./path-exists.ts";
import { runNode } from "./run-process.ts";

const root = join(import.meta.dirname, "..");

/** The text of server/src/rules/NAME.ts: a rule that finds what only its own fixture has. */
export function ruleTemplate(name: string): string {
  return filled("rule.ts.template", name);
}

/** The text of test/rules/NAME.md. */
export function fixtureTemplate(name: string): string {
  return filled("fixture.md.template", name);
}

function filled(template: string, name: string): string {
  const text = readFileSync(join(import.meta.dirname, "templates", template), "utf8");
  return text.replaceAll("{{name}}", name).replaceAll("{{export}}", exportName(name));
}

async function newRule(): Promise<number> {
  const [name, ...rest] = process.argv.slice(2);
  if (name === undefined || rest.length > 0 || !/^[a-z]+(?:-[a-z]+)+$/.test(name)) {
    console.error("usage: npm run new-rule NAME, where NAME says what is wrong, as in floating-promise");
    return 2;
  }
  const files = [
    { path: `server/src/rules/${name}.ts`, text: ruleTemplate(name) },
    { path: `test/rules/${name}.md`, text: fixtureTemplate(name) },
  ];
  for (const { path } of files) {
    if (!(await pathExists(join(root, path)))) continue;
    console.error(`${path} exists already.`);
    return 2;
  }
  for (const { path, text } of files) {
    await writeFile(join(root, path), text);
    console.log(`wrote ${path}`);
  }
  return (await runNode("scripts/generate.ts", [])).code ?? 1;
}

if (import.meta.main) process.exitCode = await newRule();
