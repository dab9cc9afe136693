// What each format prints, from the real program on real files.

import { describe, expect, it } from "vitest";
import { floating, folderWith, runCli, tsconfig } from "./run-cli.ts";
import { sarifProblems } from "./sarif-problems.ts";

const twoFiles = {
  "tsconfig.json": tsconfig,
  "b.ts": floating,
  "a folder/ä,1%.ts": `${floating}\nexport async function twice() {\n\tsave(); save();\n}\n`,
};
const folder = folderWith(twoFiles);
const path = "a folder/ä,1%.ts";

describe("json", () => {
  it("is one object with every finding, sorted by file and position", async () => {
    const { stdout, exitCode, stderr } = await runCli(folder, ["check", "--format", "json"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
    const result = JSON.parse(stdout);
    expect(Object.keys(result)).toEqual(["version", "files", "findings"]);
    expect(result.files).toBe(2);
    expect(result.findings.map((finding: { file: string; range: unknown }) => [finding.file, finding.range])).toEqual([
      [path, { start: { line: 2, character: 2 }, end: { line: 2, character: 8 } }],
      [path, { start: { line: 6, character: 1 }, end: { line: 6, character: 7 } }],
      [path, { start: { line: 6, character: 9 }, end: { line: 6, character: 15 } }],
      ["b.ts", { start: { line: 2, character: 2 }, end: { line: 2, character: 8 } }],
    ]);
    const last = result.findings.at(-1);
    expect(Object.keys(last)).toEqual(["rule", "severity", "message", "file", "range", "related", "fixes"]);
    expect(last).toMatchObject({ rule: "floating-promise", severity: "warning", related: [] });
    expect(last.fixes[0]).toEqual({
      title: "Add `await`",
      safe: false,
      edits: [
        {
          file: "b.ts",
          range: { start: { line: 2, character: 2 }, end: { line: 2, character: 2 } },
          newText: "await ",
        },
      ],
    });
  });

  it("names files relative to the current folder, also those outside of it", async () => {
    const { stdout } = await runCli(`${folder}/a folder`, ["check", "--format", "json", ".."]);
    const files = JSON.parse(stdout).findings.map((finding: { file: string }) => finding.file);
    expect(files).toEqual(["../b.ts", "ä,1%.ts", "ä,1%.ts", "ä,1%.ts"]);
  });

  it("has stats only on demand", async () => {
    const { stdout, stderr } = await runCli(folder, ["check", "--format", "json", "--stats"]);
    const { stats } = JSON.parse(stdout);
    expect(stats.files).toEqual({ analysed: 2, skipped: 0, notInProgram: 0 });
    expect(stats.unresolvedImports).toEqual({ imports: 0, files: 0 });
    expect(stats.engineRequests).toBeGreaterThan(0);
    expect(stats.peakBytes.cli).toBeGreaterThan(1e6);
    for (const time of Object.values(stats.milliseconds)) expect(time).toBeTypeOf("number");
    expect(stats.milliseconds.total).toBeGreaterThanOrEqual(stats.milliseconds.scan);
    expect(stderr).toBe("");
  });

  it("is an object also when there is nothing", async () => {
    const { stdout, exitCode } = await runCli(folder, ["check", "--format", "json", "--rule", "unused-promise"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ files: 2, findings: [] });
  });
});

describe("github", () => {
  it("prints one escaped workflow command for each finding", async () => {
    const { stdout } = await runCli(folder, ["check", "--format", "github", "--rule", "floating-promise=error"]);
    expect(stdout.split("\n")).toEqual([
      "::error file=a folder/ä%2C1%25.ts,line=3,col=3,endLine=3,endColumn=9,title=Async Insight%3A floating-promise::Nothing waits for `save()`.",
      expect.stringContaining("line=7,col=2,"),
      expect.stringContaining("line=7,col=10,"),
      expect.stringContaining("::error file=b.ts,line=3"),
      "",
    ]);
  });

  it("names files relative to the repository when it runs further down", async () => {
    const { stdout } = await runCli(`${folder}/a folder`, ["check", "--format", "github"], {
      GITHUB_WORKSPACE: folder,
    });
    expect(stdout).toMatch(/^::warning file=a folder\/ä%2C1%25\.ts,line=3/);
  });

  it("gives notices for what is below a warning", async () => {
    const { stdout } = await runCli(folder, ["check", "b.ts", "--format", "github", "--rule", "floating-promise=hint"]);
    expect(stdout).toMatch(/^::notice file=b\.ts,/);
  });
});

describe("sarif", () => {
  it("is what SARIF 2.1.0 requires", async () => {
    const { stdout, exitCode } = await runCli(folder, ["check", "--format", "sarif"]);
    const log = JSON.parse(stdout);
    expect(exitCode).toBe(1);
    expect(sarifProblems(log)).toEqual([]);
    const [run] = log.runs;
    expect(run.originalUriBaseIds["%SRCROOT%"].uri).toMatch(/^file:\/\/\/.*\/$/);
    expect(run.invocations).toEqual([{ executionSuccessful: true }]);
    expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toContain("floating-promise");
    expect(run.results).toHaveLength(4);
    const [first] = run.results;
    expect(first).toMatchObject({
      ruleId: "floating-promise",
      level: "warning",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "a%20folder/%C3%A4%2C1%25.ts", uriBaseId: "%SRCROOT%" },
            region: { startLine: 3, startColumn: 3, endLine: 3, endColumn: 9 },
          },
        },
      ],
    });
    expect(first.fixes[0].artifactChanges[0].replacements[0]).toEqual({
      deletedRegion: { startLine: 3, startColumn: 3, endLine: 3, endColumn: 3 },
      insertedContent: { text: "await " },
    });
  });

  it("gives fingerprints that tell findings apart and survive lines above", async () => {
    const shifted = folderWith(
      Object.fromEntries(
        Object.entries(twoFiles).map(([name, text]) => [
          name,
          name.endsWith(".ts") ? `// one more line\n${text}` : text,
        ]),
      ),
    );
    const [before, after] = await Promise.all(
      [folder, shifted].map((each) => runCli(each, ["check", "--format", "sarif"])),
    );
    expect(new Set(prints(before!.stdout)).size).toBe(4);
    expect(prints(after!.stdout)).toEqual(prints(before!.stdout));
  });

  it("tells of a run that could not do everything", async () => {
    const broken = folderWith({ "tsconfig.json": "{", "a.ts": floating });
    const { stdout, exitCode } = await runCli(broken, ["check", "--format", "sarif"]);
    const log = JSON.parse(stdout);
    expect(exitCode).toBe(2);
    expect(sarifProblems(log)).toEqual([]);
    expect(log.runs[0].invocations[0].executionSuccessful).toBe(false);
    expect(log.runs[0].invocations[0].toolExecutionNotifications[0].message.text).toContain("tsconfig.json:1:2");
  });
});

function prints(sarif: string): string[] {
  return JSON.parse(sarif).runs[0].results.map(
    (result: { partialFingerprints: Record<string, string> }) => result.partialFingerprints["ruleAndLine/v1"],
  );
}

describe("pretty", () => {
  it("groups by file and underlines what it is about", async () => {
    const { stdout } = await runCli(folder, ["check"]);
    expect(stdout).toBe(
      [
        "a folder/ä,1%.ts",
        "  3:3  warning  Nothing waits for `save()`.  floating-promise",
        "    3 │   save();",
        "      │   ^^^^^^",
        "",
        "  7:2  warning  Nothing waits for `save()`.  floating-promise",
        "    7 │     save(); save();",
        "      │     ^^^^^^",
        "",
        "  7:10  warning  Nothing waits for `save()`.  floating-promise",
        "    7 │     save(); save();",
        "      │             ^^^^^^",
        "",
        "b.ts",
        "  3:3  warning  Nothing waits for `save()`.  floating-promise",
        "    3 │   save();",
        "      │   ^^^^^^",
        "",
        "4 warnings in 2 of 2 files.",
        "",
      ].join("\n"),
    );
  });

  it("has colours only when asked for where there is no terminal", async () => {
    const escape = "\u001B[";
    const [plain, forced, both] = await Promise.all([
      runCli(folder, ["check"]),
      runCli(folder, ["check"], { FORCE_COLOR: "1" }),
      runCli(folder, ["check"], { FORCE_COLOR: "1", NO_COLOR: "1" }),
    ]);
    expect(plain.stdout).not.toContain(escape);
    expect(forced.stdout).toContain(escape);
    expect(both.stdout).toBe(plain.stdout);
  });

  it("prints stats to standard error", async () => {
    const { stderr } = await runCli(folder, ["check", "--stats"]);
    expect(stderr).toMatch(
      /^time +.*total \d+ ms\nfiles +2 analysed, 0 skipped, 0 in no program\nengine requests +\d+\n/,
    );
  });
});
