// All cases of all fixtures in one temporary folder, analysed by one engine. A case has a folder of its own in the
// project of all cases with the same compiler options, so that hundreds of cases load few projects. What a case must
// show is checked in fixture-check.ts.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Lesson } from "../../server/src/analysis/lessons.ts";
import type { Refusal, Rewriting } from "../../server/src/analysis/refactorings.ts";
import type { FileReport } from "../../server/src/analysis/report.ts";
import { AnalysisWorkspace } from "../../server/src/analysis/workspace.ts";
import { parseSettings, type Settings } from "../../server/src/config/settings.ts";
import type { Finding, Offers } from "../../server/src/rules/finding.ts";
import { rules as allRules } from "../../server/src/rules/index.ts";
import type { Rule } from "../../server/src/rules/rule.ts";
import { applyEdits, groupByFile, type Edit } from "../../server/src/text/edit.ts";
import type { FixtureCase } from "./fixture.ts";

const root = join(import.meta.dirname, "../..");

/** What a case may assume unless it says otherwise. Every file is a module, so that cases share no global names. */
const defaultOptions = {
  target: "esnext",
  module: "nodenext",
  lib: ["esnext", "dom", "dom.iterable"],
  types: ["node"],
  typeRoots: [join(root, "node_modules/@types")],
  strict: true,
  noEmit: true,
  allowJs: true,
  jsx: "preserve",
  moduleDetection: "force",
  allowImportingTsExtensions: true,
  skipLibCheck: true,
};

/** One run of a program. */
export interface ProgramRun {
  /** What it printed, with the exit code. */
  readonly output: string;
  /** Virtual time that its timers took. */
  readonly milliseconds: number;
}

const virtualTime = pathToFileURL(join(import.meta.dirname, "virtual-time.ts")).href;

function programRun(stdout: string, stderr: string, code: unknown): ProgramRun {
  const [, milliseconds = "0"] = /virtual time: (\d+) ms/.exec(stderr) ?? [];
  return { output: `${stdout}exit code ${String(code)}`, milliseconds: Number(milliseconds) };
}

export class FixtureWorkspace {
  /** The rules that run. */
  readonly rules: readonly Rule[];
  readonly #folder: string;
  readonly #workspace: AnalysisWorkspace;
  readonly #folders = new Map<FixtureCase, string>();
  readonly #settings = new Map<string, Settings>();
  readonly #projects = new Set<string>();
  #errors: Map<string, string[]> | undefined;

  /** Writes all cases to the disk; `dispose` removes them. `rules` replaces the product's. */
  static async create(cases: readonly FixtureCase[], rules = allRules): Promise<FixtureWorkspace> {
    // The engine reports real paths, and a temporary folder may be a link.
    const folder = await realpath(await mkdtemp(join(tmpdir(), "async-insight-fixtures-")));
    const workspace = new FixtureWorkspace(folder.replaceAll("\\", "/"), rules);
    for (const [index, fixtureCase] of cases.entries()) await workspace.#write(fixtureCase, index);
    return workspace;
  }

  private constructor(folder: string, rules: readonly Rule[]) {
    this.rules = rules;
    this.#folder = folder;
    this.#workspace = new AnalysisWorkspace({
      folder,
      rules,
      settingsFor: (file) => this.#settings.get(this.#folderAbove(file)) ?? parseSettings({}).settings,
    });
  }

  async dispose(): Promise<void> {
    await this.#workspace.dispose();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The path of one of the case's files. */
  fileOf(fixtureCase: FixtureCase, name: string): string {
    return `${this.#folders.get(fixtureCase)}/${name}`;
  }

  /** The path below the case's folder, as the fixture names it; other paths stay as they are. */
  nameOf(fixtureCase: FixtureCase, file: string): string {
    const folder = `${this.#folders.get(fixtureCase)}/`;
    return file.startsWith(folder) ? file.slice(folder.length) : file;
  }

  /** The reports of the case's sources, in the case's order. */
  async reports(fixtureCase: FixtureCase): Promise<FileReport[]> {
    const reports: FileReport[] = [];
    for (const { name } of fixtureCase.sources) {
      reports.push(await this.#workspace.report(this.fileOf(fixtureCase, name)));
    }
    return reports;
  }

  /** What there is to teach at a place of one of the case's sources, with the report that it belongs to. */
  async lesson(
    fixtureCase: FixtureCase,
    name: string,
    offset: number,
  ): Promise<{ readonly report: FileReport; readonly lesson: Lesson | undefined }> {
    const report = await this.#workspace.report(this.fileOf(fixtureCase, name));
    return { report, lesson: await this.#workspace.lesson(report, offset) };
  }

  /** The fixes as an editor offers them in the end, without those that do not type-check, and what is refused. */
  offers(report: FileReport, finding: Finding): Promise<Offers> {
    return this.#workspace.offers(report, finding, { checked: true });
  }

  /** What the refactoring does to the selection; a refusal without a reason where it is not offered. */
  async refactored(fixtureCase: FixtureCase, name: string): Promise<Rewriting | Refusal> {
    const { source, selection } = fixtureCase.refactoring!;
    const report = await this.#workspace.report(this.fileOf(fixtureCase, source.name));
    const offered = await this.#workspace.refactorings.at(report, selection);
    const own = offered.find((each) => each.name === name);
    if (own === undefined) return { reason: "" };
    return own.refusal ?? this.#workspace.refactorings.carryOut(report, name, selection);
  }

  typeChecks(edits: readonly Edit[]): Promise<boolean> {
    return this.#workspace.typeChecks(edits);
  }

  /** The case's texts after the edits, by file name; only those that change. */
  edited(fixtureCase: FixtureCase, edits: readonly Edit[]): Map<string, string> {
    const texts = new Map<string, string>();
    for (const [file, ofFile] of groupByFile(edits)) {
      const name = this.nameOf(fixtureCase, file);
      const source = fixtureCase.sources.find((candidate) => candidate.name === name);
      if (source === undefined) throw new Error(`the fix edits ${name}, which is no source of the case`);
      texts.set(name, applyEdits(source.code, ofFile));
    }
    return texts;
  }

  /** The reports of the case's sources while some of them have other texts. */
  async reportsWith(fixtureCase: FixtureCase, texts: ReadonlyMap<string, string>): Promise<FileReport[]> {
    for (const [name, text] of texts) this.#workspace.openDocument(this.fileOf(fixtureCase, name), text);
    try {
      return await this.reports(fixtureCase);
    } finally {
      for (const name of texts.keys()) this.#workspace.closeDocument(this.fileOf(fixtureCase, name));
    }
  }

  /**
   * What the case's program prints, how it ends and how long its timers take, in virtual time, while some of its files have
   * other texts.
   */
  async run(fixtureCase: FixtureCase, texts: ReadonlyMap<string, string>): Promise<ProgramRun> {
    const originals = fixtureCase.sources.filter(({ name }) => texts.has(name));
    for (const [name, text] of texts) await writeFile(this.fileOf(fixtureCase, name), text);
    try {
      const main = this.fileOf(fixtureCase, fixtureCase.sources[0].name);
      const args = ["--no-warnings", "--import", virtualTime, main];
      return await promisify(execFile)(process.execPath, args, { timeout: 20_000 }).then(
        ({ stdout, stderr }) => programRun(stdout, stderr, 0),
        (error: { stdout: string; stderr: string; code: unknown }) =>
          programRun(error.stdout, error.stderr, error.code),
      );
    } finally {
      for (const { name, code } of originals) await writeFile(this.fileOf(fixtureCase, name), code);
    }
  }

  /** What the compiler says about the case's code as it stands in the fixture. */
  async errors(fixtureCase: FixtureCase): Promise<readonly string[]> {
    this.#errors ??= await compilerErrors([...this.#projects]);
    return this.#errors.get(this.#folders.get(fixtureCase)!) ?? [];
  }

  async #write(fixtureCase: FixtureCase, index: number): Promise<void> {
    const { options, sources, otherFiles } = fixtureCase;
    const isAlone = sources.some(({ code }) => /\bdeclare global\b/.test(code));
    const key = JSON.stringify(options) + (isAlone ? index : "");
    const project = `${this.#folder}/project-${createHash("sha256").update(key).digest("hex").slice(0, 8)}`;
    const folder = `${project}/case-${index}`;
    this.#folders.set(fixtureCase, folder);
    this.#settings.set(folder, settingsOf(fixtureCase));
    if (!this.#projects.has(project)) {
      this.#projects.add(project);
      await mkdir(project);
      const compilerOptions = { ...defaultOptions, ...options };
      await writeFile(`${project}/tsconfig.json`, JSON.stringify({ compilerOptions, include: ["**/*"] }));
      await writeFile(`${project}/package.json`, JSON.stringify({ type: "module" }));
    }
    const files = [...otherFiles, ...sources.map(({ name, code }) => ({ name, text: code }))];
    for (const { name, text } of files) {
      await mkdir(dirname(`${folder}/${name}`), { recursive: true });
      await writeFile(`${folder}/${name}`, text);
    }
  }

  #folderAbove(file: string): string {
    return /^.*?\/case-\d+(?=\/)/.exec(file.replaceAll("\\", "/"))?.[0] ?? "";
  }
}

function settingsOf({ name, settings: raw }: FixtureCase): Settings {
  const { settings, problems } = parseSettings(raw);
  if (problems.length > 0) throw new Error(`settings of the case "${name}": ${problems.join("; ")}`);
  return settings;
}

/** The errors of all projects by the folder of the case that has them. */
async function compilerErrors(projects: readonly string[]): Promise<Map<string, string[]>> {
  const errors = new Map<string, string[]>();
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  for (const project of projects) {
    const args = [compiler, "--project", project, "--pretty", "false"];
    const output = await promisify(execFile)(process.execPath, args, { cwd: project, maxBuffer: 1 << 26 }).then(
      ({ stdout }) => stdout,
      (error: { stdout: string }) => error.stdout,
    );
    for (const line of output.split("\n").filter((candidate) => / error TS\d+: /.test(candidate))) {
      const folder = /^(case-\d+)\//.exec(line)?.[1];
      const key = folder === undefined ? project : `${project}/${folder}`;
      errors.set(key, [...(errors.get(key) ?? []), line.trim()]);
    }
  }
  return errors;
}
