// Nothing that people read goes past the catalogue: in a language that puts every sentence into «…», no word of a finding, a
// fix, a refactoring or a lesson stands outside. All fixtures are looked at.

import { globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { speak, type Language } from "../../server/src/language/say.ts";
import { readFixture, type FixtureCase } from "../harness/fixture.ts";
import { FixtureWorkspace } from "../harness/fixture-workspace.ts";
import { sentences } from "./sentences.ts";

const marking: Language = {
  folder: "",
  messages: Object.fromEntries([...sentences().keys()].map((text) => [text, `«${text}»`])),
  concepts: {},
};

const folder = join(import.meta.dirname, "..");
const casesIn = (pattern: string): readonly FixtureCase[] =>
  globSync(pattern, { cwd: folder }).flatMap((name) => [...readFixture(join(folder, name)).cases]);
const ofRules = casesIn("rules/*.md");
const ofHovers = casesIn("hovers/*.md");
const refactorings = ["gather-awaits", "start-now"].map((name) => ({
  name,
  cases: casesIn(`refactorings/${name}.md`),
}));
let workspace: FixtureWorkspace;

beforeAll(async () => {
  speak(marking);
  workspace = await FixtureWorkspace.create([...ofRules, ...ofHovers, ...refactorings.flatMap(({ cases }) => cases)]);
});

afterAll(async () => {
  speak(undefined);
  await workspace.dispose();
});

/** What is left of a text without its sentences and its code. */
function wordsOutside(text: string): string {
  let rest = text;
  for (let before = ""; before !== rest; rest = rest.replaceAll(/«[^«»]*»/g, "")) before = rest;
  return rest
    .replaceAll(/`[^`]*`/g, "")
    .replaceAll(/\P{Letter}+/gu, " ")
    .trim();
}

function expectAllSaid(texts: Iterable<string>): void {
  expect([...texts].filter((text) => wordsOutside(text) !== "")).toEqual([]);
}

test("findings, their evidence and their fixes", { timeout: 300_000 }, async () => {
  const texts = new Set<string>();
  for (const fixtureCase of ofRules) {
    for (const report of await workspace.reports(fixtureCase)) {
      for (const finding of report.findings) {
        texts.add(finding.message);
        if (finding.advice !== undefined) texts.add(finding.advice);
        for (const { message } of finding.related) texts.add(message);
        const { fixes, refusals } = await workspace.uncheckedOffers(report, finding);
        for (const { title } of fixes) texts.add(title);
        for (const { obstacle } of refusals) texts.add(obstacle.message);
      }
    }
  }
  expect(texts.size).toBeGreaterThan(300);
  expectAllSaid(texts);
});

test("what refactorings mean, and why they are refused", { timeout: 120_000 }, async () => {
  const texts = new Set<string>();
  for (const { name, cases } of refactorings) {
    for (const fixtureCase of cases) {
      const outcome = await workspace.refactored(fixtureCase, name);
      for (const text of "reason" in outcome ? [outcome.reason] : [outcome.effect, ...outcome.doubts]) texts.add(text);
    }
  }
  expect(texts.size).toBeGreaterThan(20);
  expectAllSaid(texts);
});

test("lessons", { timeout: 120_000 }, async () => {
  const texts = new Set<string>();
  for (const fixtureCase of ofHovers) {
    const { source, offset } = fixtureCase.hover!;
    const { lesson } = await workspace.lesson(fixtureCase, source.name, offset);
    for (const remark of lesson?.remarks ?? []) {
      texts.add(remark.filter((part) => typeof part === "string").join(""));
    }
  }
  expect(texts.size).toBeGreaterThan(100);
  expectAllSaid(texts);
});
