// The memory of a scan is that of all its processes: one that hides in a child must show.

import { expect, test } from "vitest";
import { measureProcess } from "./measured-process.ts";

const megabyte = 2 ** 20;
const allocate = "const held = Buffer.alloc(200 * 2 ** 20, 1); setTimeout(() => held.length, 400);";
const inChild = `require("node:child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(allocate)}]); process.exitCode = 3;`;

test.runIf(process.platform === "linux")("memory of children counts, and the exit code is the parent's", async () => {
  const measurement = await measureProcess({ command: process.execPath, args: ["-e", inChild] }, ".");
  expect(measurement.exitCode).toBe(3);
  expect(measurement.peakBytes).toBeGreaterThan(200 * megabyte);
});

test("a program that can't be started is an error", async () => {
  await expect(measureProcess({ command: "no-such-program-here", args: [] }, ".")).rejects.toThrow(/ENOENT/);
});
