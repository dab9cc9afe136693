// Files without a configuration, in a scan: their engine sees the disk alone.

import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Engine } from "../../server/src/typescript/engine.ts";
import { Projects, projectIn } from "../../server/src/typescript/projects.ts";

let folder: string;
let engine: Engine;
let projects: Projects;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "async-insight-loose-")));
  engine = new Engine({ folder, mode: "scan" });
  projects = new Projects(engine, "scan");
});

afterEach(async () => {
  await engine.dispose();
  await projects.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

async function errorsIn(config: string, file: string): Promise<readonly string[]> {
  return engine.use(async (snapshot) => {
    const errors = await projectIn(snapshot, config)!.program.getSemanticDiagnostics(file);
    return errors.map(({ text }) => text);
  });
}

test("a stray file is checked with the types that are installed above it, by the engine that is loaded already", async () => {
  write("tsconfig.json", JSON.stringify({ include: ["src"] }));
  write("node_modules/@types/world/index.d.ts", "declare function request(): Promise<number>;");
  write("node_modules/@types/world/package.json", '{ "name": "@types/world", "version": "1.0.0" }');
  const inside = write("src/inside.ts", "export const a = 1;");
  const stray = write("tools/stray.ts", 'request().then((n: string) => n);\nimport "../src/inside";');
  projects.anticipate(folder);
  engine.start();
  const { members } = await projects.assign([inside, stray]);
  const pid = engine.pid;
  const loose = [...members].find(([, files]) => files.includes(stray))![0];
  expect(members.get(join(folder, "tsconfig.json"))).toEqual([inside]);
  expect(projects.isLoose(loose)).toBe(true);
  expect(await errorsIn(loose, stray)).toEqual([expect.stringContaining("is not assignable to parameter")]);
  expect(engine.pid).toBe(pid);
});

test("what is written for them is not in the project, and is gone afterwards", async () => {
  const file = write("alone.js", "export const a = 1;");
  const { members } = await projects.assign([file]);
  const [config] = members.keys();
  expect(config!.startsWith(folder)).toBe(false);
  expect(existsSync(config!)).toBe(true);
  await projects.dispose();
  expect(existsSync(dirname(config!))).toBe(false);
});

test("a file that another configuration answers for is left to that one", async () => {
  write("tsconfig.json", JSON.stringify({ files: [], references: [{ path: "./tsconfig.tools.json" }] }));
  write("tsconfig.tools.json", JSON.stringify({ compilerOptions: { composite: true }, include: ["tools"] }));
  const tool = write("tools/tool.ts", "export const a = 1;");
  write("packages/one/tsconfig.json", JSON.stringify({ include: ["src"] }));
  write("packages/one/src/a.ts", "export const a = 1;");
  const stray = write("packages/one/stray.ts", "export const a = 1;");
  const { members } = await projects.assign([tool, stray]);
  expect(members.get(join(folder, "tsconfig.tools.json"))).toEqual([tool]);
  const owner = [...members].find(([, files]) => files.includes(stray))![0];
  expect(projects.isLoose(owner)).toBe(true);
});
