// What a refactoring of a fixture's case comes to, as the fences say it: its effect as a `diff`, what its annotation says as an
// `annotation` with a line for each doubt, or `refused` with the reason, which is empty where nothing is offered at all.

import { isRefusal } from "../../server/src/analysis/refactorings.ts";
import { changedRun, damage, diffOf } from "./fixture-check.ts";
import type { Fixture, FixtureCase } from "./fixture.ts";
import type { FixtureWorkspace } from "./fixture-workspace.ts";
import { renderFence } from "./markdown.ts";

export interface RefactoringOutcome {
  /** The fences that state what comes of it, by their language. */
  readonly stated: Readonly<Record<string, string>>;
  readonly found: Readonly<Record<string, string>>;
  /** Empty if the rewriting keeps its promises. */
  readonly problems: readonly string[];
}

export async function checkRefactoring(
  name: string,
  fixtureCase: FixtureCase,
  workspace: FixtureWorkspace,
): Promise<RefactoringOutcome> {
  const { fences } = fixtureCase.refactoring!;
  const stated = Object.fromEntries(fences.map(({ language, body }) => [language, body]));
  const errors = await workspace.errors(fixtureCase);
  const problems = fixtureCase.hasErrors
    ? []
    : errors.map((error) => `the code of the case does not compile: ${error}`);
  const outcome = await workspace.refactored(fixtureCase, name);
  if (isRefusal(outcome)) return { stated, found: { refused: outcome.reason }, problems };
  const { edits, effect, doubts } = outcome;
  const before = (await workspace.reports(fixtureCase)).flatMap(({ findings }) => findings);
  const texts = workspace.edited(fixtureCase, edits);
  problems.push(...(await damage(edits, texts, fixtureCase, workspace)));
  const after = (await workspace.reportsWith(fixtureCase, texts)).flatMap(({ findings }) => findings);
  // A group that has become smaller is the same finding.
  const known = before.map(({ rule }) => rule);
  for (const { rule, message } of after) {
    if (known.includes(rule)) known.splice(known.indexOf(rule), 1);
    else problems.push(`there is a new finding: ${rule}: ${message}`);
  }
  problems.push(...(await changedRun(texts, fixtureCase, workspace)));
  const annotation = [...doubts, effect].join("\n");
  return { stated, found: { diff: diffOf(fixtureCase, texts), annotation }, problems };
}

/** The fixture's text with what comes of its cases as it is found. */
export function updatedRefactorings(fixture: Fixture, outcomes: ReadonlyMap<FixtureCase, RefactoringOutcome>): string {
  const lines = fixture.text.split("\n");
  const cases = [...outcomes].toSorted(([a], [b]) => b.line - a.line);
  for (const [{ refactoring }, { found }] of cases) {
    const { fences } = refactoring!;
    const [first, last] = [fences[0]!, fences.at(-1)!];
    const rendered = Object.entries(found).map(([language, body]) => renderFence(language, body));
    lines.splice(first.line, last.endLine - first.line + 1, ...rendered.join("\n\n").split("\n"));
  }
  return lines.join("\n");
}
