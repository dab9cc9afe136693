// Rewrites a fixture so that it says what the product does today (`UPDATE=1 npx vitest run test/rules`). The change is
// for a person to read in the diff: a wrong finding becomes no more right by being written down.

import { findingOf, type Fixture, type FixtureCase } from "./fixture.ts";
import { type CaseOutcome, type OfferedFix, unusualSeverity } from "./fixture-check.ts";
import type { FixtureWorkspace } from "./fixture-workspace.ts";
import { type Fence, renderFence } from "./markdown.ts";
import { type Mark, renderMarks } from "./marks.ts";

/** New text for the lines of a fence; "" removes it together with the empty line above it. */
interface Replacement {
  readonly line: number;
  readonly endLine: number;
  readonly text: string;
}

/** The fixture's text with carets, brackets, lists of fixes and diffs as in the outcomes. */
export function updatedFixture(
  fixture: Fixture,
  outcomes: ReadonlyMap<FixtureCase, CaseOutcome>,
  workspace: FixtureWorkspace,
): string {
  const replacements: Replacement[] = [];
  for (const [fixtureCase, outcome] of outcomes) {
    for (const source of fixtureCase.sources) {
      const file = workspace.fileOf(fixtureCase, source.name);
      const body = renderMarks(source.code, marksIn(file, fixtureCase, outcome, workspace));
      replacements.push(replacement(source.fence, renderFence(infoOf(source.fence), body)));
    }
    const { refused } = fixtureCase;
    if (refused !== undefined) {
      replacements.push(replacement(refused, outcome.refused === "" ? "" : renderFence("refused", outcome.refused)));
    }
    for (const number of fixtureCase.stated.keys()) {
      const fences = fixture.blocks
        .filter((block) => block.kind === "fence")
        .filter((fence) => isOf(fence, fixtureCase, fixture) && findingOf(fence) === number);
      replacements.push(...updatedFixes(fences, number, outcome.fixes[number - 1] ?? []));
    }
  }
  const lines = fixture.text.split("\n");
  for (const { line, endLine, text } of replacements.toSorted((a, b) => b.line - a.line)) {
    const first = text === "" && lines[line - 1] === "" ? line - 1 : line;
    lines.splice(first, endLine - first + 1, ...(text === "" ? [] : text.split("\n")));
  }
  return lines.join("\n");
}

/**
 * The fences about the fixes of one finding, rewritten. With a list, the list is renewed and the diffs of its fixes too;
 * without one, the diffs of all fixes stand in their order where the first stood.
 */
function updatedFixes(fences: readonly Fence[], finding: number, offered: readonly OfferedFix[]): Replacement[] {
  const diffs = fences.filter(({ language }) => language === "diff");
  const lists = fences.filter(({ language }) => language === "fixes");
  const rendered = (fix: OfferedFix): string => {
    const then = diffs.find(({ attributes }) => attributes.get("fix") === fix.title)?.attributes.get("then");
    return renderFence(diffInfo(fix, finding) + (then === undefined ? "" : ` then=${then}`), fix.diff);
  };
  if (lists.length === 0) {
    return diffs.map((fence, index) => replacement(fence, index === 0 ? offered.map(rendered).join("\n\n") : ""));
  }
  const titles = offered.map((fix) => fix.title + notesOf(fix)).join("\n");
  const shown = diffs.map((fence) => {
    const fix = offered.find(({ title }) => title === fence.attributes.get("fix"));
    return replacement(fence, fix === undefined ? "" : rendered(fix));
  });
  return [...lists.map((fence) => replacement(fence, renderFence(infoOf(fence), titles))), ...shown];
}

function replacement({ line, endLine }: Fence, text: string): Replacement {
  return { line, endLine, text };
}

function notesOf({ isPreferred, isSafe }: OfferedFix): string {
  return `${isPreferred ? " (preferred)" : ""}${isSafe ? " (safe)" : ""}`;
}

function marksIn(file: string, fixtureCase: FixtureCase, outcome: CaseOutcome, workspace: FixtureWorkspace): Mark[] {
  const findings = outcome.findings.filter((finding) => finding.file === file);
  const marks: Mark[] = findings.map((finding) => ({
    label: finding.rule,
    severity: unusualSeverity(finding, workspace.rules),
    message: finding.message,
    span: finding.span,
  }));
  const areRelatedStated = fixtureCase.sources.some((source) => source.marks.some(({ label }) => label === "related"));
  if (!areRelatedStated) return marks;
  const related = outcome.findings.flatMap((finding) => finding.related.filter((evidence) => evidence.file === file));
  return [...marks, ...related.map(({ message, span }) => ({ label: "related", severity: undefined, message, span }))];
}

function isOf(fence: Fence, fixtureCase: FixtureCase, fixture: Fixture): boolean {
  const next = fixture.blocks.find((block) => block.kind === "heading" && block.line > fixtureCase.line);
  return fence.line > fixtureCase.line && fence.line < (next?.line ?? Infinity);
}

function diffInfo(fix: OfferedFix, finding: number): string {
  const flags = `${fix.isPreferred ? " preferred" : ""}${fix.isSafe ? " safe" : ""}`;
  return `diff fix="${fix.title}"${finding === 1 ? "" : ` finding=${finding}`}${flags}`;
}

function infoOf({ language, attributes }: Fence): string {
  const rest = [...attributes].map(([name, value]) =>
    value === "" ? name : `${name}=${/\s/.test(value) ? `"${value}"` : value}`,
  );
  return [language, ...rest].join(" ");
}
