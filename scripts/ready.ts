// `npm run ready`: everything that has to be right before a commit, and what continuous integration runs. The quick
// checks all run, so that one call shows all that is wrong; the tests run only once these are content.

import { outdatedFiles } from "./generate.ts";
import { runNode } from "./run-process.ts";
import { test } from "./test.ts";

interface Check {
  readonly title: string;
  /** True if there is nothing to complain about; otherwise it has said so. */
  readonly run: () => Promise<boolean>;
}

const checks: readonly Check[] = [
  { title: "generated files", run: areGeneratedFilesCurrent },
  { title: "types", run: tool("node_modules/typescript/bin/tsc", ["--noEmit"]) },
  { title: "types on the oldest Node", run: tool("node_modules/typescript/bin/tsc", ["--noEmit", "-p", "server"]) },
  { title: "types of pages", run: tool("node_modules/typescript/bin/tsc", ["--noEmit", "-p", "client/src/page"]) },
  { title: "lint", run: tool("node_modules/oxlint/bin/oxlint", ["--type-aware"]) },
  { title: "format", run: tool("node_modules/oxfmt/bin/oxfmt", ["--check", "."]) },
  { title: "our own findings", run: tool("scripts/dogfood.ts", []) },
];

function tool(script: string, args: readonly string[]): () => Promise<boolean> {
  return async () => (await runNode(script, args)).code === 0;
}

async function areGeneratedFilesCurrent(): Promise<boolean> {
  const outdated = await outdatedFiles();
  for (const path of outdated) console.error(`${path} is out of date; run: npm run generate`);
  return outdated.length === 0;
}

async function ready(): Promise<boolean> {
  const failed: string[] = [];
  for (const { title, run } of checks) {
    console.log(`\n── ${title}`);
    if (!(await run())) failed.push(title);
  }
  if (failed.length > 0) {
    console.error(`\nNot ready: ${failed.join(", ")}. The tests were not run.`);
    return false;
  }
  console.log("\n── tests");
  return test();
}

process.exitCode = (await ready()) ? 0 : 1;
