// Runs every fixture of this folder: what a refactoring does to a selection, one file for each. `UPDATE=1` rewrites what
// comes of it instead of failing.

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFixture, type Fixture, type FixtureCase } from "../harness/fixture.ts";
import { FixtureWorkspace } from "../harness/fixture-workspace.ts";
import { checkRefactoring, updatedRefactorings, type RefactoringOutcome } from "../harness/refactoring-check.ts";

const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".md"));
const fixtures = names.map((name) => readFixture(join(import.meta.dirname, name)));
const isUpdating = process.env.UPDATE === "1";
const outcomes = new Map<Fixture, Map<FixtureCase, RefactoringOutcome>>(
  fixtures.map((fixture) => [fixture, new Map()]),
);
let workspace: FixtureWorkspace;

beforeAll(async () => {
  workspace = await FixtureWorkspace.create(fixtures.flatMap(({ cases }) => cases));
});

afterAll(async () => {
  if (isUpdating) {
    for (const fixture of fixtures) writeFileSync(fixture.file, updatedRefactorings(fixture, outcomes.get(fixture)!));
  }
  await workspace.dispose();
});

for (const fixture of fixtures) {
  describe(fixture.rule, () => {
    for (const fixtureCase of fixture.cases) {
      it(fixtureCase.name, async () => {
        if (fixtureCase.refactoring === undefined) throw new Error("the case does not say what comes of a selection");
        const outcome = await checkRefactoring(fixture.rule, fixtureCase, workspace);
        outcomes.get(fixture)!.set(fixtureCase, outcome);
        if (!isUpdating) expect(outcome.found).toEqual(outcome.stated);
        expect(outcome.problems).toEqual([]);
      });
    }
  });
}
