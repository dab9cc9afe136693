// The program as a process: signals, closed pipes, and that no engine survives it.

import { spawn, type ChildProcessWithoutNullStreams, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { entry, floating, folderWith, tsconfig } from "./run-cli.ts";

/** Enough batches that the first ones are printed long before the last one is analysed. */
const files = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`src/file-${index}.ts`, floating]));
const folder = folderWith({ "tsconfig.json": tsconfig, ...files });

/** A file, which nothing can be put into. */
const nowhere = join(folder, "tsconfig.json");
const temporary = { TMPDIR: nowhere, TEMP: nowhere, TMP: nowhere };

function start(options: SpawnOptions, ...args: string[]) {
  const child = spawn(process.execPath, [entry, "check", ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    ...options,
  }) as ChildProcessWithoutNullStreams;
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const closed = once(child, "close").then(([exitCode]) => ({ exitCode: Number(exitCode), stderr }));
  return { child, closed };
}

describe("the process", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("stops on %s without a word, and takes its engine along", async (signal, exitCode) => {
    const { child, closed } = start({}, "--format", "github");
    await once(child.stdout, "data");
    child.stdout.resume();
    child.kill(signal);
    // `close` comes when nobody holds the pipes any more, the engine included.
    expect(await closed).toEqual({ exitCode, stderr: "" });
  });

  // As a terminal does on Ctrl+C: it signals everything that it has started.
  it.skipIf(process.platform === "win32")("stops without a word of its engine either", async () => {
    const { child, closed } = start({ detached: true }, "--format", "github");
    await once(child.stdout, "data");
    child.stdout.resume();
    process.kill(-child.pid!, "SIGINT");
    expect(await closed).toEqual({ exitCode: 130, stderr: "" });
  });

  it.runIf(process.platform === "linux")("says when what it prints can't be written", async () => {
    const full = openSync("/dev/full", "w");
    try {
      const { closed } = start({ stdio: ["ignore", full, "pipe"] }, "src/file-1.ts");
      expect(await closed).toEqual({
        exitCode: 2,
        stderr: expect.stringMatching(/^async-insight: the output can't be written: ENOSPC.*\n$/),
      });
    } finally {
      closeSync(full);
    }
  });

  it("says when there is no place for temporary files", async () => {
    const { closed } = start({ cwd: folderWith({ "loose.ts": floating }), env: { ...process.env, ...temporary } });
    expect(await closed).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(
        /^async-insight: .*tsconfig\.json: no folder for temporary files can be made here .*TMPDIR.*\n$/,
      ),
    });
  });

  it("goes on quietly when nobody reads what it prints", async () => {
    const { child, closed } = start({}, "--format", "github");
    await once(child.stdout, "data");
    child.stdout.destroy();
    expect(await closed).toEqual({ exitCode: 1, stderr: "" });
  });

  it("prints findings in order while it goes, each once", async () => {
    const { child, closed } = start({}, "--format", "github");
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
