// `npm run new-rule NAME`: the two files of a rule, as a start that compiles and whose fixture passes.

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exportName } from "./generate/rule-index.ts";
import { runNode } from "./run-process.ts";

const root = join(import.meta.dirname, "..");

/** The text of server/src/rules/NAME.ts. It reports every dropped promise, so that there is a question to replace. */
export function ruleTemplate(name: string): string {
  return `// What the mistake is, in one sentence, and why somebody would want to know.

import { ask } from "../questions/question.ts";
import { spanOf } from "../typescript/syntax.ts";
import { defineRule } from "./rule.ts";

export const ${exportName(name)} = defineRule<"discarded-value">({
  name: "${name}",
  family: "unawaited",
  summary: "What it finds, in one sentence.",
  concept: "promise",
  severity: "information",
  equivalents: [],
  options: {},
  facts: ["discarded-value"],

  *check(fact) {
    for (const { expression, isAwaited } of fact.values) {
      if (isAwaited || (yield* ask("promise-shape", expression)) === "none") continue;
      return [{ span: spanOf(fact.expression), message: "What happens here." }];
    }
    return [];
  },

  // oxlint-disable-next-line require-yield -- A fix that asks nothing needs none.
  *fixes() {
    return [];
  },
});
`;
}

/** The text of test/rules/NAME.md. */
export function fixtureTemplate(name: string): string {
  return `# ${name}

What the mistake is, what it costs, and what to do instead, for readers who meet it for the first time.

## What is reported

### The plainest example

\`\`\`ts
declare function save(): Promise<void>;
export async function close() {
  save();
//^^^^^^ ${name}: What happens here.
}
\`\`\`

## What is not reported

### The nearest harmless code

\`\`\`ts
declare function save(): Promise<void>;
export async function close() {
  await save();
}
\`\`\`
`;
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
    if (!existsSync(join(root, path))) continue;
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
