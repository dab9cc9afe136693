// A function's run as a picture: time goes through its text from top to bottom, and as it could go if the waits that need
// not follow each other overlapped and nothing blocked. How long things take is not known; lengths only keep them apart.

import { say } from "../language/say.ts";
import type { Bar, Lane, Mark, Panel, Region, Timeline } from "../pictures/timeline.ts";
import { spanOf, type Node } from "../typescript/syntax.ts";
import type { FunctionRun, Happening, Operation } from "./function-run.ts";
import { callerLabel } from "./function-waits.ts";
import type { EnclosingRegion } from "./regions.ts";

/** More operations than this are no picture any more; the words name them all. */
const MOST_OPERATIONS = 16;
const LENGTHS = [4, 3, 5, 3.5, 4.5];
const TURN = 1;
const PAUSE = 0.5;
const BLOCKED = 4;

/** Undefined if the function neither starts nor waits for nor blocks anything. */
export function functionTimeline(run: FunctionRun): Timeline | undefined {
  const shown = run.happenings.slice(0, MOST_OPERATIONS);
  if (shown.length === 0) return undefined;
  const lengths = new Map<Node, number>();
  for (const happening of shown) {
    for (const { node } of operationsOf(happening)) lengths.set(node, LENGTHS[lengths.size % LENGTHS.length]!);
  }
  const caller = callerLabel(run.container);
  const panel = (title: string, happenings: readonly Happening[], isBetter: boolean): Panel =>
    new Passage(caller, lengths, isBetter ? run.overlappingLoops : new Set()).panel(title, happenings);
  const better = betterOrder(shown, run);
  const written = panel(better === undefined ? "" : say`As written`, shown, false);
  const panels = better === undefined ? [written] : [written, panel(say`As it could be`, better, true)];
  return { title: say`What ${caller} does while it waits`, panels };
}

function operationsOf(happening: Happening): readonly Operation[] {
  if (happening.kind === "start") return [happening.operation];
  return happening.kind === "wait"
    ? happening.begun
    : [{ label: happening.label, node: happening.node, name: undefined }];
}

/** Waits that could run together become one, and what blocks becomes a wait; undefined if nothing could be better. */
function betterOrder(happenings: readonly Happening[], run: FunctionRun): readonly Happening[] | undefined {
  const groupOf = (node: Node) => run.together.find((group) => group.some((wait) => wait.node === node));
  const isLoopBetter = happenings.some(({ regions }) => regions.some(({ node }) => run.overlappingLoops.has(node)));
  let isBetter = isLoopBetter;
  const placed = new Set<Node>();
  const better = happenings.flatMap((each): readonly Happening[] => {
    if (each.kind === "block") {
      isBetter = true;
      const { kind: _, label, ...place } = each;
      return [
        {
          ...place,
          kind: "wait",
          begun: [{ label, node: each.node, name: undefined }],
          joined: [],
          beside: [],
          isRace: false,
        },
      ];
    }
    if (each.kind === "start" || placed.has(each.node)) return each.kind === "start" ? [each] : [];
    const group = groupOf(each.node);
    const members = happenings.filter(
      (other) => other.kind === "wait" && group?.some((wait) => wait.node === other.node) === true,
    );
    if (members.length < 2) return [each];
    isBetter = true;
    for (const { node } of members) placed.add(node);
    const waits = members.filter((other) => other.kind === "wait");
    const [begun, joined] = [waits.flatMap((wait) => wait.begun), waits.flatMap((wait) => wait.joined)];
    return [{ ...each, begun, joined }];
  });
  return isBetter ? better : undefined;
}

interface Stretch {
  readonly lane: number;
  readonly start: number;
  /** When the operation is over, as far as the picture pretends to know. */
  readonly end: number;
  readonly operation: Operation;
}

/** One way through the function. Used once. */
class Passage {
  readonly #caller: string;
  readonly #lengths: ReadonlyMap<Node, number>;
  readonly #overlapping: ReadonlySet<Node>;
  readonly #loop: Bar[] = [];
  readonly #stretches = new Map<Node, Stretch>();
  readonly #bars: Bar[][] = [];
  readonly #marks: Mark[] = [];
  readonly #extents = new Map<Node, { readonly region: EnclosingRegion; start: number; end: number }>();
  #runsSince = 0;
  #time = TURN;

  constructor(caller: string, lengths: ReadonlyMap<Node, number>, overlapping: ReadonlySet<Node>) {
    this.#caller = caller;
    this.#lengths = lengths;
    this.#overlapping = overlapping;
  }

  panel(title: string, happenings: readonly Happening[]): Panel {
    const unheeded = new Set<Node>();
    const handedOn = new Set<Node>();
    for (const each of happenings) {
      const start = this.#time;
      if (each.kind === "start") {
        this.#begin(each.operation);
        if (each.fate === "unheeded") unheeded.add(each.node);
        if (each.fate === "handed-on") handedOn.add(each.node);
        this.#time += PAUSE;
      } else if (each.kind === "block") this.#block(each);
      else this.#wait(each);
      this.#extend(each.regions, start, this.#time);
    }
    this.#runUntil(this.#time);
    for (const { operation, lane, start, end } of this.#stretches.values()) {
      const isUnheeded = unheeded.has(operation.node);
      if (!isUnheeded && !handedOn.has(operation.node)) continue;
      const code = spanOf(operation.node);
      const last = Math.max(end, this.#time + TURN);
      this.#bars[lane - 1] = [{ kind: isUnheeded ? "unheeded" : "pending", start, end: last, code }];
    }
    return { title, lanes: this.#lanes(), marks: this.#marks, regions: this.#regions() };
  }

  /** The operation is under way from now on. */
  #begin(operation: Operation): Stretch {
    const start = this.#time;
    const end = start + (this.#lengths.get(operation.node) ?? LENGTHS[0]!);
    this.#bars.push([{ kind: "pending", start, end, code: spanOf(operation.node) }]);
    const stretch = { lane: this.#bars.length, start, end, operation };
    this.#stretches.set(operation.node, stretch);
    this.#marks.push({ kind: "starts", at: start, lane: 0, joins: stretch.lane });
    return stretch;
  }

  #block({ node, label }: Happening & { readonly kind: "block" }): void {
    this.#runUntil(this.#time);
    const end = this.#time + BLOCKED;
    this.#loop.push({ kind: "blocked", start: this.#time, end, label, code: spanOf(node) });
    this.#runsSince = end;
    this.#time = end + PAUSE;
  }

  #wait({ node, begun, joined, isRace }: Happening & { readonly kind: "wait" }): void {
    const suspended = this.#time;
    const known = joined.flatMap((operation) => this.#stretches.get(operation.node) ?? []);
    const awaited = [...known, ...begun.map((operation) => this.#begin(operation))];
    const ends = awaited.map(({ end }) => end);
    // Even what is over already lets others have a turn first.
    const over = isRace ? Math.min(...ends) : Math.max(...ends);
    const resumed = Math.max(over, suspended + PAUSE);
    for (const { lane, end, operation } of awaited) {
      if (end < resumed) this.#bars[lane - 1]!.push({ kind: "settled", start: end, end: resumed });
      // Who wins is all that a race waits for; the others go on.
      else if (end > resumed) this.#bars[lane - 1]!.push(...this.#losing(lane, resumed, end, operation));
    }
    const decisive = awaited.find(({ end }) => end === over);
    const code = spanOf(node);
    this.#runUntil(suspended);
    this.#marks.push({ kind: "suspends", at: suspended, lane: 0, code });
    this.#marks.push({ kind: "resumes", at: resumed, lane: 0, ...(decisive && { joins: decisive.lane }) });
    this.#runsSince = resumed;
    this.#time = resumed + TURN;
  }

  #losing(lane: number, resumed: number, end: number, { node }: Operation): readonly Bar[] {
    const first = this.#bars[lane - 1]!.pop()!;
    this.#bars[lane - 1]!.push({ ...first, end: resumed });
    return [{ kind: "unheeded", start: resumed, end, code: spanOf(node) }];
  }

  #runUntil(end: number): void {
    if (end <= this.#runsSince) return;
    const isFirst = this.#loop.length === 0;
    this.#loop.push({ kind: "runs", start: this.#runsSince, end, ...(isFirst && { label: this.#caller }) });
  }

  #extend(regions: readonly EnclosingRegion[], start: number, end: number): void {
    for (const region of regions) {
      const known = this.#extents.get(region.node);
      if (known === undefined) this.#extents.set(region.node, { region, start: start - PAUSE / 2, end });
      else known.end = end;
    }
  }

  #lanes(): Lane[] {
    const operations = [...this.#stretches.values()].map(({ operation, lane }): Lane => {
      return { kind: "operation", label: operation.label, bars: this.#bars[lane - 1]!, code: spanOf(operation.node) };
    });
    return [{ kind: "loop", label: say`event loop`, bars: this.#loop }, ...operations];
  }

  #regions(): Region[] {
    return [...this.#extents.values()].map(({ region, start, end }) => {
      const isTogether = this.#overlapping.has(region.node);
      const label = isTogether ? say`${region.label}, all turns at once` : region.label;
      return { kind: region.kind, start, end, label, code: headSpan(region.node) };
    });
  }
}

/** Where a click on a region leads: to its beginning. */
function headSpan(node: Node): { start: number; end: number } {
  const { start } = spanOf(node);
  return { start, end: start };
}
