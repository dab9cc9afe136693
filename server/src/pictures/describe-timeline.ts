// A picture in words, for people who do not see it: the same order, overlaps, suspensions and blocked stretches.

import { phrase, say, translated } from "../language/say.ts";
import type { Bar, BarKind, Lane, Mark, MarkKind, Panel, Region, Timeline } from "./timeline.ts";

/** The picture's text alternative: one sentence or a few for each panel. */
export function describeTimeline({ title, panels }: Timeline): string {
  return [sentence(title), ...panels.map(describePanel)].join(" ");
}

/** What a bar says when it is the only thing that somebody hears of. */
export function describeBar(bar: Bar, lane: Lane): string {
  const subject = bar.label === undefined || bar.label === lane.label ? lane.label : `${lane.label}, ${bar.label}`;
  return `${subject}: ${translated(BAR_WORDS[bar.kind])}`;
}

export function describeMark({ kind, label }: Mark): string {
  const words = translated(MARK_WORDS[kind]);
  return label === undefined ? words : `${words}: ${label}`;
}

export function describeRegion({ kind, label }: Region): string {
  return kind === "loop" ? say`repeated: ${label}` : say`perhaps: ${label}`;
}

/** What each kind of bar means, for legends too. */
export const BAR_WORDS: Readonly<Record<BarKind, string>> = {
  runs: phrase("runs"),
  blocked: phrase("blocks the event loop"),
  pending: phrase("pending"),
  settled: phrase("settled, not looked at yet"),
  queued: phrase("waits for its turn"),
  unheeded: phrase("goes on unheeded"),
};

const MARK_WORDS: Readonly<Record<MarkKind, string>> = {
  starts: phrase("starts"),
  suspends: phrase("suspended"),
  resumes: phrase("resumes"),
  fails: phrase("fails"),
};

function describePanel({ title, lanes, marks = [], regions = [] }: Panel): string {
  const loops = lanes.filter(({ kind }) => kind === "loop");
  const operations = lanes.filter(({ kind }) => kind === "operation");
  const isBlocked = loops.some(({ bars }) => bars.some(({ kind }) => kind === "blocked"));
  const waiting = isBlocked ? operations.filter(({ bars }) => bars.at(-1)?.kind === "queued") : [];
  const parts = [
    describeOrder(operations.filter((lane) => !waiting.includes(lane))),
    ...loops.flatMap(({ bars }) => bars.filter(({ kind }) => kind === "blocked").map(describeBlocked)),
    describeWaiting(waiting),
    describeSuspensions(marks.filter(({ kind }) => kind === "suspends").length),
    ...marks.filter(({ kind }) => kind === "fails").map(describeMark),
    ...regions.map(describeRegion),
  ].filter((part) => part !== "");
  const body = parts.length === 0 ? loops.map(describeLoop).join("; ") : parts.join("; ");
  return sentence(title === "" ? body : `${title}: ${body}`);
}

/** `a and b overlap, then c`. What waits for its turn counts from the end of that on. */
function describeOrder(operations: readonly Lane[]): string {
  const spans = operations
    .filter(({ bars }) => bars.length > 0)
    .map(({ label, bars }) => {
      const end = Math.max(...bars.map((bar) => bar.end));
      const active = bars.filter(({ kind }) => kind !== "queued");
      const isQueuedLast = bars.at(-1)!.kind === "queued";
      return { label, start: isQueuedLast ? end : Math.min(...active.map(({ start }) => start)), end };
    })
    .toSorted((a, b) => a.start - b.start);
  const groups: { readonly labels: string[]; end: number }[] = [];
  for (const { label, start, end } of spans) {
    const last = groups.at(-1);
    if (last !== undefined && start < last.end) {
      last.labels.push(label);
      last.end = Math.max(last.end, end);
    } else groups.push({ labels: [label], end });
  }
  const unheeded = operations.filter(({ bars }) => bars.at(-1)?.kind === "unheeded").map(({ label }) => label);
  const order = groups
    .map(({ labels }) => (labels.length === 1 ? labels[0]! : say`${list(labels)} overlap`))
    .join(say`, then `);
  return unheeded.length === 0 ? order : say`${order}; nobody heeds ${list(unheeded)} any more`;
}

function describeBlocked({ label }: Bar): string {
  return label === undefined ? say`the event loop is blocked` : say`${label} blocks the event loop`;
}

function describeWaiting(lanes: readonly Lane[]): string {
  if (lanes.length === 0) return "";
  const waiting = list(lanes.map(({ label }) => label));
  return lanes.length === 1 ? say`${waiting} waits meanwhile` : say`${waiting} wait meanwhile`;
}

function describeLoop({ label, bars }: Lane): string {
  const steps = bars.map((bar) => bar.label ?? translated(BAR_WORDS[bar.kind]));
  return `${label}: ${steps.join(say`, then `)}`;
}

function describeSuspensions(count: number): string {
  if (count === 0) return "";
  return count === 1 ? say`suspended once` : say`suspended ${count} times`;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : say`${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) || text === "" ? text : `${text}.`;
}
