// Question: by which chain of synchronous calls does what runs at this place reach something that blocks? Functions are read
// level by level over all questions of a round, each once for a checker: what it calls that blocks by itself, and which
// suspects of the project (analysis/suspect-names.ts) it runs. The answer is the shortest chain. Where a call may run one of
// several implementations, all of them have to block.

import { callbacksBetween } from "../facts/async-context.ts";
import { isNamedRun, type NamedRun } from "../facts/handed-function.ts";
import type { Suspects } from "../facts/collector.ts";
import { blockingNamesIn } from "../facts/blocking-names.ts";
import {
  canRun,
  forEachRunningPlace,
  isSynchronous,
  type Runnable,
  type RunningPlace,
} from "../facts/synchronous-code.ts";
import { isOffMainThread } from "../facts/worker-thread.ts";
import type { UserCall } from "../knowledge/blocking/blocking-call.ts";
import { MOST_HOPS } from "../knowledge/blocking/calls.ts";
import type { Checker } from "../typescript/api.ts";
import { is, isFunctionNode, type CallExpression } from "../typescript/syntax.ts";
import type { ComposedAnswerer, Inquire, ProgramView } from "./answerer.ts";
import { answerCalledCode } from "./called-function.ts";
import { answerImplementations } from "./implementations.ts";
import { knownBlocking, runsAtOnce, type KnownBlockingCall } from "./known-blocking.ts";
import type { Inquiry } from "./question.ts";

export interface SuspectPlace {
  readonly at: RunningPlace;
  readonly suspects: Suspects;
  /** The user's list of calls that block. */
  readonly calls: readonly UserCall[];
}

export interface BlockingPath {
  /** The place that was asked about, then what is run on the way; the last one is the call that blocks. */
  readonly places: readonly RunningPlace[];
  readonly call: NamedRun;
  readonly known: KnownBlockingCall;
  /** What a call of an interface or abstract class on the way may run; the chain goes on through the first. */
  readonly implementations: ReadonlyMap<RunningPlace, readonly Runnable[]>;
}

export const answerBlockingPath: ComposedAnswerer<SuspectPlace, BlockingPath | undefined> = async (
  view,
  abouts,
  inquire,
) => {
  const [first] = abouts;
  if (first === undefined) return [];
  const reading = readingFor(view, first);
  const starts = await stepsAt(
    view,
    abouts.map(({ at }) => at),
  );
  await reading.read(
    view,
    starts.flatMap((start) => start?.codes ?? []),
    inquire,
  );
  return starts.map((start) => start && reading.shortestPath(start));
};

/** What a function or class does when it runs, as far as it matters. */
interface Doing {
  readonly direct: { readonly call: NamedRun; readonly known: KnownBlockingCall } | undefined;
  readonly steps: readonly Step[];
}

interface Step {
  readonly place: RunningPlace;
  /** What is run there: several where it may be any of them. */
  readonly codes: readonly Runnable[];
  readonly isVirtual: boolean;
}

/** How soon code reaches something that blocks, and through what. */
interface Reach {
  readonly hops: number;
  /** Undefined for what blocks by itself. */
  readonly step: Step | undefined;
}

/** What may run at the places; undefined if that is not known, too much, or does not run to the end at once. */
async function stepsAt(view: ProgramView, places: readonly RunningPlace[]): Promise<(Step | undefined)[]> {
  const targets = await answerCalledCode(view, places);
  const calls = [...places.keys()].filter((i) => targets[i] === undefined && is.isCallExpression(places[i]!));
  const implementations = await answerImplementations(
    view,
    calls.map((i) => places[i] as CallExpression),
  );
  const virtual = new Map(calls.map((i, at) => [i, implementations[at]]));
  return places.map((place, i) => {
    const target = targets[i];
    if (target !== undefined && !canRun(place, target)) return undefined;
    const codes: readonly Runnable[] = target === undefined ? (virtual.get(i) ?? []) : [target];
    if (codes.length === 0 || codes.length > MOST_IMPLEMENTATIONS || !codes.every(runsSynchronously)) return undefined;
    return { place, codes, isVirtual: target === undefined };
  });
}

/** Of more implementations than these, nobody knows which one is meant. */
const MOST_IMPLEMENTATIONS = 3;

const readings = new WeakMap<Checker, Map<string, Reading>>();

/** One for each list of users' calls; all questions of a checker are about the same suspects. */
function readingFor({ checker }: ProgramView, { suspects, calls }: SuspectPlace): Reading {
  let known = readings.get(checker);
  if (known === undefined) readings.set(checker, (known = new Map()));
  const key = JSON.stringify(calls);
  let reading = known.get(key);
  if (reading === undefined) known.set(key, (reading = new Reading(suspects, calls)));
  return reading;
}

class Reading {
  readonly #suspects: Suspects;
  readonly #calls: readonly UserCall[];
  readonly #callNames: ReadonlySet<string>;
  readonly #doings = new Map<Runnable, Promise<Doing>>();
  readonly #known = new Map<Runnable, Doing>();
  #reaches = new Map<Runnable, Reach>();

  constructor(suspects: Suspects, calls: readonly UserCall[]) {
    this.#suspects = suspects;
    this.#calls = calls;
    this.#callNames = new Set(calls.map(({ name }) => name.slice(name.lastIndexOf(".") + 1)));
  }

  /** Reads the code and everything that it leads to. */
  async read(view: ProgramView, starts: readonly Runnable[], inquire: Inquire): Promise<void> {
    let level = [...new Set(starts)];
    for (let hops = 1; level.length > 0 && hops <= MOST_HOPS; hops++) {
      const unread = level.filter((code) => !this.#doings.has(code));
      const doings = unread.length === 0 ? undefined : this.#readLevel(view, unread, inquire);
      for (const [i, code] of unread.entries())
        this.#doings.set(
          code,
          doings!.then((all) => all[i]!),
        );
      const read = await Promise.all(level.map((code) => this.#doings.get(code)!));
      for (const [i, code] of level.entries()) this.#known.set(code, read[i]!);
      // What blocks by itself is the end of the shortest chain through it.
      level = [
        ...new Set(
          read.flatMap(({ direct, steps }) => (direct === undefined ? steps.flatMap(({ codes }) => codes) : [])),
        ),
      ];
    }
    this.#reaches = reachesOf(this.#known);
  }

  async #readLevel(view: ProgramView, level: readonly Runnable[], inquire: Inquire): Promise<Doing[]> {
    const candidates = level.map((code) => this.#candidatesIn(code));
    const directs = await inquire(candidates.map(({ direct }, i) => firstKnown(direct, level[i]!, this.#calls)));
    const places = candidates.flatMap(({ helpers }, i) =>
      directs[i] === undefined ? helpers.map((place) => ({ place, from: i })) : [],
    );
    const steps = await stepsAt(
      view,
      places.map(({ place }) => place),
    );
    const isPart = await inquire(
      places.map(({ place, from }, i) =>
        steps[i] === undefined ? nothing() : runsAtOnce(callbacksBetween(place, level[from]!)),
      ),
    );
    return level.map((_, i) => ({
      direct: directs[i],
      steps: steps.filter((step, at): step is Step => places[at]!.from === i && step !== undefined && isPart[at]!),
    }));
  }

  #candidatesIn(code: Runnable): {
    readonly direct: readonly NamedRun[];
    readonly helpers: readonly RunningPlace[];
  } {
    const { text } = code.getSourceFile();
    const mayBlock = blockingNamesIn(text, this.#callNames);
    const direct: NamedRun[] = [];
    const helpers: RunningPlace[] = [];
    forEachRunningPlace(code, this.#suspects.getters, (place, name) => {
      if (name === undefined || isOffMainThread(place, text)) return;
      if (mayBlock?.test(name) === true && isNamedRun(place)) direct.push(place);
      if (this.#suspects.names.has(name)) helpers.push(place);
    });
    return { direct, helpers };
  }

  shortestPath(start: Step): BlockingPath | undefined {
    const places: RunningPlace[] = [];
    const implementations = new Map<RunningPlace, readonly Runnable[]>();
    if (!start.codes.every((code) => this.#reaches.has(code))) return undefined;
    for (let step = start; ;) {
      places.push(step.place);
      if (step.isVirtual) implementations.set(step.place, step.codes);
      const code = step.codes[0]!;
      const next = this.#reaches.get(code)!.step;
      if (next === undefined) {
        const { call, known } = this.#known.get(code)!.direct!;
        return { places: [...places, call], call, known, implementations };
      }
      step = next;
    }
  }
}

/** Finds the nearest first, so that each step leads to code that is nearer to what blocks. */
function reachesOf(doings: ReadonlyMap<Runnable, Doing>): Map<Runnable, Reach> {
  const reaches = new Map<Runnable, Reach>();
  for (const [code, { direct }] of doings) if (direct !== undefined) reaches.set(code, { hops: 1, step: undefined });
  for (let hops = 2; hops <= MOST_HOPS; hops++) {
    const isNearer = (code: Runnable) => (reaches.get(code)?.hops ?? hops) < hops;
    for (const [code, { steps }] of doings) {
      if (reaches.has(code)) continue;
      const step = steps.find(({ codes }) => codes.every(isNearer));
      if (step !== undefined) reaches.set(code, { hops, step });
    }
  }
  return reaches;
}

function runsSynchronously(code: Runnable): boolean {
  return !isFunctionNode(code) || isSynchronous(code);
}

/** The first of the calls that blocks when the code runs. */
function* firstKnown(
  calls: readonly NamedRun[],
  code: Runnable,
  userCalls: readonly UserCall[],
): Inquiry<Doing["direct"]> {
  for (const call of calls) {
    const known = yield* knownBlocking(call, userCalls);
    if (known !== undefined && (yield* runsAtOnce(callbacksBetween(call, code)))) return { call, known };
  }
  return undefined;
}

// oxlint-disable-next-line require-yield -- nothing to ask
function* nothing(): Inquiry<boolean> {
  return false;
}
