// What a hover of a fixture's case teaches, as the text of its `hover` fence: findings with their concepts, then the concept
// and the code that the lesson is about, what is said about it, and the picture in words. How an editor shows it is tested in test/lsp.

import { basename } from "node:path";
import type { Lesson, PlaceElsewhere } from "../../server/src/analysis/lessons.ts";
import type { FileReport } from "../../server/src/analysis/report.ts";
import { drawTimeline } from "../../server/src/pictures/draw-timeline.ts";
import type { Evidence, Finding } from "../../server/src/rules/finding.ts";
import { rules } from "../../server/src/rules/index.ts";
import type { LineIndex } from "../../server/src/text/line-index.ts";
import type { Fixture, FixtureCase, StatedHover } from "./fixture.ts";
import type { FixtureWorkspace } from "./fixture-workspace.ts";
import { renderFence } from "./markdown.ts";

/** What the fence has to say; `nothing` where there is no lesson. */
export async function hoverText(
  fixtureCase: FixtureCase,
  { source, offset }: StatedHover,
  workspace: FixtureWorkspace,
): Promise<string> {
  const { report, lesson } = await workspace.lesson(fixtureCase, source.name, offset);
  const findings = report.findings.filter(({ span }) => span.start <= offset && offset <= span.end);
  const lines = [
    ...findings.flatMap((finding) => describeFinding(finding, report)),
    ...(lesson === undefined ? [] : [describe(lesson, report.lines)]),
  ];
  return lines.length === 0 ? "nothing" : lines.join("\n");
}

/** The concept that the finding's rule teaches, what is found, and the evidence. */
function describeFinding({ rule, message, advice, related }: Finding, { file, lines }: FileReport): string[] {
  const concept = rules.find(({ name }) => name === rule)!.concept;
  const place = (each: Evidence): string =>
    each.file === file ? `line ${lines.positionAt(each.span.start).line + 1}` : basename(each.file);
  return [
    `${concept} for ${rule}: ${message}`,
    ...related.map((each) => `- ${each.message} (${place(each)})`),
    ...(advice === undefined ? [] : [advice]),
  ];
}

function describe({ concept, span, remarks, picture }: Lesson, lines: LineIndex): string {
  const place = (at: number | PlaceElsewhere): string =>
    typeof at === "number" ? `line ${lines.positionAt(at).line + 1}` : `${basename(at.file)} line ${at.line + 1}`;
  return [
    `${concept} on ${lines.text.slice(span.start, span.end)}`,
    ...remarks.map((remark) => remark.map((part) => (typeof part === "string" ? part : place(part))).join("")),
    ...(picture === undefined ? [] : [`picture: ${drawTimeline(picture).alternative}`]),
  ].join("\n");
}

/** The fixture's text with its `hover` fences as they are found. */
export function updatedHovers(fixture: Fixture, found: ReadonlyMap<FixtureCase, string>): string {
  const lines = fixture.text.split("\n");
  const fences = [...found].flatMap(([{ hover }, text]) => (hover === undefined ? [] : [{ fence: hover.fence, text }]));
  for (const { fence, text } of fences.toSorted((a, b) => b.fence.line - a.fence.line)) {
    lines.splice(fence.line, fence.endLine - fence.line + 1, ...renderFence("hover", text).split("\n"));
  }
  return lines.join("\n");
}
