// The process that is started ahead goes to whoever needs one like it first, and to nobody else.

import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { afterEach, expect, test } from "vitest";
import { findExecutable } from "../../server/src/typescript/executable.ts";
import { spawnAhead, spawnEngine, type EngineKind } from "../../server/src/typescript/spawn-engine.ts";

const firstOfAnEditor: EngineKind = {
  executable: findExecutable(),
  isShortLived: true,
  asksForTexts: false,
  isSequential: false,
  isDetached: false,
};

const children: ChildProcess[] = [];

function spawnEngineHere(kind: EngineKind): ChildProcess {
  const child = spawnEngine(kind, tmpdir());
  children.push(child);
  return child;
}

/** The folder that it looks from tells who started it. */
const wasStartedAhead = (child: ChildProcess): boolean => !child.spawnargs.includes(tmpdir());

afterEach(async () => {
  const ended = children.splice(0).map(async (child) => {
    if (child.kill("SIGKILL")) await once(child, "exit");
  });
  await Promise.all(ended);
});

test("a process that was started ahead is given away once", () => {
  spawnAhead();
  const first = spawnEngineHere(firstOfAnEditor);
  const second = spawnEngineHere(firstOfAnEditor);
  expect([wasStartedAhead(first), wasStartedAhead(second)]).toEqual([true, false]);
});

test("whoever needs another kind gets their own, and the one ahead ends", async () => {
  const ahead = spawnAhead();
  const end = once(ahead!, "exit");
  const other = spawnEngineHere({ ...firstOfAnEditor, asksForTexts: true });
  expect(wasStartedAhead(other)).toBe(false);
  await end;
});

test("a process that has died meanwhile is given to nobody", async () => {
  const ahead = spawnAhead();
  ahead!.kill("SIGKILL");
  await once(ahead!, "exit");
  expect(wasStartedAhead(spawnEngineHere(firstOfAnEditor))).toBe(false);
});
