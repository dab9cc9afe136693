// The program as a process: signals, closed pipes, and that no engine survives it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { entry, floating, folderWith, tsconfig } from "./run-cli.ts";

/** Enough batches that the first ones are printed long before the last one is analysed. */
const files = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`src/file-${index}.ts`, floating]));
const folder = folderWith({ "tsconfig.json": tsconfig, ...files });

function start(...args: string[]) {
  const child = spawn(process.execPath, [entry, "check", ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const closed = once(child, "close").then(([exitCode]) => ({ exitCode: Number(exitCode), stderr }));
  return { child, closed };
}

describe("the process", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("stops on %s without a word, and takes its engine along", async (signal, exitCode) => {
    const { child, closed } = start("--format", "github");
    await once(child.stdout, "data");
    child.stdout.resume();
    child.kill(signal);
    // `close` comes when nobody holds the pipes any more, the engine included.
    expect(await closed).toEqual({ exitCode, stderr: "" });
  });

  it("goes on quietly when nobody reads what it prints", async () => {
    const { child, closed } = start("--format", "github");
    await once(child.stdout, "data");
    child.stdout.destroy();
    expect(await closed).toEqual({ exitCode: 1, stderr: "" });
  });

  it("prints findings in order while it goes, each once", async () => {
    const { child, closed } = start("--format", "github");
    let stdout = "";
    let chunks = 0;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      chunks++;
    });
    expect(await closed).toEqual({ exitCode: 1, stderr: "" });
    const printed = [...stdout.matchAll(/file=([^,]+),/g)].map(([, file]) => file);
    expect(printed).toEqual(Object.keys(files).toSorted());
    expect(chunks).toBeGreaterThan(1);
  });
});
