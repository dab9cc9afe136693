// The walkthrough's pictures: for each family its mistake and the repair, drawn as the hovers and the timeline draw them,
// once for each kind of theme. What they show is what the samples in media/walkthrough/sample do.

import { drawTimeline } from "../../server/src/pictures/draw-timeline.ts";
import { THEMES } from "../../server/src/pictures/theme.ts";
import type { Theme } from "../../server/src/pictures/theme.ts";
import type { Bar, Lane, Timeline } from "../../server/src/pictures/timeline.ts";
import type { Family } from "../../server/src/rules/rule.ts";

export const walkthroughFolder = "media/walkthrough";

/** Where the manifest says that the picture is. */
export function walkthroughPicture(family: Family, theme: Theme): string {
  return `${walkthroughFolder}/${family}-${theme}.svg`;
}

export function walkthroughPictures(): { readonly path: string; readonly text: string }[] {
  return families.flatMap(([family, timeline]) =>
    THEMES.map((theme) => ({
      path: walkthroughPicture(family, theme),
      text: `${drawTimeline(timeline, { theme, width: 480 }).svg}\n`,
    })),
  );
}

const loop = (...bars: readonly Bar[]): Lane => ({ kind: "loop", label: "event loop", bars });
const operation = (label: string, ...bars: readonly Bar[]): Lane => ({ kind: "operation", label, bars });
const runs = (start: number, end: number): Bar => ({ kind: "runs", start, end });
const pending = (start: number, end: number): Bar => ({ kind: "pending", start, end });

const unawaited: Timeline = {
  title: "A promise that nobody waits for",
  panels: [
    {
      title: "As written: the error has nowhere to go",
      lanes: [loop(runs(0, 2)), operation("saveOrders()", { kind: "unheeded", start: 1, end: 7 })],
      marks: [
        { kind: "starts", at: 1, lane: 0, joins: 1 },
        { kind: "fails", at: 7, lane: 1 },
      ],
    },
    {
      title: "With await: closed when everything is saved",
      lanes: [loop(runs(0, 1), runs(7, 8)), operation("saveOrders()", pending(1, 7))],
      marks: [
        { kind: "starts", at: 1, lane: 0, joins: 1 },
        { kind: "suspends", at: 1, lane: 0 },
        { kind: "resumes", at: 7, lane: 0, joins: 1 },
      ],
    },
  ],
};

const blocking: Timeline = {
  title: "A call that blocks the event loop",
  panels: [
    {
      title: "As written: everybody waits for the disk",
      lanes: [
        loop(runs(0, 1), { kind: "blocked", start: 1, end: 6, label: "readFileSync" }, runs(6, 8)),
        operation("another request", { kind: "queued", start: 2, end: 6 }),
      ],
      marks: [{ kind: "starts", at: 6, lane: 0, joins: 1 }],
    },
    {
      title: "With await readFile: the loop is free meanwhile",
      lanes: [
        loop(runs(0, 1), runs(2, 3), runs(6, 7)),
        operation("readFile()", pending(1, 6)),
        operation("another request", pending(3, 8)),
      ],
      marks: [
        { kind: "starts", at: 1, lane: 0, joins: 1 },
        { kind: "suspends", at: 1, lane: 0 },
        { kind: "starts", at: 3, lane: 0, joins: 2 },
        { kind: "resumes", at: 6, lane: 0, joins: 1 },
      ],
    },
  ],
};

const sequential: Timeline = {
  title: "Two waits that do not need each other",
  panels: [
    {
      title: "As written: one after the other",
      lanes: [
        loop(runs(0, 0.5), runs(4.5, 5), runs(9, 9.5)),
        operation("fetch(orders)", pending(0.5, 4.5)),
        operation("fetch(stock)", pending(5, 9)),
      ],
      marks: [
        { kind: "suspends", at: 0.5, lane: 0 },
        { kind: "resumes", at: 4.5, lane: 0, joins: 1 },
        { kind: "suspends", at: 5, lane: 0 },
        { kind: "resumes", at: 9, lane: 0, joins: 2 },
      ],
    },
    {
      title: "With Promise.all: as long as the slower one",
      lanes: [
        loop(runs(0, 0.5), runs(4.5, 5)),
        operation("fetch(orders)", pending(0.5, 4.5)),
        operation("fetch(stock)", pending(0.5, 4.5)),
      ],
      marks: [
        { kind: "suspends", at: 0.5, lane: 0 },
        { kind: "resumes", at: 4.5, lane: 0, joins: 2 },
      ],
    },
  ],
};

const families: readonly (readonly [Family, Timeline])[] = [
  ["unawaited", unawaited],
  ["blocking", blocking],
  ["sequential", sequential],
];
