// The contract of exit codes, and the one-line messages of wrong usage.

import { describe, expect, it } from "vitest";
import { clean, floating, folderWith, runCli, tsconfig } from "./run-cli.ts";

const withFinding = folderWith({ "tsconfig.json": tsconfig, "a.ts": floating });
const withoutFinding = folderWith({ "tsconfig.json": tsconfig, "a.ts": clean });

describe("exit codes", () => {
  it.each([
    ["0 without findings", withoutFinding, [], 0],
    ["1 with a warning", withFinding, [], 1],
    ["0 within --max-warnings", withFinding, ["--max-warnings", "1"], 0],
    ["1 beyond --max-warnings", withFinding, ["--max-warnings", "0"], 1],
    ["0 with nothing above information", withFinding, ["--rule", "floating-promise=information"], 0],
    ["0 when the rule is off", withFinding, ["--rule", "floating-promise=off"], 0],
    [
      "1 with an error, whatever --max-warnings allows",
      withFinding,
      ["--rule", "floating-promise=error", "--max-warnings", "9"],
      1,
    ],
    ["0 when only another rule runs", withFinding, ["--rule", "unused-promise"], 0],
    ["1 when that rule is named too", withFinding, ["--rule", "unused-promise", "--rule", "floating-promise"], 1],
  ] as const)("is %s", async (_, folder, args, exitCode) => {
    const result = await runCli(folder, ["check", ...args]);
    expect(result).toMatchObject({ exitCode, stderr: "" });
  });

  it("is 0 for help and version, which go to standard output", async () => {
    const [help, version] = await Promise.all([
      runCli(withFinding, ["check", "--help"]),
      runCli(withFinding, ["--version"]),
    ]);
    expect(help).toMatchObject({ exitCode: 0, stderr: "" });
    for (const option of ["--project", "--rule", "--format", "--settings", "--fix", "--max-warnings", "--stats"]) {
      expect(help.stdout).toContain(option);
    }
    expect(version).toMatchObject({ exitCode: 0, stderr: "" });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("wrong usage", () => {
  it.each([
    [[], "try `async-insight check"],
    [["chekc"], "unknown command 'chekc' (Did you mean check?)"],
    [["check", "--fromat", "json"], "unknown option '--fromat' (Did you mean --format?)"],
    [["check", "--format", "xml"], "Allowed choices are pretty, json, sarif, github"],
    [["check", "--rule"], "argument missing"],
    [["check", "--rule", "floating-promis"], 'did you mean "floating-promise"?'],
    [["check", "--rule", "floating-promise=warn"], '"warn" is no level: there are off, hint'],
    [["check", "--rule", "floating-promise=eror"], 'did you mean "error"?'],
    [["check", "--max-warnings", "-1"], "whole number, 0 or more"],
    [["check", "--max-warnings", "1.5"], "whole number, 0 or more"],
    [["check", "nowhere"], "nowhere: does not exist"],
    [["check", "a.ts", "nowhere/b.ts"], "nowhere/b.ts: does not exist"],
    [["check", "tsconfig.json"], "tsconfig.json: not a TypeScript or JavaScript file"],
    [["check", "--project", "other.json"], "other.json: the project does not exist"],
    [["check", "--settings", "other.json"], "other.json: the settings file does not exist"],
  ])("%j ends with 2 and one line that says what and where", async (args, message) => {
    const { exitCode, stdout, stderr } = await runCli(withFinding, args);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^async-insight: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });
});
