// Rewrites a fixture so that it says what the product does today (`UPDATE=1 npx vitest run test/rules`). The change is
// for a person to read in the diff: a wrong finding becomes no more right by being written down.

import { findingOf, type Fixture, type FixtureCase } from "./fixture.ts";
import { type CaseOutcome, type OfferedFix, unusualSeverity } from "./fixture-check.ts";
import type { FixtureWorkspace } from "./fixture-workspace.ts";
import { type Fence, renderFence } from "./markdown.ts";
import { type Mark, renderMarks } from "./marks.ts";

/** The fixture's text with carets, brackets, lists of fixes and diffs as in the outcomes. */
export function updatedFixture(
  fixture: Fixture,
  outcomes: ReadonlyMap<FixtureCase, CaseOutcome>,
  workspace: FixtureWorkspace,
): string {
  const replacements: { line: number; endLine: number; text: string }[] = [];
  for (const [fixtureCase, outcome] of outcomes) {
    for (const source of fixtureCase.sources) {
      const file = workspace.fileOf(fixtureCase, source.name);
      const body = renderMarks(source.code, marksIn(file, fixtureCase, outcome));
      replacements.push({ ...source.fence, text: renderFence(infoOf(source.fence), body) });
    }
    for (const [number, stated] of fixtureCase.stated) {
      const offered = outcome.fixes[number - 1] ?? [];
      const fences = fixture.blocks
        .filter((block) => block.kind === "fence")
        .filter((fence) => isOf(fence, fixtureCase, fixture) && findingOf(fence) === number);
      const isListed = fences.some(({ language }) => language === "fixes");
      for (const fence of fences) replacements.push(...updatedFence(fence, number, offered, isListed));
      if (!isListed) {
        const missing = offered.filter(({ title }) => stated.every((fix) => fix.title !== title));
        const last = fences.findLast(({ language }) => language === "diff")!;
        const additions = missing.map((fix) => renderFence(diffInfo(fix, number), fix.diff));
        if (additions.length > 0) {
          replacements.push({ line: last.endLine + 1, endLine: last.endLine, text: ["", ...additions].join("\n") });
        }
      }
    }
  }
  const lines = fixture.text.split("\n");
  for (const { line, endLine, text } of replacements.toSorted((a, b) => b.line - a.line)) {
    lines.splice(line, endLine - line + 1, ...(text === "" ? [] : text.split("\n")));
  }
  return lines.join("\n");
}

/** A fence about fixes, rewritten; one about a fix that is no longer offered vanishes. */
function updatedFence(
  fence: Fence,
  finding: number,
  offered: readonly OfferedFix[],
  isListed: boolean,
): { line: number; endLine: number; text: string }[] {
  if (fence.language === "fixes") {
    const titles = offered.map(
      (fix) => `${fix.title}${fix.isPreferred ? " (preferred)" : ""}${fix.isSafe ? " (safe)" : ""}`,
    );
    return [{ ...fence, text: renderFence(infoOf(fence), titles.join("\n")) }];
  }
  if (fence.language !== "diff") return [];
  const fix = offered.find(({ title }) => title === fence.attributes.get("fix"));
  if (fix === undefined) return [{ ...fence, text: "" }];
  const then = fence.attributes.get("then");
  const info = isListed ? infoOf(fence) : diffInfo(fix, finding) + (then === undefined ? "" : ` then=${then}`);
  return [{ ...fence, text: renderFence(info, fix.diff) }];
}

function marksIn(file: string, fixtureCase: FixtureCase, outcome: CaseOutcome): Mark[] {
  const findings = outcome.findings.filter((finding) => finding.file === file);
  const marks: Mark[] = findings.map((finding) => ({
    label: finding.rule,
    severity: unusualSeverity(finding),
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
