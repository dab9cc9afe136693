// Draws a timeline as SVG: a lane for the event loop, one for each operation, time from left to right. The same drawing
// serves a hover, where it is an image that carries its colours, and a page, where its parts can be reached and clicked.

import { describeBar, describeMark, describeRegion, describeTimeline } from "./describe-timeline.ts";
import { drawLegend } from "./legend.ts";
import { element, escaped, type Attributes } from "./svg.ts";
import { fitText, textWidth } from "./text-width.ts";
import { PICTURE_RULES, themeVariables, type Theme } from "./theme.ts";
import { durationOf, type Bar, type Lane, type Mark, type Panel, type Region, type Timeline } from "./timeline.ts";

export interface DrawOptions {
  /** In px; texts are cut to fit. Default: what a hover has room for. */
  readonly width?: number;
  /** Whose colours the picture carries. Without one it stands in a page with the rules of `pageStyles()`. */
  readonly theme?: Theme;
  /** Parts with a place in the code take the keyboard's focus and tell the place in `data-start` and `data-end`. */
  readonly isInteractive?: boolean;
  /** Tells the names inside from those of other pictures in the same page. */
  readonly id?: string;
}

export interface Drawing {
  readonly svg: string;
  /** In px. */
  readonly width: number;
  readonly height: number;
  /** The same in words. */
  readonly alternative: string;
}

const HOVER_WIDTH = 440;
/** From here on, two panels stand side by side. */
const WIDE = 760;
const GAP = 24;
const TITLE_HEIGHT = 20;
const NOTE_HEIGHT = 16;
const LANE_HEIGHT = 24;
const BAR_HEIGHT = 16;

export function drawTimeline(timeline: Timeline, options: DrawOptions = {}): Drawing {
  const { width = HOVER_WIDTH, theme, isInteractive = false, id = "timeline" } = options;
  const isBeside = timeline.panels.length === 2 && width >= WIDE;
  const panelWidth = isBeside ? (width - GAP) / 2 : width;
  const scale = scaleOf(timeline, panelWidth);
  const pen: Pen = { ...scale, isInteractive, stripes: `${id}-stripes` };
  const parts: string[] = [];
  let height = 0;
  for (const [i, panel] of timeline.panels.entries()) {
    const x = isBeside ? i * (panelWidth + GAP) : 0;
    const y = isBeside || i === 0 ? 0 : height + GAP / 2;
    const drawn = drawPanel(panel, x, y, panelWidth, pen);
    parts.push(
      element("g", isInteractive ? { role: "group", "aria-label": panel.title || timeline.title } : {}, drawn.svg),
    );
    height = Math.max(height, y + drawn.height);
  }
  const legend = drawLegend(timeline, height + 6, width, pen.stripes);
  height += legend.height + 8;
  const alternative = describeTimeline(timeline);
  const svg = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "picture",
      width,
      height,
      viewBox: `0 0 ${width} ${Math.round(height * 10) / 10}`,
      role: isInteractive ? "group" : "img",
      "aria-label": alternative,
    },
    theme === undefined ? "" : element("style", {}, `:root{${themeVariables(theme)}}\n${escaped(PICTURE_RULES)}`),
    stripes(pen.stripes),
    ...parts,
    legend.svg,
  );
  return { svg, width, height, alternative };
}

/** What all parts of a drawing have in common. */
interface Pen {
  /** How many px a unit of time takes. */
  readonly unit: number;
  /** Where time begins, from the left border of a panel. */
  readonly origin: number;
  readonly isInteractive: boolean;
  /** The name of the pattern for blocked stretches. */
  readonly stripes: string;
}

/** The same for all panels, so that lengths can be compared. */
function scaleOf(timeline: Timeline, width: number): { unit: number; origin: number } {
  const labels = timeline.panels.flatMap(({ lanes }) => lanes.map((lane) => textWidth(lane.label, fontOf(lane))));
  const origin = Math.min(Math.max(...labels, 0), width * 0.36) + 10;
  return { unit: (width - origin - 8) / durationOf(timeline), origin };
}

function drawPanel(panel: Panel, x: number, top: number, width: number, pen: Pen): { svg: string; height: number } {
  const { title, lanes, marks = [], regions = [] } = panel;
  const at = (time: number): number => x + pen.origin + time * pen.unit;
  const right = x + width;
  const svg: string[] = [];
  let y = top;
  if (title !== "") {
    svg.push(text(title, x, y + 13, "title", fitText(title, width, "words")));
    y += TITLE_HEIGHT;
  }
  const rows = rowsOf(regions);
  const lanesTop = y + rows.length * NOTE_HEIGHT + (marks.some(({ label }) => label !== undefined) ? NOTE_HEIGHT : 0);
  const bottom = lanesTop + lanes.length * LANE_HEIGHT;
  for (const [row, inRow] of rows.entries()) {
    for (const region of inRow) svg.push(drawRegion(region, at, y + row * NOTE_HEIGHT, bottom, pen));
  }
  svg.push(...drawMarkLabels(marks, at, lanesTop - 4, x + pen.origin + 5, right - 5));
  const middle = (lane: number): number => lanesTop + (lane + 0.5) * LANE_HEIGHT;
  for (const [i, lane] of lanes.entries())
    svg.push(drawLaneLabel(lane, x, middle(i), pen), track(at(0), right - 4, middle(i)));
  for (const mark of marks) svg.push(drawJoin(mark, at(mark.at), middle));
  for (const [i, lane] of lanes.entries()) {
    for (const bar of lane.bars) svg.push(drawBar(bar, lane, at(bar.start), at(bar.end), middle(i), pen));
  }
  for (const mark of marks) svg.push(drawMark(mark, at(mark.at), middle(mark.lane), pen));
  return { svg: svg.join(""), height: bottom - top };
}

function drawLaneLabel(lane: Lane, x: number, y: number, pen: Pen): string {
  const font = fontOf(lane);
  const shown = text(lane.label, x, y + 4, font === "code" ? "code" : "", fitText(lane.label, pen.origin - 10, font));
  const box = { x, y: y - BAR_HEIGHT / 2, width: pen.origin - 10, height: BAR_HEIGHT };
  return target(touchable(box, pen), shown, lane.label, lane.code, pen);
}

function fontOf({ kind }: Lane): "code" | "words" {
  return kind === "operation" ? "code" : "words";
}

function track(left: number, right: number, y: number): string {
  return element("path", { class: "track", d: `M${px(left)} ${px(y)}H${px(right)}` });
}

function drawBar(bar: Bar, lane: Lane, left: number, right: number, y: number, pen: Pen): string {
  const width = Math.max(right - left, 3);
  const box = { x: left, y: y - BAR_HEIGHT / 2, width, height: BAR_HEIGHT, rx: 2 };
  const label = bar.label === undefined ? "" : fitText(bar.label, width - 10, "code");
  const shape = [
    element("rect", { class: `bar ${bar.kind}`, ...box }),
    bar.kind === "blocked" ? element("rect", { ...box, fill: `url(#${pen.stripes})` }) : "",
  ].join("");
  const caption = label === "" ? "" : text(bar.label!, left + 5, y + 4, `code ${inkOn(bar)}`, label);
  return target(shape, caption, describeBar(bar, lane), bar.code, pen);
}

function inkOn({ kind }: Bar): string {
  if (kind === "runs" || kind === "blocked") return `on-${kind}`;
  return kind === "pending" ? "on-pending" : "";
}

/** Stretches that slant, so that blocked time is told from the rest without colours. */
function stripes(id: string): string {
  const box = { id, width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  return element(
    "defs",
    {},
    element("pattern", box, element("path", { class: "stripe", d: "M0 0V8", opacity: "0.55" })),
  );
}

function drawJoin({ kind, lane, joins }: Mark, x: number, middle: (lane: number) => number): string {
  if (joins === undefined) return "";
  const [from, to] = kind === "resumes" ? [middle(joins), middle(lane)] : [middle(lane), middle(joins)];
  const way = Math.sign(to - from);
  const end = to - way * (BAR_HEIGHT / 2 + 1);
  const line = element("path", { class: kind === "suspends" ? "away" : "join", d: `M${px(x)} ${px(from)}V${px(end)}` });
  if (kind === "suspends") return line;
  const head = `M${px(x)} ${px(end)}l-3 ${px(-way * 5)}h6z`;
  return line + element("path", { class: "arrow", d: head });
}

function drawMark(mark: Mark, x: number, y: number, pen: Pen): string {
  return target(shapeOf(mark, x, y), "", describeMark(mark), mark.code, pen);
}

/** A suspension looks like a pause, a continuation like play; failures are crossed out. */
function shapeOf({ kind }: Mark, x: number, y: number): string {
  const top = y - 5;
  switch (kind) {
    case "suspends":
      return element("path", { class: "mark", d: `M${px(x + 2)} ${px(top)}h3v10h-3zm5 0h3v10h-3z` });
    case "resumes":
      return element("path", { class: "mark", d: `M${px(x - 9)} ${px(top)}l7 5l-7 5z` });
    case "fails":
      return element("path", { class: "fails", d: `M${px(x - 4)} ${px(y - 4)}l8 8m0 -8l-8 8` });
    case "starts":
      return "";
  }
}

/** One row of labels above the lanes; what has no room beside an earlier one is left to the description. */
function drawMarkLabels(
  marks: readonly Mark[],
  at: (time: number) => number,
  y: number,
  left: number,
  right: number,
): string[] {
  const drawn: string[] = [];
  let free = left;
  for (const { label, at: time } of marks.toSorted((a, b) => a.at - b.at)) {
    if (label === undefined) continue;
    const shown = fitText(label, right - left, "words");
    const width = textWidth(shown, "words");
    const x = Math.min(Math.max(at(time) - width / 2, left), right - width);
    if (shown === "" || x < free) continue;
    drawn.push(text(label, x, y, "note", shown));
    free = x + width + 8;
  }
  return drawn;
}

/** A dashed frame around everything that happens inside, with its label in a row of its own. */
function drawRegion(region: Region, at: (time: number) => number, top: number, bottom: number, pen: Pen): string {
  const [left, right] = [at(region.start), at(region.end)];
  const words = `${region.kind === "loop" ? "↻" : "?"} ${region.label}`;
  const shown = fitText(words, right - left - 8, "words");
  const shape = [
    element("rect", {
      class: "region",
      x: left,
      y: top + 1,
      width: right - left,
      height: bottom - top,
      rx: 4,
      "stroke-dasharray": region.kind === "loop" ? undefined : "4 3",
    }),
    touchable({ x: left, y: top + 1, width: right - left, height: NOTE_HEIGHT }, pen),
  ].join("");
  const caption = shown === "" ? "" : text(words, left + 5, top + 12, "note", shown);
  return target(shape, caption, describeRegion(region), region.code, pen);
}

/** Regions that overlap in time are in different rows, outer ones above inner ones. */
function rowsOf(regions: readonly Region[]): Region[][] {
  const rows: Region[][] = [];
  for (const region of regions.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const row = rows.find((each) => each.at(-1)!.end <= region.start);
    if (row === undefined) rows.push([region]);
    else row.push(region);
  }
  return rows;
}

/** A text that may have been cut: then the whole of it is its title. */
function text(whole: string, x: number, y: number, className: string, shown: string): string {
  const title = shown === whole ? "" : element("title", {}, escaped(whole));
  return element("text", { x, y, class: className === "" ? undefined : className }, escaped(shown), title);
}

/** What the pointer finds where nothing is painted. */
function touchable(box: Attributes, { isInteractive }: Pen): string {
  return isInteractive ? element("rect", { ...box, fill: "none", "pointer-events": "all" }) : "";
}

/**
 * In a page, a part that stands for a place in the code can be reached by pointer and keyboard. Its caption lies above it
 * and is not read out: cut to fit, it says less than the description.
 */
function target(
  shape: string,
  caption: string,
  description: string,
  code: Bar["code"],
  { isInteractive }: Pen,
): string {
  if (!isInteractive || code === undefined) return shape + caption;
  const attributes = {
    class: "target",
    tabindex: "0",
    role: "button",
    "aria-label": description,
    "data-start": code.start,
    "data-end": code.end,
  };
  const part = element("g", attributes, element("title", {}, escaped(description)), shape);
  const above = { "aria-hidden": "true", "pointer-events": "none" };
  return caption === "" ? part : part + element("g", above, caption);
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
