// Reports of many files: projects one after another, the files of a project in batches that share their rounds. While
// one batch's questions are answered, the trees of the next ones are fetched.

import type { ProgramView } from "../questions/answerer.ts";
import type { Engine } from "../typescript/engine.ts";
import { projectIn, type Projects } from "../typescript/projects.ts";
import type { SourceFile } from "../typescript/syntax.ts";
import { problemsOf } from "./project-problems.ts";
import type { FileReport } from "./report.ts";
import { skipReason } from "./skipped-files.ts";

export interface ScanRequest {
  /** Absolute paths of source files with forward slashes. */
  readonly files: readonly string[];
  /** The configuration file that answers for all of them; otherwise each file's nearest. */
  readonly project?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type ScanEvent =
  | {
      readonly kind: "project";
      /** Undefined for loose files. */
      readonly config: string | undefined;
      /** How many of the requested files it answers for. */
      readonly files: number;
      readonly errors: readonly string[];
      readonly warnings: readonly string[];
    }
  | { readonly kind: "report"; readonly report: FileReport; readonly done: number; readonly total: number }
  /** No program contains the file. */
  | { readonly kind: "missing"; readonly file: string; readonly reason: string };

/** What a scan uses of the workspace. */
export interface ScanTools {
  readonly engine: Engine;
  readonly projects: Projects;
  readonly analyze: (
    view: ProgramView,
    files: readonly { readonly file: string; readonly syntax: SourceFile }[],
    signal?: AbortSignal,
  ) => Promise<readonly FileReport[]>;
  readonly measure: <T>(phase: string, work: () => Promise<T>) => Promise<T>;
}

/** Large enough that rounds are few, small enough that a cancelled scan stops soon. */
const FILES_PER_BATCH = 40;

/** One batch in the checker, one whose trees are on their way. */
const BATCHES_AT_ONCE = 2;

/**
 * @throws the signal's reason when it fires, checked between chunks
 */
export async function* scan(tools: ScanTools, request: ScanRequest): AsyncGenerator<ScanEvent> {
  const { engine, projects, measure } = tools;
  const files = request.files.filter((file) => skipReason(file) === undefined);
  const assigned = await measure("load projects", () => projects.assign(files, request.project));
  const total = files.length;
  let done = 0;
  const found = new Set<string>();
  for (const [config, members] of assigned) {
    request.signal?.throwIfAborted();
    const events = await engine.use(async (snapshot) => {
      const project = projectIn(snapshot, config);
      if (project === undefined) return undefined;
      const view: ProgramView = { project, program: project.program, checker: project.checker };
      const problems = await problemsOf(view);
      const reports = await scanProject(tools, view, members, request.signal);
      return { problems, reports };
    });
    if (events === undefined) continue;
    const isLoose = projects.isLoose(config);
    yield { kind: "project", config: isLoose ? undefined : config, files: members.length, ...events.problems };
    for (const report of events.reports) {
      found.add(report.file);
      yield { kind: "report", report, done: ++done, total };
    }
  }
  for (const file of files) {
    if (!found.has(file)) yield { kind: "missing", file, reason: "no program contains it" };
  }
}

async function scanProject(
  { analyze, measure }: ScanTools,
  view: ProgramView,
  files: readonly string[],
  signal: AbortSignal | undefined,
): Promise<FileReport[]> {
  const batches: string[][] = [];
  for (let i = 0; i < files.length; i += FILES_PER_BATCH) batches.push(files.slice(i, i + FILES_PER_BATCH));
  const reports: (readonly FileReport[])[] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < batches.length; index = next++) {
      signal?.throwIfAborted();
      const trees = await measure("fetch trees", () => fetchTrees(view, batches[index]!));
      reports[index] = await measure("analyse", () => analyze(view, trees, signal));
    }
  };
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
  return reports.flat();
}

async function fetchTrees(view: ProgramView, files: readonly string[]) {
  const trees = await Promise.all(
    files.map(async (file) => ({ file, syntax: await view.program.getSourceFile(file) })),
  );
  return trees.filter((tree): tree is { file: string; syntax: SourceFile } => tree.syntax !== undefined);
}
