// What a hover of a fixture's case teaches, as the text of its `hover` fence: the concept and the code that it is about,
// what is said about it, and the picture in words. How an editor shows it is tested in test/lsp.

import type { Lesson } from "../../server/src/analysis/lessons.ts";
import { drawTimeline } from "../../server/src/pictures/draw-timeline.ts";
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
  return lesson === undefined ? "nothing" : describe(lesson, report.lines);
}

function describe({ concept, span, remarks, picture }: Lesson, lines: LineIndex): string {
  const place = (offset: number): string => `line ${lines.positionAt(offset).line + 1}`;
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
