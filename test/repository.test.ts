// What the repository promises to those who clone it: generated files are current, commands exist, templates compile,
// and documents point to things that are there.

import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { rules } from "../server/src/rules/index.ts";
import type { Rule } from "../server/src/rules/rule.ts";
import { outdatedFiles } from "../scripts/generate.ts";
import { published } from "../scripts/generate/rule-pages.ts";
import { fixtureTemplate, ruleTemplate } from "../scripts/new-rule.ts";
import { tallyOfLastLine, tallyOfVitest } from "../scripts/test.ts";
import { parseMarkdown } from "./harness/markdown.ts";
import { checkCase } from "./harness/fixture-check.ts";
import { parseFixture } from "./harness/fixture.ts";
import { FixtureWorkspace } from "./harness/fixture-workspace.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const scripts: Readonly<Record<string, string>> = manifest.scripts;

describe("generated files", () => {
  it("are current (npm run generate)", async () => {
    expect(await outdatedFiles()).toEqual([]);
  });
});

describe("rule pages", () => {
  it("leave regressions out", () => {
    const blocks = parseMarkdown("words\n## Case\n```ts\n# no heading\n```\n# Regressions\n## Secret\n```ts\nx\n```");
    expect(published(blocks)).toEqual(blocks.slice(0, 3));
  });
});

describe("commands", () => {
  it.each(Object.entries(scripts))("npm run %s starts something that exists", (_name, command) => {
    const [program, ...args] = command.split(" ");
    const files =
      program === "node" ? args.filter((word) => /\.m?[jt]s$/.test(word)) : [`node_modules/.bin/${program}`];
    expect(files).not.toEqual([]);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it.each(["README.md", "docs/architecture.md", "docs/style.md", ".ci/run"])("that %s names exist", (page) => {
    const named = [...read(page).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
      ([, run, short]) => run ?? short!,
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

describe("documents", () => {
  const pages = ["README.md", "CHANGELOG.md", ...globSync("docs/**/*.md", { cwd: root })];

  it.each(pages)("%s links to files that exist", (page) => {
    // Code has brackets followed by parentheses as well.
    const prose = parseMarkdown(read(page)).flatMap((block) => (block.kind === "fence" ? [] : [block.text]));
    const links = [...prose.join("\n").matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, target]) => target!);
    expect(links.filter((target) => !existsSync(resolve(root, dirname(page), target)))).toEqual([]);
  });
});

describe("the templates of a new rule", () => {
  let folder: string;
  let file: string;

  beforeAll(async () => {
    // A folder of the repository, so that packages are found; imports lead to the real modules.
    await mkdir(join(root, ".cache"), { recursive: true });
    folder = await mkdtemp(join(root, ".cache/new-rule-"));
    file = join(folder, "rule.ts");
    const home = "../../server/src/rules";
    const text = ruleTemplate("some-mistake").replaceAll('"../', `"${home}/../`).replaceAll('"./', `"${home}/`);
    await writeFile(file, text);
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("compile", async () => {
    const config = { extends: "../../tsconfig.json", include: ["rule.ts"], exclude: [] };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    const { stdout } = await promisify(execFile)(process.execPath, [compiler, "--project", folder]);
    expect(stdout).toBe("");
  });

  it("belong together, and no other rule reports the example", async () => {
    const { someMistake }: { someMistake: Rule } = await import(pathToFileURL(file).href);
    const { cases } = parseFixture("some-mistake.md", fixtureTemplate("some-mistake"));
    const workspace = await FixtureWorkspace.create(cases, [...rules, someMistake]);
    try {
      for (const each of cases) {
        const { actual, expected, problems } = await checkCase(each, workspace);
        expect(actual).toEqual(expected);
        expect(problems).toEqual([]);
      }
    } finally {
      await workspace.dispose();
    }
  });
});

describe("the sum of all tests", () => {
  it("counts what Vitest counts", () => {
    expect(tallyOfVitest({ numPassedTests: 3, numFailedTests: 0 }, 0)).toEqual({ passed: 3, failed: 0 });
    expect(tallyOfVitest({ numPassedTests: 3, numFailedTests: 2 }, 1)).toEqual({ passed: 3, failed: 2 });
  });

  it("counts a level that broke as a failure", () => {
    expect(tallyOfVitest({ numPassedTests: 3, numFailedTests: 0 }, 1)).toEqual({ passed: 3, failed: 1 });
    expect(tallyOfVitest({}, null)).toEqual({ passed: 0, failed: 1 });
    expect(tallyOfLastLine("Segmentation fault\n", null)).toEqual({ passed: 0, failed: 1 });
    expect(tallyOfLastLine("4 passed, 0 failed\n", 1)).toEqual({ passed: 4, failed: 1 });
  });

  it("reads the last sum that a level prints", () => {
    expect(tallyOfLastLine("1 passed, 1 failed\nmore\n4 passed, 2 failed\n", 1)).toEqual({ passed: 4, failed: 2 });
  });
});
