// Runs every fixture of this folder: what hovers teach at `$0`, one file for each concept. `UPDATE=1` rewrites the `hover`
// fences instead of failing.

import { readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concepts } from "../../server/src/concepts/index.ts";
import { readFixture, type Fixture, type FixtureCase } from "../harness/fixture.ts";
import { FixtureWorkspace } from "../harness/fixture-workspace.ts";
import { hoverText, updatedHovers } from "../harness/hover-check.ts";

const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".md"));
const fixtures = names.map((name) => readFixture(join(import.meta.dirname, name)));
const isUpdating = process.env.UPDATE === "1";
const found = new Map<Fixture, Map<FixtureCase, string>>(fixtures.map((fixture) => [fixture, new Map()]));
let workspace: FixtureWorkspace;

beforeAll(async () => {
  workspace = await FixtureWorkspace.create(fixtures.flatMap(({ cases }) => cases));
});

afterAll(async () => {
  if (isUpdating) {
    for (const fixture of fixtures) writeFileSync(fixture.file, updatedHovers(fixture, found.get(fixture)!));
  }
  await workspace.dispose();
});

for (const fixture of fixtures) {
  describe(fixture.rule, () => {
    for (const fixtureCase of fixture.cases) {
      it(fixtureCase.name, async () => {
        const { hover, hasErrors } = fixtureCase;
        if (hover === undefined) throw new Error("the case has no hover fence");
        if (!hasErrors) expect(await workspace.errors(fixtureCase)).toEqual([]);
        const text = await hoverText(fixtureCase, hover, workspace);
        found.get(fixture)!.set(fixtureCase, text);
        if (!isUpdating) expect(text).toBe(hover.text);
      });
    }
  });
}

describe("every concept", () => {
  const taught = new Set(
    fixtures.flatMap(({ cases }) =>
      cases.flatMap(({ hover }) =>
        [...(hover?.text ?? "").matchAll(/^([\w-]+) (?:on|for) /gm)].map(([, name]) => name),
      ),
    ),
  );

  it.each(Object.keys(concepts))("%s is taught by a hover", (concept) => {
    expect(taught.has(concept)).toBe(true);
  });

  it.each(Object.keys(concepts))("%s has a fixture", (concept) => {
    expect(names).toContain(`${concept}.md`);
  });

  it.each([...new Set(names.map((name) => basename(name, ".md")))])("%s has a page", (concept) => {
    expect(concepts[concept]).toBeDefined();
  });
});
