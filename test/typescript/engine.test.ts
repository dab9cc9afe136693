// The engine against real TypeScript 7 processes: texts in memory, changes on disk, projects, crashes, the end.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Engine, EngineCrashError, EngineMissingError, type EngineState } from "../../server/src/typescript/engine.ts";
import { findExecutable } from "../../server/src/typescript/executable.ts";
import { Projects, projectIn } from "../../server/src/typescript/projects.ts";

let folder: string;
let engine: Engine;
let projects: Projects;
let states: EngineState[];

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "async-insight-engine-")));
  states = [];
  engine = new Engine({ folder, onState: (state) => states.push(state) });
  projects = new Projects(engine);
});

afterEach(async () => {
  await engine.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const config = (include: string[], extra: object = {}) =>
  JSON.stringify({
    compilerOptions: { strict: true, module: "esnext", target: "es2022", types: [], ...extra },
    include,
  });

/** The text of a file as its project sees it, and how many errors it has there. */
async function look(file: string): Promise<{ readonly text: string | undefined; readonly errors: readonly string[] }> {
  const owner = await projects.configOf(file);
  return engine.use(async (snapshot) => {
    const program = projectIn(snapshot, owner)?.program;
    const errors = (await program?.getSemanticDiagnostics(file)) ?? [];
    return { text: (await program?.getSourceFile(file))?.text, errors: errors.map(({ text }) => text) };
  });
}

test("a text in memory wins over the disk, also for the files that import it, until it is dropped", async () => {
  write("tsconfig.json", config(["src"]));
  const a = write("src/a.ts", "export const a: string = 'disk';");
  const b = write("src/b.ts", "import { a } from './a';\nexport const n: number = a;");
  expect((await look(b)).errors).toEqual(["Type 'string' is not assignable to type 'number'."]);
  engine.setText(a, "export const a: number = 1;");
  expect(await look(a)).toEqual({ text: "export const a: number = 1;", errors: [] });
  expect((await look(b)).errors).toEqual([]);
  engine.dropText(a);
  expect((await look(b)).errors).toHaveLength(1);
});

test("changes on disk are followed: changed, created, deleted, and a folder that is gone", async () => {
  write("tsconfig.json", config(["src"]));
  const a = write("src/a.ts", "import { x } from './lib/x';\nexport const y: number = x;");
  expect((await look(a)).errors).toHaveLength(1);
  const x = write("src/lib/x.ts", "export const x = 1;");
  engine.noteChanges([{ file: x, kind: "created" }]);
  expect((await look(a)).errors).toEqual([]);
  write("src/lib/x.ts", "export const x = 'text';");
  engine.noteChanges([{ file: x, kind: "changed" }]);
  expect((await look(a)).errors).toEqual(["Type 'string' is not assignable to type 'number'."]);
  rmSync(join(folder, "src/lib"), { recursive: true });
  engine.noteChanges([{ file: join(folder, "src/lib"), kind: "deleted" }]);
  expect((await look(a)).errors[0]).toContain("Cannot find module './lib/x'");
});

test("the nearest configuration that contains the file answers for it", async () => {
  write("tsconfig.json", JSON.stringify({ files: [], references: [{ path: "./tsconfig.app.json" }] }));
  const app = write("tsconfig.app.json", config(["app"], { composite: true }));
  const nested = write("packages/one/tsconfig.json", config(["src"]));
  const javaScript = write("tools/jsconfig.json", config(["*.js"], { checkJs: true }));
  expect(await projects.configOf(write("app/main.ts", "export {};"))).toBe(app);
  expect(await projects.configOf(write("packages/one/src/index.ts", "export {};"))).toBe(nested);
  expect(await projects.configOf(write("tools/build.js", "export {};"))).toBe(javaScript);
  const loose = await projects.configOf(write("elsewhere/notes.ts", "export {};"));
  expect(projects.isLoose(loose)).toBe(true);
});

test("loose files of a package share one strict project", async () => {
  write("package.json", JSON.stringify({ name: "scripts" }));
  const a = write("a.js", "export const a = 1;");
  const b = write("deep/b.js", "import { a } from '../a.js';\nexport { a };");
  expect(await projects.configOf(a)).toBe(await projects.configOf(b));
  expect((await look(b)).errors).toEqual([]);
});

test("a configuration that vanishes while its project is open stops nothing", async () => {
  const owner = write("tsconfig.json", config(["*.ts"]));
  const a = write("a.ts", "export const a = 1;");
  const b = write("other/b.ts", "export const b = 1;");
  write("other/tsconfig.json", config(["*.ts"]));
  await Promise.all([look(a), look(b)]);
  unlinkSync(owner);
  engine.noteChanges([{ file: owner, kind: "deleted" }]);
  projects.invalidate();
  engine.setText(b, "export const b = 2;");
  expect((await look(b)).text).toBe("export const b = 2;");
  expect(projects.isLoose(await projects.configOf(a))).toBe(true);
});

test("a configuration that vanishes unnoticed stops nothing either", async () => {
  const owner = write("tsconfig.json", config(["*.ts"]));
  const a = write("a.ts", "export const a = 1;");
  await look(a);
  unlinkSync(owner);
  engine.setText(a, "export const a = 2;");
  projects.invalidate();
  expect((await look(a)).text).toBe("export const a = 2;");
});

test("a configuration that extends itself is not waited for", async () => {
  write("tsconfig.json", JSON.stringify({ extends: "./base", include: ["*.ts"] }));
  write("base.json", JSON.stringify({ extends: ["./tsconfig.json"] }));
  const a = write("a.ts", "export const a: number = 'text';");
  expect(projects.isLoose(await projects.configOf(a))).toBe(true);
  expect((await look(a)).errors).toHaveLength(1);
  const { members, circular } = await new Projects(engine).assign([a]);
  expect(circular).toEqual([join(folder, "tsconfig.json")]);
  expect([...members.values()].flat()).toEqual([a]);
});

test("nor is a configuration that the engine meets on its way to others", async () => {
  write("tsconfig.json", JSON.stringify({ files: [], references: [{ path: "./lib" }] }));
  const culprit = write("lib/tsconfig.json", JSON.stringify({ extends: "../lib/tsconfig" }));
  write("below/tsconfig.json", config(["nothing.ts"]));
  const files = [write("a.ts", "export {};"), write("below/b.ts", "export {};"), write("lib/c.ts", "export {};")];
  for (const file of files) expect(projects.isLoose(await projects.configOf(file))).toBe(true);
  const { members, circular } = await new Projects(engine).assign(files);
  expect(circular).toEqual([culprit]);
  expect([...members.values()].flat().toSorted()).toEqual(files);
});

test.each(["editor", "texts"])("a configuration that comes to extend itself is let go: %s", async (kind) => {
  const owner = write("tsconfig.json", JSON.stringify({ extends: "./base.json", include: ["*.ts"] }));
  const base = write("base.json", "{}");
  const a = write("a.ts", "export const a = 1;");
  if (kind === "texts") engine.setText(a, "export const a = 2;");
  expect(await projects.configOf(a)).toBe(owner);
  await look(a);
  write("base.json", JSON.stringify({ extends: "./tsconfig.json" }));
  engine.noteChanges([{ file: base, kind: "changed" }]);
  projects.invalidate();
  expect(projects.isLoose(await projects.configOf(a))).toBe(true);
  expect((await look(a)).errors).toEqual([]);
  write("base.json", "{}");
  engine.noteChanges([{ file: base, kind: "changed" }]);
  projects.invalidate();
  expect(await projects.configOf(a)).toBe(owner);
  expect((await look(a)).errors).toEqual([]);
});

test("a killed process is replaced, with the texts and projects that were open", async () => {
  write("tsconfig.json", config(["*.ts"]));
  const a = write("a.ts", "export const a = 1;");
  engine.setText(a, "export const a = 'memory';");
  await look(a);
  const { pid } = engine;
  process.kill(pid!, "SIGKILL");
  await expect.poll(() => states.at(-1)).toBe("crashed");
  expect((await look(a)).text).toBe("export const a = 'memory';");
  expect(engine.pid).not.toBe(pid);
});

test("whoever waits when the process dies hears of it", async () => {
  write("tsconfig.json", config(["*.ts"]));
  const a = write("a.ts", "export const a = 1;");
  await look(a);
  const waiting = engine.use(async (snapshot) => {
    const question = snapshot.getProjects()[0]!.program.getSemanticDiagnostics();
    process.kill(engine.pid!, "SIGKILL");
    return question;
  });
  await expect(waiting).rejects.toBeInstanceOf(EngineCrashError);
});

test("a process that dies again and again is given up, until somebody restarts it", async () => {
  write("tsconfig.json", config(["*.ts"]));
  const a = write("a.ts", "export const a = 1;");
  for (let crash = 0; crash < 5; crash++) {
    await look(a);
    process.kill(engine.pid!, "SIGKILL");
    await expect.poll(() => states.at(-1)).toBe("crashed");
  }
  await expect(look(a)).rejects.toThrow("is not started again");
  expect(states.at(-1)).toBe("failed");
  await engine.restart();
  expect((await look(a)).errors).toEqual([]);
});

test("speculative texts are seen by nobody else", async () => {
  write("tsconfig.json", config(["*.ts"]));
  const a = write("a.ts", "export const a: number = 1;");
  const owner = await projects.configOf(a);
  const errors = await engine.useWithTexts(new Map([[a, "export const a: number = 'wrong';"]]), async (snapshot) =>
    projectIn(snapshot, owner)!.program.getSemanticDiagnostics(a),
  );
  expect(errors).toHaveLength(1);
  expect(await look(a)).toEqual({ text: "export const a: number = 1;", errors: [] });
});

test("an executable that is not there is named, with the way out", async () => {
  const told: unknown[] = [];
  const missing = new Engine({
    folder,
    executable: join(folder, "no-such-tsc"),
    onState: (state, message) => told.push([state, message]),
  });
  const attempt = missing.use(() => Promise.resolve());
  await expect(attempt).rejects.toBeInstanceOf(EngineMissingError);
  await expect(attempt).rejects.toThrow(/no-such-tsc, which does not exist. Correct the setting/);
  expect(told).toEqual([["failed", expect.stringContaining("no-such-tsc, which does not exist.")]]);
  await missing.dispose();
});

test("no process is left behind, and none is started again", async () => {
  write("tsconfig.json", config(["*.ts"]));
  const a = write("a.ts", "export const a = 1;");
  await look(a);
  const pid = engine.pid!;
  await engine.dispose();
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  await expect(engine.use(() => Promise.resolve())).rejects.toBeInstanceOf(EngineCrashError);
});

test("a scan reads the disk alone until it is given a text, and is told beforehand at best", async () => {
  write("tsconfig.json", config(["*.ts"]));
  const a = write("a.ts", "export const a = 1;");
  await engine.dispose();
  engine = new Engine({ folder, mode: "scan", onState: (state) => states.push(state) });
  projects = new Projects(engine);
  await look(a);
  const first = engine.pid;
  engine.setText(a, "export const a: string = 2;");
  expect((await look(a)).errors).toHaveLength(1);
  expect(engine.pid).not.toBe(first);
  const second = engine.pid;
  await engine.useWithTexts(new Map([[a, "export const a = 3;"]]), async (snapshot) => {
    expect((await projectIn(snapshot, join(folder, "tsconfig.json"))?.program.getSourceFile(a))?.text).toContain("3");
  });
  expect(engine.pid).toBe(second);
  expect(states).not.toContain("crashed");
});

test("a process that sees texts is made ready before anybody types, and takes over without a word", async () => {
  write("tsconfig.json", config(["*.ts"]));
  const a = write("a.ts", "export const a = 1;");
  engine.setText(a, "export const a = 1;");
  await look(a);
  engine.prepareForTexts();
  const first = engine.pid!;
  const lease = await engine.lease();
  await expect.poll(() => engine.pid, { timeout: 10_000 }).not.toBe(first);
  const second = engine.pid;
  // Whoever is in the middle of something ends it with the process that it began with.
  expect(await projectIn(lease.snapshot, join(folder, "tsconfig.json"))?.program.getSourceFileNames()).toContain(a);
  lease.release();
  await expect.poll(() => isAlive(first)).toBe(false);
  engine.setText(a, "export const a: string = 2;");
  expect((await look(a)).errors).toHaveLength(1);
  expect(engine.pid).toBe(second);
  expect(states.filter((state) => state === "starting")).toHaveLength(1);
});

test("an executable that vanishes meanwhile is missed only by who needs it", async () => {
  await engine.dispose();
  const executable = join(folder, "tsc");
  symlinkSync(findExecutable(), executable);
  engine = new Engine({ folder, executable });
  projects = new Projects(engine);
  write("tsconfig.json", config(["*.ts"]));
  const a = write("a.ts", "export const a = 1;");
  await look(a);
  unlinkSync(executable);
  engine.prepareForTexts();
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect((await look(a)).errors).toEqual([]);
  engine.setText(a, "export const a = 2;");
  await expect(look(a)).rejects.toThrow(EngineMissingError);
});

test("who types before it is ready does not wait for two", async () => {
  write("tsconfig.json", config(["*.ts"]));
  const a = write("a.ts", "export const a = 1;");
  await look(a);
  engine.setText(a, "export const a: string = 2;");
  expect((await look(a)).errors).toHaveLength(1);
  const second = engine.pid;
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(engine.pid).toBe(second);
});

test("a file that changes on disk behind a document with the old text keeps the document's text", async () => {
  write("tsconfig.json", config(["*.ts"]));
  const a = write("a.ts", "export const a = 1;");
  engine.setText(a, "export const a = 1;");
  await look(a);
  write("a.ts", "export const a: string = 2;");
  engine.noteChanges([{ file: a, kind: "changed" }]);
  expect(await look(a)).toEqual({ text: "export const a = 1;", errors: [] });
});

test("what changes while the next process is loaded is part of what it knows", async () => {
  write("tsconfig.json", config(["*.ts"]));
  const a = write("a.ts", "export const a = 1;");
  await look(a);
  engine.prepareForTexts();
  const first = engine.pid;
  const b = write("b.ts", "import { a } from './a';\nexport const n: string = a;");
  engine.noteChanges([{ file: b, kind: "created" }]);
  projects.invalidate();
  expect((await look(b)).errors).toHaveLength(1);
  await expect.poll(() => engine.pid, { timeout: 10_000 }).not.toBe(first);
  expect((await look(b)).errors).toHaveLength(1);
});

test("a scan that expects texts starts with them", async () => {
  write("tsconfig.json", config(["*.ts"]));
  const a = write("a.ts", "export const a = 1;");
  await engine.dispose();
  engine = new Engine({ folder, mode: "scan" });
  projects = new Projects(engine);
  engine.serveTexts();
  await look(a);
  const first = engine.pid;
  await engine.useWithTexts(new Map([[a, "export const a = 3;"]]), async () => {});
  expect(engine.pid).toBe(first);
});
