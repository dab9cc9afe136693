// Runs every fixture of this folder. The notation is described in docs/style.md, what a case must show in
// test/harness/fixture-check.ts. `UPDATE=1` rewrites the fixtures instead of failing.

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkCase, type CaseOutcome } from "../harness/fixture-check.ts";
import { readFixture, type Fixture, type FixtureCase } from "../harness/fixture.ts";
import { updatedFixture } from "../harness/fixture-update.ts";
import { FixtureWorkspace } from "../harness/fixture-workspace.ts";

const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".md"));
const fixtures = names.map((name) => readFixture(join(import.meta.dirname, name)));
const isUpdating = process.env.UPDATE === "1";
const outcomes = new Map<Fixture, Map<FixtureCase, CaseOutcome>>(fixtures.map((fixture) => [fixture, new Map()]));
let workspace: FixtureWorkspace;

beforeAll(async () => {
  workspace = await FixtureWorkspace.create(fixtures.flatMap(({ cases }) => cases));
});

afterAll(async () => {
  if (isUpdating) {
    for (const fixture of fixtures)
      writeFileSync(fixture.file, updatedFixture(fixture, outcomes.get(fixture)!, workspace));
  }
  await workspace.dispose();
});

for (const fixture of fixtures) {
  describe(fixture.rule, () => {
    for (const fixtureCase of fixture.cases) {
      it(fixtureCase.name, async () => {
        const outcome = await checkCase(fixtureCase, workspace);
        outcomes.get(fixture)!.set(fixtureCase, outcome);
        if (!isUpdating) expect(outcome.actual).toEqual(outcome.expected);
        expect(outcome.problems).toEqual([]);
      });
    }
  });
}
