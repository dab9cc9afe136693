// The whole run with an analysis that is made up, for what the present rules and a healthy engine can't show: safe
// fixes from end to end, evidence in other files, files that vanish.

import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FileReport } from "../../server/src/analysis/report.ts";
import type { ScanEvent, ScanRequest } from "../../server/src/analysis/workspace.ts";
import { check, type CheckContext } from "../../server/src/cli/check.ts";
import type { CheckOptions } from "../../server/src/cli/options.ts";
import { noProgress } from "../../server/src/cli/progress.ts";
import type { RuleMetadata } from "../../server/src/config/settings.ts";
import type { Evidence, Finding } from "../../server/src/rules/finding.ts";
import { LineIndex } from "../../server/src/text/line-index.ts";
import { folderWith } from "./run-cli.ts";
import { sarifProblems } from "./sarif-problems.ts";

const rule: RuleMetadata = {
  name: "word",
  family: "unawaited",
  summary: "The word `save`.",
  severity: "warning",
  equivalents: [],
  options: {},
};

interface World {
  readonly related?: readonly Evidence[];
  /** What the scan says beside its reports. */
  readonly events?: readonly ScanEvent[];
  /** Files of which the scan says nothing. */
  readonly silent?: readonly string[];
}

/** Runs `check` where the word `save` is a finding, and `await saved` its safe fix. */
async function run(folder: string, options: Partial<CheckOptions> = {}, world: World = {}) {
  let stdout = "";
  let stderr = "";
  const reportOf = (file: string): FileReport => {
    const text = readFileSync(file, "utf8");
    const findings = [...text.matchAll(/\bsave\b/g)].map(({ index }): Finding => ({
      rule: "word",
      file,
      message: "Says `save`.",
      severity: "warning",
      related: world.related ?? [],
      span: { start: index, end: index + 4 },
    }));
    const lines = new LineIndex(text);
    return {
      file,
      stamp: "",
      project: undefined,
      lines,
      findings,
      unresolvedImports: 0,
      skipped: undefined,
      milliseconds: 0,
    };
  };
  async function* scan({ files }: ScanRequest): AsyncGenerator<ScanEvent> {
    yield* world.events ?? [];
    const told = files.filter((file) => world.silent?.includes(file) !== true);
    // Backwards, as no order is promised.
    for (const [done, file] of told.toReversed().entries()) {
      yield { kind: "report", report: reportOf(file), done, total: told.length };
    }
  }
  const context: CheckContext = {
    analysis: {
      scan,
      fixes: async (_report, { file, span }) => [
        {
          title: "Wait",
          edits: [{ file, span, newText: "await saved" }],
          isSafe: true,
          isPreferred: true,
          needsCheck: false,
        },
      ],
      typeChecks: async () => true,
      filesChanged: () => {},
      statistics: () => ({ engineRequests: 7, enginePeakBytes: undefined, phases: { analyse: 1 } }),
    },
    useSettings: () => {},
    rules: [rule],
    folder,
    environment: {},
    print: (text) => (stdout += text),
    say: (kind, text) => (stderr += `${kind}: ${text}`),
    progress: noProgress,
    isColored: false,
    width: 80,
    signal: new AbortController().signal,
  };
  const exitCode = await check(
    {
      paths: ["."],
      project: undefined,
      rules: [],
      format: "pretty",
      settings: undefined,
      fix: false,
      maxWarnings: 0,
      stats: false,
      ...options,
    },
    context,
  );
  return { exitCode, stdout, stderr };
}

describe("check --fix", () => {
  it("applies safe fixes and prints what remains", async () => {
    const folder = folderWith({ "a.ts": "save();\nsave();\n", "b.ts": "// nothing\n", "c.ts": "save();\n" });
    expect(await run(folder, { fix: true })).toEqual({
      exitCode: 0,
      stdout: "No findings in 3 files.\n",
      stderr: "note: applied 3 safe fixes in 2 files\n",
    });
    expect(readFileSync(join(folder, "a.ts"), "utf8")).toBe("await saved();\nawait saved();\n");
  });

  it("ends with 2 when a file is read-only, with the others fixed and its findings printed", async () => {
    const folder = folderWith({ "locked.ts": "save();\n", "open.ts": "save();\n" });
    chmodSync(join(folder, "locked.ts"), 0o444);
    const { exitCode, stdout, stderr } = await run(folder, { fix: true });
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      "note: applied 1 safe fix in 1 file\n" +
        "error: locked.ts: not fixed: it is read-only; make it writable to have it fixed\n",
    );
    expect(stdout).toMatch(/^locked\.ts\n {2}1:1 {2}warning {2}Says `save`\. {2}word\n/);
    expect(stdout).toContain("1 warning in 1 of 2 files.");
    expect(readFileSync(join(folder, "open.ts"), "utf8")).toBe("await saved();\n");
  });

  it("does not say that there is no fix when the only one could not be applied", async () => {
    const folder = folderWith({ "locked.ts": "save();\n" });
    chmodSync(join(folder, "locked.ts"), 0o444);
    const { exitCode, stderr } = await run(folder, { fix: true });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: "error: locked.ts: not fixed: it is read-only; make it writable to have it fixed\n",
    });
  });

  it("changes nothing without being asked to, and names the fixes", async () => {
    const folder = folderWith({ "a.ts": "save();\n" });
    const { stdout } = await run(folder, { format: "json" });
    expect(JSON.parse(stdout).findings[0].fixes).toEqual([
      {
        title: "Wait",
        safe: true,
        edits: [
          {
            file: "a.ts",
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } },
            newText: "await saved",
          },
        ],
      },
    ]);
    expect(readFileSync(join(folder, "a.ts"), "utf8")).toBe("save();\n");
  });
});

describe("check", () => {
  it("shows the evidence, also in files that were not checked", async () => {
    const folder = folderWith({
      "a.ts": "save();\n",
      "node_modules/p/x.d.ts": "\uFEFF// first\nexport declare function f(): void;\n",
    });
    const evidence = {
      message: "It is declared here.",
      file: join(folder, "node_modules/p/x.d.ts"),
      span: { start: 9, end: 15 },
    };
    const world = { related: [evidence] };
    const place = {
      file: "node_modules/p/x.d.ts",
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 6 } },
    };

    const [pretty, json, github, sarif] = await Promise.all(
      (["pretty", "json", "github", "sarif"] as const).map((format) => run(folder, { format }, world)),
    );
    expect(pretty!.stdout).toContain("      node_modules/p/x.d.ts:2:1: It is declared here.\n");
    expect(JSON.parse(json!.stdout).findings[0].related).toEqual([{ message: "It is declared here.", ...place }]);
    expect(github!.stdout).toContain("::Says `save`.%0Anode_modules/p/x.d.ts:2: It is declared here.\n");
    const log = JSON.parse(sarif!.stdout);
    expect(sarifProblems(log)).toEqual([]);
    expect(log.runs[0].results[0].relatedLocations).toHaveLength(1);
  });

  it("prints in order what comes in any, also when some files are never heard of", async () => {
    const folder = folderWith({ "a.ts": "save();\n", "b/a.ts": "save();\n", "b.ts": "save();\n", "c.ts": "save();\n" });
    const { stdout } = await run(folder, { format: "github" }, { silent: [join(folder, "b.ts")] });
    expect([...stdout.matchAll(/file=([^,]+)/g)].map(([, file]) => file)).toEqual(["a.ts", "b/a.ts", "c.ts"]);
  });

  it("says which files could not be analysed, and fails for those that were named", async () => {
    const folder = folderWith({ "a.ts": "", "b.ts": "" });
    const events = ["a.ts", "b.ts"].map((name) => ({
      kind: "missing" as const,
      file: join(folder, name),
      reason: "it has vanished",
    }));
    expect(await run(folder, {}, { events })).toMatchObject({
      exitCode: 0,
      stderr: "warning: a.ts and 1 more: not analysed: it has vanished\n",
    });
    expect(await run(folder, { paths: ["a.ts"] }, { events: events.slice(0, 1) })).toMatchObject({
      exitCode: 2,
      stderr: "error: a.ts: not analysed: it has vanished\n",
    });
  });

  it("says each thing about configurations once, with paths as the user sees them", async () => {
    const folder = folderWith({ "a.ts": "" });
    const event: ScanEvent = {
      kind: "project",
      config: `${folder}/tsconfig.json`,
      files: 1,
      errors: [`${folder}/base.json:1:2: wrong`],
      warnings: [`${folder}/tsconfig.json:3:4: old`],
    };
    expect(await run(folder, { fix: true }, { events: [event, event] })).toEqual({
      exitCode: 2,
      stdout: "No findings in 1 file.\n",
      stderr:
        "error: base.json:1:2: wrong\nwarning: tsconfig.json:3:4: old\nnote: nothing to fix: no finding has a safe fix\n",
    });
  });

  it("leaves out of the stats what the platform does not tell", async () => {
    const folder = folderWith({ "a.ts": "" });
    const { stdout } = await run(folder, { format: "json", stats: true });
    const { stats } = JSON.parse(stdout);
    expect(stats).toMatchObject({ engineRequests: 7, milliseconds: { analyse: 1 } });
    expect(Object.keys(stats.peakBytes)).toEqual(["cli"]);
    expect((await run(folder, { stats: true })).stderr).toContain("unknown in the engine");
  });
});
