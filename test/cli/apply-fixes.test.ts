// `--fix` with an analysis that is made up: each word of a table stands for a finding with a safe fix. No present rule
// has one, and the mechanism must be right before one does.

import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FileReport } from "../../server/src/analysis/report.ts";
import { applySafeFixes, type FixResult, type FixRun } from "../../server/src/cli/apply-fixes.ts";
import type { Finding, Fix } from "../../server/src/rules/finding.ts";
import { LineIndex } from "../../server/src/text/line-index.ts";
import { folderWith } from "./run-cli.ts";

/** What a word is replaced by; `safe: false` stands for a fix that needs a person. */
type Replacements = Readonly<Record<string, { readonly by: string; readonly safe?: boolean }>>;

interface FakeOptions extends Partial<FixRun> {
  readonly replacements?: Replacements;
  /** A place that the finding's fix edits too. */
  readonly also?: (file: string) => { readonly file: string; readonly newText: string } | undefined;
}

/** Runs `--fix` on files of a folder. The reports see the disk as it is at the time. */
async function fix(
  folder: string,
  names: readonly string[],
  options: FakeOptions = {},
): Promise<FixResult & { changes: string[] }> {
  const replacements = options.replacements ?? { save: { by: "await saved" } };
  const files = names.map((name) => join(folder, name));
  const changes: string[] = [];
  const report = (file: string): FileReport => {
    const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
    const words = [...text.matchAll(/\w+/g)].filter(([word]) => Object.hasOwn(replacements, word));
    const findings = words.map(({ 0: word, index }): Finding => ({
      rule: word,
      file,
      message: word,
      severity: "warning",
      related: [],
      span: { start: index, end: index + word.length },
    }));
    return {
      file,
      stamp: "",
      project: undefined,
      lines: new LineIndex(text),
      findings,
      unresolvedImports: 0,
      skipped: undefined,
      milliseconds: 0,
    };
  };
  const result = await applySafeFixes({
    analysis: {
      async fixes(_report, finding) {
        const { by, safe = true } = replacements[finding.rule]!;
        const other = options.also?.(finding.file);
        const edits = [{ file: finding.file, span: finding.span, newText: by }];
        if (other !== undefined) edits.push({ ...other, span: { start: 0, end: 0 } });
        const unsafe: Fix = {
          title: "?",
          edits: [{ ...edits[0]!, newText: "WRONG" }],
          isSafe: false,
          isPreferred: true,
          needsCheck: false,
        };
        return safe ? [unsafe, { title: "!", edits, isSafe: true, isPreferred: false, needsCheck: true }] : [unsafe];
      },
      typeChecks: async (edits) => !edits.some((edit) => edit.newText.includes("#")),
      filesChanged: (list) => changes.push(...list.map((change) => change.file)),
    },
    reports: async () => files.map(report).filter((each) => each.findings.length > 0),
    files: new Set(files),
    signal: new AbortController().signal,
    ...options,
  });
  return { ...result, changes };
}

const read = (folder: string, name: string): string => readFileSync(join(folder, name), "utf8");

describe("applySafeFixes", () => {
  it("applies the safe ones, not those that stand before them, and tells the analysis", async () => {
    const folder = folderWith({ "a.ts": "save();\nsave();\n", "b.ts": "other();\n" });
    const result = await fix(folder, ["a.ts", "b.ts"]);
    expect(read(folder, "a.ts")).toBe("await saved();\nawait saved();\n");
    expect(read(folder, "b.ts")).toBe("other();\n");
    expect(result).toMatchObject({ fixes: 2, failures: [], isSettled: true, changes: [join(folder, "a.ts")] });
    expect([...result.files]).toEqual([join(folder, "a.ts")]);
  });

  it("does nothing where no fix is safe", async () => {
    const folder = folderWith({ "a.ts": "save();\n" });
    const { mtimeMs } = statSync(join(folder, "a.ts"));
    const result = await fix(folder, ["a.ts"], { replacements: { save: { by: "x", safe: false } } });
    expect(result).toMatchObject({ fixes: 0, failures: [], isSettled: true, changes: [] });
    expect(statSync(join(folder, "a.ts")).mtimeMs).toBe(mtimeMs);
  });

  it("leaves out what would not compile", async () => {
    const folder = folderWith({ "a.ts": "save();\nother();\n" });
    const replacements = { save: { by: "#" }, other: { by: "another" } };
    expect(await fix(folder, ["a.ts"], { replacements })).toMatchObject({ fixes: 1, isSettled: true });
    expect(read(folder, "a.ts")).toBe("save();\nanother();\n");
  });

  it("goes on until no fix is left", async () => {
    const folder = folderWith({ "a.ts": "one();\n" });
    const result = await fix(folder, ["a.ts"], { replacements: { one: { by: "two" }, two: { by: "three" } } });
    expect(read(folder, "a.ts")).toBe("three();\n");
    expect(result).toMatchObject({ fixes: 2, isSettled: true });
  });

  it("stops when fixes undo each other, and says so", async () => {
    const folder = folderWith({ "a.ts": "tick();\n" });
    const result = await fix(folder, ["a.ts"], { replacements: { tick: { by: "tock" }, tock: { by: "tick" } } });
    expect(result).toMatchObject({ fixes: 10, isSettled: false });
  });

  it("lets a fix that touches another one wait for the next round", async () => {
    const folder = folderWith({ "a.ts": "save(save());\n", "log.ts": "" });
    const also = (): { file: string; newText: string } => ({ file: join(folder, "log.ts"), newText: "+" });
    const result = await fix(folder, ["a.ts", "log.ts"], { also });
    expect(read(folder, "a.ts")).toBe("await saved(await saved());\n");
    expect(read(folder, "log.ts")).toBe("++");
    expect(result).toMatchObject({ fixes: 2, isSettled: true });
  });

  it.each([
    ["a byte order mark", "\uFEFFsave();\n", "\uFEFFsaved\nagain();\n"],
    ["CRLF", "x();\r\nsave();\r\n", "x();\r\nsaved\r\nagain();\r\n"],
    ["no line break at the end", "save()", "saved\nagain()"],
    ["what prevails of mixed line breaks", "save();\n\r\n\n", "saved\nagain();\n\r\n\n"],
  ])("keeps %s", async (_, before, after) => {
    const folder = folderWith({ "a.ts": before });
    await fix(folder, ["a.ts"], { replacements: { save: { by: "saved\nagain" } } });
    expect(read(folder, "a.ts")).toBe(after);
  });

  it("keeps the mode, and writes through links", async () => {
    const folder = folderWith({ "real.ts": "save();\n" });
    chmodSync(join(folder, "real.ts"), 0o755);
    symlinkSync("real.ts", join(folder, "link.ts"));
    await fix(folder, ["link.ts"]);
    expect(read(folder, "real.ts")).toBe("await saved();\n");
    expect(statSync(join(folder, "real.ts")).mode & 0o777).toBe(0o755);
  });

  it("leaves a read-only file alone, says so, and fixes the others", async () => {
    const folder = folderWith({ "locked.ts": "save();\n", "open.ts": "save();\n" });
    chmodSync(join(folder, "locked.ts"), 0o444);
    const result = await fix(folder, ["locked.ts", "open.ts"]);
    expect(result).toMatchObject({
      fixes: 1,
      isSettled: true,
      failures: [{ file: join(folder, "locked.ts"), message: "is read-only; make it writable to have it fixed" }],
    });
    expect(read(folder, "locked.ts")).toBe("save();\n");
    expect(read(folder, "open.ts")).toBe("await saved();\n");
  });

  it("names a file that can't be written, and fixes the others", async () => {
    const folder = folderWith({ "a.ts": "save();\n", "b.ts": "save();\n" });
    const result = await fix(folder, ["a.ts", "b.ts"], { write: writeUnlessA });
    expect(result.failures).toEqual([
      { file: join(folder, "a.ts"), message: "can't be written: no space left on device" },
    ]);
    expect(read(folder, "b.ts")).toBe("await saved();\n");
  });

  it("leaves what is not UTF-8 alone", async () => {
    const bytes = Buffer.from("// caf\u00e9\nsave();\n", "latin1");
    const folder = folderWith({ "a.ts": bytes });
    const result = await fix(folder, ["a.ts"]);
    expect(result.failures).toMatchObject([{ message: "is not UTF-8; convert it to have it fixed" }]);
    expect(readFileSync(join(folder, "a.ts"))).toEqual(bytes);
  });

  it("leaves a file alone that somebody changed since it was analysed", async () => {
    const folder = folderWith({ "a.ts": "save();\n" });
    const analysed = new LineIndex("save(); // as analysed\n");
    let calls = 0;
    const finding: Finding = {
      rule: "save",
      file: join(folder, "a.ts"),
      message: "",
      severity: "warning",
      related: [],
      span: { start: 0, end: 4 },
    };
    const report = {
      file: finding.file,
      stamp: "",
      project: undefined,
      lines: analysed,
      findings: [finding],
      unresolvedImports: 0,
      skipped: undefined,
      milliseconds: 0,
    };
    const result = await fix(folder, ["a.ts"], { reports: async () => (calls++, [report]) });
    expect(result).toMatchObject({ fixes: 0, failures: [{ message: "was changed by somebody else; run again" }] });
    expect(calls).toBe(2);
    expect(read(folder, "a.ts")).toBe("save();\n");
  });

  it("changes no file that was not asked for", async () => {
    const folder = folderWith({ "a.ts": "save();\n", "b.ts": "" });
    const also = (): { file: string; newText: string } => ({ file: join(folder, "b.ts"), newText: "+" });
    expect(await fix(folder, ["a.ts"], { also })).toMatchObject({ fixes: 0, failures: [], isSettled: true });
    expect(read(folder, "a.ts") + read(folder, "b.ts")).toBe("save();\n");
  });

  it("applies a fix of several files to all of them or to none", async () => {
    const folder = folderWith({ "a.ts": "save();\n", "b.ts": "// b\n" });
    chmodSync(join(folder, "b.ts"), 0o444);
    const also = (): { file: string; newText: string } => ({ file: join(folder, "b.ts"), newText: "+" });
    const result = await fix(folder, ["a.ts", "b.ts"], { also });
    expect(result).toMatchObject({ fixes: 0, failures: [{ file: join(folder, "b.ts") }] });
    expect(read(folder, "a.ts") + read(folder, "b.ts")).toBe("save();\n// b\n");
  });

  it("leaves no other file behind", async () => {
    const folder = folderWith({ "src/a.ts": "save();\n" });
    mkdirSync(join(folder, "src", "empty"));
    await fix(folder, ["src/a.ts"]);
    const { readdirSync } = await import("node:fs");
    expect(readdirSync(join(folder, "src")).toSorted()).toEqual(["a.ts", "empty"]);
  });
});

async function writeUnlessA(file: string, content: string): Promise<void> {
  if (file.endsWith("a.ts")) throw new Error("no space left on device");
  writeFileSync(file, content);
}
