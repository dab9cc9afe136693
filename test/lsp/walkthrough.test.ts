// The samples of the walkthrough: each has the mistake of its family and no other, and a repair that solves it.

import { cp, mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { rules } from "../../server/src/rules/index.ts";
import { startServer } from "./temporary-workspace.ts";

const families = [...new Set(rules.map(({ family }) => family))];
const samples = join(import.meta.dirname, "../../media/walkthrough/sample");

test.each(families)("%s.ts shows one mistake of its family, with a fix", async (family) => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "async-insight-sample-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(samples, folder, { recursive: true });
  const file = join(folder, `${family}.ts`);
  const client = await startServer(folder);
  await client.open(file, await readFile(file, "utf8"));
  const found = await client.diagnostics(file);
  expect(found.map(({ code }) => rules.find(({ name }) => name === code)?.family)).toEqual([family]);
  const actions = await client.codeActions(file, found[0]!.range);
  expect(actions.find(({ isPreferred }) => isPreferred)?.title).toMatch(/await|Promise\.all/u);
});
