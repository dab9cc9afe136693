// server/src/rules/index.ts: every file of the folder that defines a rule, so that a rule is registered by existing.

/* async-insight-disable blocking-helper -- a script has nothing else to do meanwhile */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { families } from "./families.ts";
import { format } from "./format.ts";
import type { Rule } from "../../server/src/rules/rule.ts";
import type { GeneratedFile } from "../generate.ts";

const root = join(import.meta.dirname, "../..");
const folder = "server/src/rules";

export const ruleIndexFile = `${folder}/index.ts`;

/** `floatingPromise`: what the file of the rule `floating-promise` exports. */
export function exportName(rule: string): string {
  return rule.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * The list of rules, family by family.
 * @throws Error if a rule's file does not export the rule under the file's name
 */
export async function ruleIndex(): Promise<GeneratedFile> {
  const rules: Rule[] = [];
  for (const name of ruleNames()) {
    const module: Record<string, Rule | undefined> = await import(pathToFileURL(join(root, folder, `${name}.ts`)).href);
    const rule = module[exportName(name)];
    if (rule?.name !== name) {
      throw new Error(`${folder}/${name}.ts must export the rule "${name}" as ${exportName(name)}.`);
    }
    rules.push(rule);
  }
  const names = rules
    .toSorted((a, b) => familyOrder(a) - familyOrder(b) || a.name.localeCompare(b.name))
    .map(({ name }) => name);
  const text = [
    "// All rules, in the order in which documents list them. Written by `npm run generate`; do not edit.",
    "",
    ...names.map((name) => `import { ${exportName(name)} } from "./${name}.ts";`),
    'import type { Rule } from "./rule.ts";',
    "",
    `export const rules: readonly Rule[] = [${names.map(exportName).join(", ")}];`,
    "",
  ].join("\n");
  return { path: ruleIndexFile, text: await format(ruleIndexFile, text) };
}

function familyOrder(rule: Rule): number {
  return families.findIndex(({ family }) => family === rule.family);
}

/** The rules that have a file, which is not the same as being registered. */
export function ruleNames(): string[] {
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith(".ts") && file !== "rule.ts");
  const definers = files.filter((file) => readFileSync(join(root, folder, file), "utf8").includes("defineRule<"));
  return definers.map((file) => file.slice(0, -".ts".length)).toSorted();
}
