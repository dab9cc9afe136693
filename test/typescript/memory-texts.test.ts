// What counts while documents are open, and what the engine is told of it.

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { MemoryTexts } from "../../server/src/typescript/memory-texts.ts";

let texts: MemoryTexts;
let saved: string;
let unsaved: string;

beforeEach(() => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "async-insight-texts-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  texts = new MemoryTexts();
  [saved, unsaved] = [join(folder, "saved.ts"), join(folder, "unsaved.ts")];
  writeFileSync(saved, "disk");
});

test("a file changes only where its text does", () => {
  expect(texts.set(saved, "disk")).toBeUndefined();
  expect(texts.set(saved, "typed")).toBe("changed");
  expect(texts.set(saved, "typed")).toBeUndefined();
  expect(texts.differsFromDisk(saved)).toBe(true);
  expect(texts.drop(saved)).toBe("changed");
  expect(texts.drop(saved)).toBeUndefined();
  expect(texts.differsFromDisk(saved)).toBe(false);
});

test("a file that was never saved comes and goes with its text", () => {
  expect(texts.set(unsaved, "typed")).toBe("created");
  expect(texts.drop(unsaved)).toBe("deleted");
});

test("what is typed while something else is supposed is there afterwards", async () => {
  texts.set(saved, "typed");
  await texts.supposing(
    new Map([
      [saved, "supposed"],
      [unsaved, "supposed"],
    ]),
    async () => {
      expect([saved, unsaved].map((file) => texts.served(file))).toEqual(["supposed", "supposed"]);
      expect(texts.set(saved, "typed on")).toBe("changed");
      expect(texts.served(saved)).toBe("supposed");
    },
  );
  expect([saved, unsaved].map((file) => texts.served(file))).toEqual(["typed on", undefined]);
  await expect(
    texts.supposing(new Map([[saved, "supposed"]]), () => Promise.reject(new Error("dead"))),
  ).rejects.toThrow();
  expect(texts.served(saved)).toBe("typed on");
});
