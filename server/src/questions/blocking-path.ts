// Question: by which chain of synchronous calls does what runs at this place reach something that blocks? Functions are read
// level by level over all questions of a round, each once for a checker: what it calls that blocks by itself, and which
// suspects of the project (analysis/suspect-names.ts) it runs. The answer is the shortest chain.

import { callbacksBetween } from "../facts/async-context.ts";
import type { Suspects } from "../facts/collector.ts";
import { blockingNamesIn } from "../facts/sync-call.ts";
import { forEachRunningPlace, isSynchronous, type Runnable, type RunningPlace } from "../facts/synchronous-code.ts";
import { isOffMainThread } from "../facts/worker-thread.ts";
import type { UserCall } from "../knowledge/blocking/blocking-call.ts";
import { MOST_HOPS } from "../knowledge/blocking/calls.ts";
import type { Checker } from "../typescript/api.ts";
import { is, isFunctionNode, type CallExpression } from "../typescript/syntax.ts";
import type { ComposedAnswerer, Inquire, ProgramView } from "./answerer.ts";
import { answerCalledCode } from "./called-function.ts";
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
  readonly call: CallExpression;
  readonly known: KnownBlockingCall;
}

export const answerBlockingPath: ComposedAnswerer<SuspectPlace, BlockingPath | undefined> = async (
  view,
  abouts,
  inquire,
) => {
  const [first] = abouts;
  if (first === undefined) return [];
  const reading = readingFor(view, first);
  const starts = await answerCalledCode(
    view,
    abouts.map(({ at }) => at),
  );
  await reading.read(view, starts.filter(runsSynchronously), inquire);
  return abouts.map(({ at }, i) => {
    const start = starts[i];
    return start === undefined || !runsSynchronously(start) ? undefined : reading.shortestPath(at, start);
  });
};

/** What a function or class does when it runs, as far as it matters. */
interface Doing {
  readonly direct: { readonly call: CallExpression; readonly known: KnownBlockingCall } | undefined;
  readonly steps: readonly Step[];
}

interface Step {
  readonly place: RunningPlace;
  readonly code: Runnable;
}

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

  constructor(suspects: Suspects, calls: readonly UserCall[]) {
    this.#suspects = suspects;
    this.#calls = calls;
    this.#callNames = new Set(calls.map(({ name }) => name.slice(name.lastIndexOf(".") + 1)));
  }

  /** Reads the code and everything that it leads to. */
  async read(view: ProgramView, starts: readonly Runnable[], inquire: Inquire): Promise<void> {
    let level = [...new Set(starts)];
    for (let hops = 1; level.length > 0 && hops < MOST_HOPS; hops++) {
      const unread = level.filter((code) => !this.#doings.has(code));
      const doings = this.#readLevel(view, unread, inquire);
      for (const [i, code] of unread.entries())
        this.#doings.set(
          code,
          doings.then((all) => all[i]!),
        );
      const read = await Promise.all(level.map((code) => this.#doings.get(code)!));
      for (const [i, code] of level.entries()) this.#known.set(code, read[i]!);
      // What blocks by itself is the end of the shortest chain through it.
      level = [
        ...new Set(read.flatMap(({ direct, steps }) => (direct === undefined ? steps.map(({ code }) => code) : []))),
      ];
    }
  }

  async #readLevel(view: ProgramView, level: readonly Runnable[], inquire: Inquire): Promise<Doing[]> {
    const candidates = level.map((code) => this.#candidatesIn(code));
    const directs = await inquire(candidates.map(({ direct }, i) => firstKnown(direct, level[i]!, this.#calls)));
    const steps = candidates.flatMap(({ helpers }, i) =>
      directs[i] === undefined ? helpers.map((place) => ({ place, from: i })) : [],
    );
    const targets = await answerCalledCode(
      view,
      steps.map(({ place }) => place),
    );
    const isPart = await inquire(
      steps.map(({ place, from }, i) =>
        targets[i] === undefined ? nothing() : runsAtOnce(callbacksBetween(place, level[from]!)),
      ),
    );
    return level.map((_, i) => ({
      direct: directs[i],
      steps: steps.flatMap(({ place, from }, at): Step[] => {
        const code = targets[at];
        return from === i && code !== undefined && isPart[at] === true && runsSynchronously(code)
          ? [{ place, code }]
          : [];
      }),
    }));
  }

  #candidatesIn(code: Runnable): {
    readonly direct: readonly CallExpression[];
    readonly helpers: readonly RunningPlace[];
  } {
    const { text } = code.getSourceFile();
    const mayBlock = blockingNamesIn(text, this.#callNames);
    const direct: CallExpression[] = [];
    const helpers: RunningPlace[] = [];
    forEachRunningPlace(code, this.#suspects.getters, (place, name) => {
      if (name === undefined || isOffMainThread(place, text)) return;
      if (mayBlock?.test(name) === true && is.isCallExpression(place)) direct.push(place);
      if (this.#suspects.names.has(name)) helpers.push(place);
    });
    return { direct, helpers };
  }

  shortestPath(at: RunningPlace, start: Runnable): BlockingPath | undefined {
    const reached = new Set([start]);
    let level: { readonly code: Runnable; readonly places: readonly RunningPlace[] }[] = [
      { code: start, places: [at] },
    ];
    while (level.length > 0) {
      for (const { code, places } of level) {
        const direct = this.#known.get(code)?.direct;
        if (direct !== undefined) return { ...direct, places: [...places, direct.call] };
      }
      level = level.flatMap(({ code, places }) =>
        (this.#known.get(code)?.steps ?? []).flatMap((step) => {
          if (reached.has(step.code) || places.length >= MOST_HOPS) return [];
          reached.add(step.code);
          return [{ code: step.code, places: [...places, step.place] }];
        }),
      );
    }
    return undefined;
  }
}

function runsSynchronously(code: Runnable | undefined): code is Runnable {
  return code !== undefined && (!isFunctionNode(code) || isSynchronous(code));
}

/** The first of the calls that blocks when the code runs. */
function* firstKnown(
  calls: readonly CallExpression[],
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
