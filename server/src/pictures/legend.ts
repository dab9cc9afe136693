// What the shapes of a picture mean: one entry for each kind of bar and mark that occurs in it.

import { phrase, say, translated } from "../language/say.ts";
import { BAR_WORDS } from "./describe-timeline.ts";
import { element, escaped } from "./svg.ts";
import { textWidth } from "./text-width.ts";
import type { BarKind, MarkKind, Timeline } from "./timeline.ts";

const ROW_HEIGHT = 18;
const SWATCH = 14;
const SPACE = 14;

/** The rows of the legend, from `top` on; entries that do not fit into the width begin another row. */
export function drawLegend(
  { panels }: Timeline,
  top: number,
  width: number,
  stripes: string,
): { readonly svg: string; readonly height: number } {
  const bars = new Set(panels.flatMap(({ lanes }) => lanes.flatMap((lane) => lane.bars.map(({ kind }) => kind))));
  const marks = new Set(panels.flatMap((panel) => (panel.marks ?? []).map(({ kind }) => kind)));
  const entries = [
    ...BAR_ORDER.filter((kind) => bars.has(kind)).map((kind) => ({
      words: translated(BAR_WORDS[kind]),
      swatch: (x: number, y: number) => barSwatch(kind, x, y, stripes),
    })),
    ...MARK_ORDER.filter((kind) => marks.has(kind)).map((kind) => ({
      words: translated(MARK_LEGEND[kind]),
      swatch: (x: number, y: number) => markSwatch(kind, x, y),
    })),
    { words: say`time`, swatch: (x: number, y: number) => arrow(x, y) },
  ];
  const parts: string[] = [];
  let [x, y] = [0, top + ROW_HEIGHT / 2];
  for (const { words, swatch } of entries) {
    const room = SWATCH + 5 + textWidth(words, "words");
    if (x > 0 && x + room > width) [x, y] = [0, y + ROW_HEIGHT];
    parts.push(swatch(x, y), element("text", { x: x + SWATCH + 5, y: y + 4, class: "note" }, escaped(words)));
    x += room + SPACE;
  }
  const hidden = { class: "legend", "aria-hidden": "true" };
  return { svg: element("g", hidden, ...parts), height: y + ROW_HEIGHT / 2 - top };
}

const BAR_ORDER: readonly BarKind[] = ["runs", "blocked", "pending", "settled", "queued", "unheeded"];
const MARK_ORDER: readonly Exclude<MarkKind, "starts" | "resumes">[] = ["suspends", "fails"];
const MARK_LEGEND = { suspends: phrase("suspended at await"), fails: phrase("fails") };

function barSwatch(kind: BarKind, x: number, y: number, stripes: string): string {
  const box = { x: x + 0.5, y: y - 5, width: SWATCH - 1, height: 10, rx: 2 };
  const bar = element("rect", { class: `bar ${kind}`, ...box });
  return kind === "blocked" ? bar + element("rect", { ...box, fill: `url(#${stripes})` }) : bar;
}

function markSwatch(kind: "suspends" | "fails", x: number, y: number): string {
  if (kind === "fails") return element("path", { class: "fails", d: `M${x + 3} ${y - 4}l8 8m0 -8l-8 8` });
  return element("path", { class: "mark", d: `M${x + 3} ${y - 5}h3v10h-3zm5 0h3v10h-3z` });
}

function arrow(x: number, y: number): string {
  return element("path", { class: "arrow", d: `M${x} ${y - 0.5}h9v-3l5 3.5l-5 3.5v-3h-9z` });
}
