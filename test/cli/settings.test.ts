// Where settings come from, and that the command line wins over them.

import { describe, expect, it } from "vitest";
import { clean, floating, folderWith, runCli, tsconfig } from "./run-cli.ts";

async function severities(folder: string, ...args: string[]) {
  const { stdout, stderr, exitCode } = await runCli(folder, ["check", "--format", "json", ...args]);
  const list =
    stdout === "" ? [] : JSON.parse(stdout).findings.map((finding: { severity: string }) => finding.severity);
  return { severities: list, stderr, exitCode };
}

const project = { "tsconfig.json": tsconfig, "a.ts": floating };
const withSettings = (text: string): string => folderWith({ ...project, ".vscode/settings.json": text });

describe("settings", () => {
  it("come from .vscode/settings.json, comments and trailing commas allowed", async () => {
    const folder = withSettings(
      '\uFEFF{\n  // ours\n  "asyncInsight.floatingPromise.severity": "error", /* theirs */ "editor.tabSize": 2,\n}\n',
    );
    expect(await severities(folder)).toEqual({ severities: ["error"], stderr: "", exitCode: 1 });
  });

  it("may be nested", async () => {
    const folder = withSettings('{ "asyncInsight": { "floatingPromise": { "severity": "hint" } } }');
    expect(await severities(folder)).toEqual({ severities: ["hint"], stderr: "", exitCode: 0 });
  });

  it("come from --settings instead when it is given", async () => {
    const folder = folderWith({
      ...project,
      ".vscode/settings.json": '{ "asyncInsight.floatingPromise.severity": "error" }',
      "ci/settings.json": '{ "asyncInsight.floatingPromise.severity": "information" }',
    });
    expect(await severities(folder, "--settings", "ci/settings.json")).toMatchObject({ severities: ["information"] });
  });

  it("lose against --rule", async () => {
    const folder = withSettings('{ "asyncInsight.floatingPromise.severity": "off" }');
    expect((await severities(folder)).severities).toEqual([]);
    expect((await severities(folder, "--rule", "floating-promise=error")).severities).toEqual(["error"]);
    // A rule that is named alone runs at its default severity, whatever settings say.
    expect((await severities(folder, "--rule", "floating-promise")).severities).toEqual(["warning"]);
  });

  it("turn off what another linter covers, unless the rule is named", async () => {
    const folder = withSettings('{ "asyncInsight.deferTo": ["typescript-eslint"] }');
    expect((await severities(folder)).severities).toEqual([]);
    expect((await severities(folder, "--rule", "floating-promise")).severities).toEqual(["warning"]);
  });

  it("that disable everything are no silent success", async () => {
    const folder = withSettings('{ "asyncInsight.enable": false }');
    expect(await severities(folder)).toEqual({
      severities: [],
      stderr: "warning: nothing is checked: asyncInsight.enable is false in .vscode/settings.json\n",
      exitCode: 0,
    });
  });

  it("reach the rules' options", async () => {
    const files = {
      "tsconfig.json": tsconfig,
      "package.json": '{ "type": "module" }',
      "node_modules/mail/package.json": '{ "name": "mail", "version": "1.0.0", "types": "index.d.ts" }',
      "node_modules/mail/index.d.ts": "export declare function send(): Promise<void>;\n",
      "a.ts": 'import { send } from "mail";\nsend();\n',
    };
    const allow = '{ "asyncInsight.floatingPromise.allow": [{ "package": "mail", "name": "send" }] }';
    const [without, allowed] = [folderWith(files), folderWith({ ...files, ".vscode/settings.json": allow })];
    expect(await severities(without)).toEqual({ severities: ["warning"], stderr: "", exitCode: 1 });
    expect(await severities(allowed)).toEqual({ severities: [], stderr: "", exitCode: 0 });
  });
});

describe("mistakes in settings", () => {
  it("that leave the rest readable are warnings with the way out", async () => {
    const folder = folderWith({
      "tsconfig.json": tsconfig,
      "a.ts": clean,
      ".vscode/settings.json": '{ "asyncInsight.floatingPromse.severity": "error", "asyncInsight.scope": 3 }',
    });
    const { stderr, exitCode } = await severities(folder);
    expect(exitCode).toBe(0);
    expect(stderr.split("\n")).toEqual([
      "warning: .vscode/settings.json: unknown setting asyncInsight.floatingPromse.severity; did you mean asyncInsight.floatingPromise.severity?",
      "warning: .vscode/settings.json: asyncInsight.scope: 3 is not a string",
      "",
    ]);
  });

  it("never start a program", async () => {
    const folder = withSettings('{ "asyncInsight.engine.executable": "/bin/false" }');
    const { stderr, severities: found } = await severities(folder);
    expect(found).toEqual(["warning"]);
    expect(stderr).toContain("asyncInsight.engine.executable has no effect on the command line");
  });

  it.each([
    ['{\n  "a": 1,\n  "b" 2\n}', ".vscode/settings.json:3:7: not valid JSON: colon expected"],
    ["[]", ".vscode/settings.json:1:1: settings must be a JSON object"],
  ])("that make %j unreadable are named with their place", async (text, message) => {
    const { stderr, exitCode } = await runCli(withSettings(text), ["check"]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(`async-insight: ${message}\n`);
  });

  it("of which the file is a folder are named", async () => {
    const folder = folderWith({ ...project, "settings/x": "" });
    const { stderr, exitCode } = await runCli(folder, ["check", "--settings", "settings"]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^async-insight: settings: the settings file can't be read: [^\n]+\n$/);
  });
});
