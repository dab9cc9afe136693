// Which project answers for a file, seen from the command line.

import { describe, expect, it } from "vitest";
import { clean, floating, folderWith, runCli, tsconfig } from "./run-cli.ts";

async function filesWithFindings(folder: string, ...args: string[]) {
  const { stdout, stderr, exitCode } = await runCli(folder, ["check", "--format", "json", ...args]);
  const { files, findings } = JSON.parse(stdout);
  return { files, found: findings.map((finding: { file: string }) => finding.file), stderr, exitCode };
}

describe("files", () => {
  it("of a JavaScript project without any configuration are analysed with their types", async () => {
    const source =
      "/** @returns {Promise<void>} */\nasync function save() {}\nasync function close() {\n  save();\n}\nclose;\n";
    const folder = folderWith({
      "package.json": "{}",
      "a.js": source,
      "b.mjs": source,
      "c.cjs": source,
      "d.jsx": source,
    });
    expect(await filesWithFindings(folder)).toEqual({
      files: 4,
      found: ["a.js", "b.mjs", "c.cjs", "d.jsx"],
      stderr: "",
      exitCode: 1,
    });
  });

  it("of a jsconfig.json project are found through it", async () => {
    const folder = folderWith({
      "jsconfig.json": '{ "compilerOptions": { "paths": { "#save": ["./lib/save.js"] } } }',
      "lib/save.js": "export async function save() {}\n",
      "a.js": 'import { save } from "#save";\nexport async function close() {\n  save();\n}\n',
    });
    expect(await filesWithFindings(folder)).toMatchObject({ files: 2, found: ["a.js"], stderr: "" });
  });

  it("outside of every project are analysed too", async () => {
    const folder = folderWith({
      "loose.ts": floating,
      "loose.tsx": floating,
      "loose.mts": floating,
      "loose.cts": floating,
    });
    expect((await filesWithFindings(folder)).found).toEqual(["loose.cts", "loose.mts", "loose.ts", "loose.tsx"]);
  });

  it("that a project leaves out are analysed as loose ones", async () => {
    const config = { ...JSON.parse(tsconfig), include: ["src"] };
    const folder = folderWith({ "tsconfig.json": JSON.stringify(config), "src/a.ts": clean, "scripts/b.ts": floating });
    expect(await filesWithFindings(folder)).toMatchObject({ files: 2, found: ["scripts/b.ts"] });
  });

  // Elsewhere they are one file.
  it.runIf(process.platform === "linux")(
    "whose names differ in case only are both analysed, with a word of it",
    async () => {
      const folder = folderWith({ "tsconfig.json": tsconfig, "save.ts": floating, "Save.ts": floating });
      const { stderr, ...rest } = await filesWithFindings(folder);
      expect(rest).toEqual({ files: 2, found: ["Save.ts", "save.ts"], exitCode: 1 });
      expect(stderr).toContain("warning: tsconfig.json: File name");
    },
  );

  it("of several projects are analysed with the options of their own", async () => {
    const folder = folderWith({
      "one/tsconfig.json": tsconfig,
      "one/a.ts": floating,
      "two/tsconfig.json": tsconfig,
      "two/b.ts": floating,
      "loose/c.ts": floating,
    });
    expect(await filesWithFindings(folder)).toEqual({
      files: 3,
      found: ["loose/c.ts", "one/a.ts", "two/b.ts"],
      stderr: "",
      exitCode: 1,
    });
  });

  it("behind the references of a solution are analysed, with types across projects", async () => {
    const options = { strict: true, composite: true, target: "es2022", module: "nodenext", types: [] };
    const folder = folderWith({
      "tsconfig.json": '{ "files": [], "references": [{ "path": "core" }, { "path": "app" }] }',
      "core/tsconfig.json": JSON.stringify({ compilerOptions: options }),
      "core/save.ts": "export async function save() {}\n",
      "app/tsconfig.json": JSON.stringify({ compilerOptions: options, references: [{ path: "../core" }] }),
      "app/use.ts": 'import { save } from "../core/save.js";\nexport async function close() {\n  save();\n}\n',
      "app/tsconfig.build.json": "{}",
    });
    expect(await filesWithFindings(folder)).toEqual({ files: 2, found: ["app/use.ts"], stderr: "", exitCode: 1 });
  });

  it("are taken one by one when they are named", async () => {
    const folder = folderWith({ "tsconfig.json": tsconfig, "a.ts": floating, "b.ts": floating, "src/c.ts": floating });
    expect(await filesWithFindings(folder, "b.ts", "src", "./src/c.ts")).toMatchObject({
      files: 2,
      found: ["b.ts", "src/c.ts"],
    });
  });
});

describe("--project", () => {
  const folder = folderWith({
    "tsconfig.json": tsconfig,
    "configs/strict.json": JSON.stringify({ ...JSON.parse(tsconfig), include: ["../src"] }),
    "src/a.ts": floating,
    "other/b.ts": floating,
  });

  it("answers for the files that it contains, and for no other", async () => {
    expect(await filesWithFindings(folder, "--project", "configs/strict.json")).toEqual({
      files: 1,
      found: ["src/a.ts"],
      stderr: "",
      exitCode: 1,
    });
  });

  it("may be the folder of a tsconfig.json", async () => {
    expect((await filesWithFindings(folder, "--project", ".")).found).toEqual(["other/b.ts", "src/a.ts"]);
  });

  it("that contains nothing of what was asked for is no silent success", async () => {
    const solution = folderWith({ "tsconfig.json": '{ "files": [], "references": [] }', "src/a.ts": floating });
    expect(await runCli(solution, ["check", "--project", "."])).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^warning: tsconfig\.json: contains none of the files in \.$/m),
    });
  });

  it("that does not contain a file that was named is an error", async () => {
    const result = await filesWithFindings(folder, "--project", "configs/strict.json", "other/b.ts", "src/a.ts");
    expect(result).toMatchObject({ files: 1, found: ["src/a.ts"], exitCode: 2 });
    expect(result.stderr).toMatch(/^error: other\/b\.ts: not analysed: .+\n$/);
  });
});
