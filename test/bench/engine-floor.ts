// What the engine's interface costs before anything has been analysed: no program that uses it can be faster. For a scan
// that is loading the project and taking the trees of its files; for an edit, the new snapshot, the edited file's tree, and one type.
// These lines have no limit; they say how much of a limit is left for the analysis.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import * as esbuild from "esbuild";
import { distFolder } from "../../scripts/build.ts";
import { Engine } from "../../server/src/typescript/engine.ts";
import { findExecutable } from "../../server/src/typescript/executable.ts";
import { is, type Node } from "../../server/src/typescript/syntax.ts";
import { median } from "./comparison.ts";
import type { Comparison } from "./comparison.ts";
import { makeEdits } from "./edits.ts";
import type { BenchEdit } from "./edits.ts";
import { latencyOf, openAndDiagnose, startServer } from "./language-servers.ts";
import { measureProcess } from "./measured-process.ts";
import { fileWithMostAwaits } from "./most-awaits.ts";
import { oxlintConfigs } from "./peers.ts";
import type { CommandLine } from "./peers.ts";
import { oxlintScan } from "./whole-scan.ts";

const editCount = 50;
const settleMilliseconds = 30;

export async function compareFloors(name: string, folder: string, runs: number): Promise<readonly Comparison[]> {
  return [...(await compareScanFloor(name, folder, runs)), await compareEditFloor(name, folder)];
}

/** The bare scan, in turn with oxlint under each of its configurations. */
async function compareScanFloor(name: string, folder: string, runs: number): Promise<readonly Comparison[]> {
  const bundles = await mkdtemp(join(tmpdir(), "async-insight-floor-"));
  try {
    const bare = await bareScan(bundles, folder);
    const configs = Object.keys(oxlintConfigs) as (keyof typeof oxlintConfigs)[];
    const times = new Map<string, number[]>();
    const measure = async (what: string, command: CommandLine) => {
      const { milliseconds } = await measureProcess(command, folder);
      times.set(what, [...(times.get(what) ?? []), milliseconds]);
    };
    for (let run = 0; run < runs; run++) {
      await measure("bare", bare);
      for (const config of configs) await measure(config, oxlintScan(config));
    }
    return configs.map((config) => ({
      name: `floor ${name}, loading and trees vs oxlint ${config}, wall time`,
      ours: median(times.get("bare") ?? []),
      peer: median(times.get(config) ?? []),
      unit: "ms",
      limit: undefined,
    }));
  } finally {
    await rm(bundles, { recursive: true, force: true });
  }
}

/** Bundled, since what strips types from sources takes longer to start than all of the bundle. */
async function bareScan(bundles: string, folder: string): Promise<CommandLine> {
  const outfile = join(bundles, "bare-scan.mjs");
  await esbuild.build({
    entryPoints: [join(import.meta.dirname, "bare-scan.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  const executable = findExecutable(join(distFolder, "engine", process.platform === "win32" ? "tsc.exe" : "tsc"));
  return { command: process.execPath, args: [outfile, executable, `${folder}/tsconfig.json`, `${folder}/src/`] };
}

/** The same edits as for the language servers, in turn with TypeScript's own. */
async function compareEditFloor(name: string, folder: string): Promise<Comparison> {
  const file = fileWithMostAwaits(folder + "/src");
  const config = `${folder}/tsconfig.json`;
  const engine = new Engine({ folder });
  const tsc = await startServer("tsc", folder);
  const [bare, theirs]: [number[], number[]] = [[], []];
  try {
    engine.serveTexts();
    engine.hold([config]);
    await openAndDiagnose(tsc, file);
    const edits = await makeEdits(folder, file, editCount);
    // The first takes what the project needs once.
    await bareEdit(engine, config, file, edits[0]!);
    for (const edit of edits) {
      bare.push(await bareEdit(engine, config, file, edit));
      await pause(settleMilliseconds);
      theirs.push(await latencyOf("tsc", tsc, file, edit));
      await pause(settleMilliseconds);
    }
  } finally {
    await Promise.all([engine.dispose(), tsc.dispose()]);
  }
  const what = "snapshot, tree and one type vs tsc --lsp";
  return {
    name: `floor ${name}, ${what}, median`,
    ours: median(bare),
    peer: median(theirs),
    unit: "ms",
    limit: undefined,
  };
}

async function bareEdit(engine: Engine, config: string, file: string, { start, after }: BenchEdit): Promise<number> {
  const begin = performance.now();
  engine.setText(file, after);
  await engine.use(async (snapshot) => {
    const { program, checker } = snapshot.getProject(config)!;
    const tree = await program.getSourceFile(file);
    const call = tree && firstCallBehind(tree, start);
    if (call !== undefined) await checker.getTypeAtLocation(call);
  });
  return performance.now() - begin;
}

function firstCallBehind(node: Node, offset: number): Node | undefined {
  if (node.end <= offset) return undefined;
  if (node.pos >= offset && is.isCallExpression(node)) return node;
  return node.forEachChild((child) => firstCallBehind(child, offset));
}
