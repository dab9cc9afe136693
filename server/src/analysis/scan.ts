// Reports of many files: projects one after another, the files of a project in batches that share their rounds. While
// one batch's questions are answered, the trees of the next ones are fetched.

import { say } from "../language/say.ts";
import { statSync } from "node:fs";
import { prepareAnswers } from "../questions/answer.ts";
import type { ProgramView } from "../questions/answerer.ts";
import type { Engine } from "../typescript/engine.ts";
import { projectIn, type Projects } from "../typescript/projects.ts";
import type { SourceFile } from "../typescript/syntax.ts";
import { NO_PROBLEMS, problemsOf } from "./project-problems.ts";
import type { FileReport } from "./report.ts";
import { skipReason } from "./skipped-files.ts";
import { whyUnreadable } from "./source-files.ts";

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

/** Batches grow, so that the first questions are asked soon and the later ones are few. In bytes of source text. */
const FIRST_BATCH = 100_000;
const LARGEST_BATCH = 1_000_000;

/** However small they are: what was found in one batch is printed while the next one is analysed. */
const MOST_FILES = 150;

/** The checker answers one question at a time: one batch is in it, the trees of the others are on their way. */
const BATCHES_AT_ONCE = 3;

/**
 * Reports come batch by batch and project by project; within a project small files may come before others.
 * @throws the signal's reason when it fires, checked between chunks
 */
export async function* scan(tools: ScanTools, request: ScanRequest): AsyncGenerator<ScanEvent> {
  const { engine, projects, measure } = tools;
  const files = request.files.filter((file) => skipReason(file) === undefined);
  const { members: assigned, circular } = await measure("load projects", () => projects.assign(files, request.project));
  const unseen = new Set(files);
  for (const config of circular) {
    const error = `${config}: extends itself, so that it cannot be loaded. Correct "extends".`;
    yield { kind: "project", config, files: 0, errors: [error], warnings: [] };
  }
  for (const [config, members] of assigned) {
    request.signal?.throwIfAborted();
    // The engine says nothing of it and takes it for none, so that its files are loose ones.
    const unreadable = await whyUnreadable(config);
    if (unreadable !== undefined) {
      yield { kind: "project", config, files: members.length, errors: [`${config}: ${unreadable}`], warnings: [] };
    }
    const lease = await engine.lease();
    try {
      const project = projectIn(lease.snapshot, config);
      if (project === undefined) continue;
      const view: ProgramView = { project, program: project.program, checker: project.checker };
      const isLoose = projects.isLoose(config);
      // What is wrong with a configuration that we made up is about its files, which are said to be missing.
      const problems = isLoose ? NO_PROBLEMS : await problemsOf(view);
      yield { kind: "project", config: isLoose ? undefined : config, files: members.length, ...problems };
      for await (const reports of reportsOf(tools, view, members, request.signal)) {
        for (const report of reports) {
          unseen.delete(report.file);
          yield { kind: "report", report, done: files.length - unseen.size, total: files.length };
        }
      }
    } finally {
      lease.release();
    }
  }
  for (const file of unseen) yield { kind: "missing", file, reason: say`no program contains it` };
}

/** The reports of one project's files, a batch at a time and in order, while later batches are under way already. */
async function* reportsOf(
  { analyze, measure }: ScanTools,
  view: ProgramView,
  files: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly FileReport[]> {
  // The checker can be made while the first trees are on their way.
  prepareAnswers(view);
  let fetched: Promise<unknown> = Promise.resolve();
  const start = async (batch: readonly string[]) => {
    signal?.throwIfAborted();
    // One batch of trees after another, or all would arrive late together.
    const trees = fetched.then(() => measure("fetch trees", () => fetchTrees(view, batch)));
    fetched = trees;
    const arrived = await trees;
    return measure("analyse", () => analyze(view, arrived, signal));
  };
  const underWay: Promise<readonly FileReport[]>[] = [];
  const batches = growingBatches(files);
  for (;;) {
    while (underWay.length < BATCHES_AT_ONCE) {
      const next = batches.next();
      if (next.done === true) break;
      const batch = start(next.value);
      // It may fail while an earlier one is awaited, or when nobody reads it any more; who awaits it hears of that.
      batch.catch(() => {});
      underWay.push(batch);
    }
    if (underWay.length === 0) return;
    yield await underWay[0]!;
    void underWay.shift();
  }
}

/** The files cut by the size of their texts; one that is larger than the first batch is to be waits for the second. */
function* growingBatches(files: readonly string[]): Generator<readonly string[], void, undefined> {
  let limit = FIRST_BATCH;
  let batch: string[] = [];
  let bytes = 0;
  const large: string[] = [];
  for (const file of files) {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (limit === FIRST_BATCH && size > limit / 2) {
      large.push(file);
      continue;
    }
    batch.push(file);
    bytes += size;
    if (bytes < limit && batch.length < MOST_FILES) continue;
    yield batch;
    limit = Math.min(LARGEST_BATCH, 3 * limit);
    [batch, bytes] = [large.splice(0), 0];
  }
  yield [...batch, ...large];
}

async function fetchTrees(view: ProgramView, files: readonly string[]) {
  const trees = await Promise.all(
    files.map(async (file) => ({ file, syntax: await view.program.getSourceFile(file) })),
  );
  return trees.filter((tree): tree is { file: string; syntax: SourceFile } => tree.syntax !== undefined);
}
