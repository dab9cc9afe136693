// Pictures of waiting in one function: what runs on the event loop, what is under way meanwhile. How long things take is
// not known; a length means nothing but that it is the same in both panels.

import { say } from "../language/say.ts";
import type { Bar, Lane, Mark, Panel, Region } from "../pictures/timeline.ts";
import type { Span } from "../text/span.ts";

/** Something that is started, waited for, or both. */
export interface Operation {
  readonly label: string;
  readonly code?: Span;
  /** It has been started before. */
  readonly isOlder?: boolean;
  /** What makes it happen several times or perhaps not at all. */
  readonly region?: { readonly kind: Region["kind"]; readonly label: string };
}

export interface PanelOptions {
  readonly title: string;
  /** The function whose code runs between the waits. */
  readonly caller: string;
  /** Each group is started together and waited for together. */
  readonly groups: readonly (readonly Operation[])[];
  /** What has been started before, is not waited for here, and goes on. */
  readonly meanwhile?: readonly Operation[];
}

const LENGTHS = [4, 3, 5, 3.5, 4.5];
const TURN = 1;

export function waitPanel({ title, caller, groups, meanwhile = [] }: PanelOptions): Panel {
  const operations = groups.flat();
  const lengthOf = (operation: Operation): number => LENGTHS[operations.indexOf(operation) % LENGTHS.length]!;
  const lanes: Lane[] = [];
  const marks: Mark[] = [];
  const regions: Region[] = [];
  const loop: Bar[] = [{ kind: "runs", start: 0, end: TURN, label: caller }];
  let time = TURN;
  for (const group of groups) {
    const end = time + Math.max(...group.map(lengthOf));
    const first = lanes.length + 1;
    for (const operation of group) {
      const over = time + lengthOf(operation);
      const settled: Bar[] = over < end ? [{ kind: "settled", start: over, end }] : [];
      const start = operation.isOlder === true ? 0 : time;
      lanes.push(lane(operation, [{ kind: "pending", start, end: over }, ...settled]));
      if (start === time) marks.push({ kind: "starts", at: time, lane: 0, joins: lanes.length });
    }
    const last = group.findIndex((operation) => time + lengthOf(operation) === end);
    marks.push({ kind: "suspends", at: time, lane: 0 }, { kind: "resumes", at: end, lane: 0, joins: first + last });
    addRegion(regions, group, time - TURN, end);
    loop.push({ kind: "runs", start: end, end: end + TURN });
    time = end + TURN;
  }
  const under = meanwhile.map((operation) => lane(operation, [{ kind: "pending", start: 0, end: time }]));
  return { title, lanes: [{ kind: "loop", label: say`event loop`, bars: loop }, ...lanes, ...under], marks, regions };
}

/** A stretch in which the event loop is blocked, while what has been started cannot go on in this program. */
export function blockedPanel(caller: string, blocking: Operation, waiting: readonly Operation[]): Panel {
  const loop: Bar[] = [
    { kind: "runs", start: 0, end: 2, label: caller },
    { kind: "blocked", start: 2, end: 8, label: blocking.label, ...(blocking.code && { code: blocking.code }) },
    { kind: "runs", start: 8, end: 10 },
  ];
  const lanes = waiting.map((operation) =>
    lane(operation, [
      { kind: "pending", start: 0, end: 4 },
      { kind: "queued", start: 4, end: 10 },
    ]),
  );
  const others: Lane = {
    kind: "operation",
    label: say`everything else`,
    bars: [{ kind: "queued", start: 3, end: 10 }],
  };
  return { title: "", lanes: [{ kind: "loop", label: say`event loop`, bars: loop }, ...lanes, others] };
}

function lane({ label, code }: Operation, bars: readonly Bar[]): Lane {
  return { kind: "operation", label, bars, ...(code && { code }) };
}

/** Neighbours in the same loop or branch share its frame. */
function addRegion(regions: Region[], group: readonly Operation[], start: number, end: number): void {
  const region = group[0]?.region;
  if (region === undefined) return;
  const before = regions.at(-1);
  if (before?.label === region.label && before.kind === region.kind && before.end + TURN >= start) {
    regions[regions.length - 1] = { ...before, end };
  } else regions.push({ ...region, start, end });
}
