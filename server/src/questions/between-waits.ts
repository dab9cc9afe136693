// Whether what stands between two waits may be done before both of them, or behind both: declarations whose values are made
// by calls (facts/separator.ts). What a later wait uses is made before both; all else stands behind them.
//
// Made earlier, it must not miss what the first wait does; made later, it must not see what the second one does, and must
// not have been there to keep the second one from starting.

import { say } from "../language/say.ts";
import type { AwaitRun } from "../facts/await-run.ts";
import type { AwaitStep } from "../facts/await-step.ts";
import type { Separator } from "../facts/separator.ts";
import { isCheckingName } from "../knowledge/reading-names.ts";
import {
  calleeOf,
  forEachDescendant,
  is,
  isFunctionNode,
  skipOuter,
  type CallExpression,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import { isSeenBy, keyOf, touches, valueOf, type Path } from "./access-path.ts";
import type { ProgramView } from "./answerer.ts";
import { wordOf } from "./call-syntax.ts";
import { effectsOfParts } from "./code-effects.ts";
import type { Effects } from "./effect-summary.ts";
import { effectsOfCode } from "./effects.ts";
import { answerPromiseKinds } from "./presumed-promise.ts";
import { variableOf } from "./variable.ts";

/** A wait with what is known of it. */
export interface WaitEffects {
  readonly step: AwaitStep;
  readonly effects: Effects;
  /** Where its result goes, if that is no variable. */
  readonly stored: Path | undefined;
  /** It changes something that others see. */
  readonly isWriting: boolean;
}

/** Why it cannot; `likely` if a name is all that speaks for a part of it; undefined if nothing is in the way. */
export type Obstruction = { readonly reason: string } | "likely" | undefined;

/** What stands between the waits of some runs, in their order. */
export async function betweenWaits(view: ProgramView, runs: readonly AwaitRun[]): Promise<BetweenWaits[]> {
  const studies = runs.map((run) => new BetweenWaits(run));
  const separators = studies.flatMap((study) => study.doubtful);
  const calls = separators.map(({ isPure, statement }) => (isPure ? [] : callsIn(statement)));
  const [effects, kinds] = await Promise.all([
    effectsOfCode(
      view,
      separators.map(({ statement }) => effectsOfParts([statement])),
    ),
    answerPromiseKinds(view, calls.flat()),
  ]);
  let next = 0;
  const known = new Map(
    separators.map((separator, i) => {
      const isStart = kinds.slice(next, (next += calls[i]!.length)).some((kind) => kind !== "none");
      return [separator, new SeparatorStudy(separator, effects[i]!, isStart)];
    }),
  );
  for (const study of studies) study.know(known);
  return studies;
}

export class BetweenWaits {
  /** Those about which more is to be known than their syntax. */
  readonly doubtful: readonly Separator[];
  readonly #run: AwaitRun;
  #known: ReadonlyMap<Separator, SeparatorStudy> = new Map();

  constructor(run: AwaitRun) {
    this.#run = run;
    this.doubtful = run.separators.filter((each) => !each.isPure || run.uses.some((used) => used.has(each)));
  }

  know(known: ReadonlyMap<Separator, SeparatorStudy>): void {
    this.#known = known;
  }

  /** What is in the way of two waits, given by their indexes. */
  obstruction(earlier: number, later: number, waits: readonly (WaitEffects | undefined)[]): Obstruction {
    let isLikely = false;
    for (const separator of this.#run.separators) {
      if (separator.after <= earlier || separator.after > later) continue;
      const study = this.#known.get(separator);
      const isBefore = this.#run.uses[later]!.has(separator);
      const passed = waits[isBefore ? earlier : later];
      if (study === undefined || passed === undefined) continue;
      const found = isBefore ? study.before(passed) : study.behind(passed);
      if (found === "likely") isLikely = true;
      else if (found !== undefined) return found;
    }
    return isLikely ? "likely" : undefined;
  }
}

class SeparatorStudy {
  readonly #isPure: boolean;
  readonly #statement: Node;
  readonly #effects: Effects;
  readonly #problem: string | undefined;

  /** @param isStart whether one of its calls gives a promise, which runs from there on */
  constructor({ statement, isPure }: Separator, effects: Effects, isStart: boolean) {
    this.#isPure = isPure;
    this.#statement = statement;
    this.#effects = effects;
    const { mysteries, opaque, writes, isWaiting } = effects;
    const isKnown =
      isPure ||
      (!isStart &&
        !isWaiting &&
        mysteries.length === 0 &&
        opaque.every(isPlainFunction) &&
        writes.every(({ isFilling }) => isFilling === true));
    this.#problem = isKnown ? undefined : say`What stands in between, ${this.#name}, may do more than to give a value.`;
  }

  /** What it calls or makes first, or else itself. */
  get #name(): string {
    let first: Node | undefined;
    forEachDescendant(this.#statement, (node) => {
      if (isFunctionNode(node)) return false;
      if (is.isCallExpression(node) || is.isNewExpression(node)) first ??= node;
      return first === undefined;
    });
    const isNew = first !== undefined && is.isNewExpression(first);
    const named = first === undefined ? this.#statement : calleeOf(first as CallExpression);
    const text = named.getText().replaceAll(/\s+/g, " ");
    const short = text.length > 40 ? `${text.slice(0, 39)}…` : text;
    return `\`${isNew ? "new " : ""}${short}${first === undefined ? "" : "()"}\``;
  }

  /** It would be done before the wait. */
  before({ step, effects, stored, isWriting }: WaitEffects): Obstruction {
    if (this.#problem !== undefined) return { reason: this.#problem };
    const { reads } = this.#effects;
    const changed = [...effects.writes, ...(stored === undefined ? [] : [stored])];
    const isLate = changed.some((path) => reads.some((read) => isSeenBy(path, read)));
    if (isLate || (!this.#isPure && (isWriting || this.#looksInto(step, effects))))
      return { reason: say`What stands in between, ${this.#name}, may depend on what has been done by then.` };
    return this.#confidence();
  }

  /** It would be done behind the wait. */
  behind({ step, effects, isWriting }: WaitEffects): Obstruction {
    if (this.#isPure) return undefined;
    if (this.#problem !== undefined) return { reason: this.#problem };
    if (this.#effects.throws || isGuard(this.#statement) || isWriting)
      return { reason: say`What stands in between, ${this.#name}, may say that it is not reached at all.` };
    const { reads } = this.#effects;
    const isEarly = effects.writes.some((path) => reads.some((read) => isSeenBy(path, read)));
    if (isEarly || this.#looksInto(step, effects) || looksAtTime(this.#statement, reads))
      return { reason: say`What stands in between, ${this.#name}, looks at how things are by then.` };
    return this.#confidence();
  }

  /** It looks into something of which only a name says that the wait just reads it. */
  #looksInto({ operands }: AwaitStep, { guesses, contacts }: Effects): boolean {
    if (guesses.length === 0) return false;
    const given = new Set(operands.flatMap((call) => argumentsOf(call)));
    return contacts.some(
      (contact) => !given.has(keyOf(contact)) && this.#effects.reads.some((read) => touches(contact, read)),
    );
  }

  #confidence(): Obstruction {
    const { guesses, opaque } = this.#effects;
    return !this.#isPure && guesses.length + opaque.length > 0 ? "likely" : undefined;
  }
}

function argumentsOf(call: Expression): string[] {
  if (!is.isCallExpression(call)) return [];
  return call.arguments.flatMap((argument) => {
    const value = valueOf(argument, undefined);
    return value.kind === "path" ? [keyOf(value.path)] : [];
  });
}

/** The calls that evaluating it makes, in text order. */
function callsIn(statement: Node): CallExpression[] {
  const calls: CallExpression[] = [];
  forEachDescendant(statement, (node) => {
    if (isFunctionNode(node)) return false;
    if (is.isCallExpression(node)) calls.push(node);
    return true;
  });
  return calls;
}

/** An imported function that is given values, no functions: `groupBy(items, "kind")`. Whoever made something of his own would say so. */
function isPlainFunction(node: Node): boolean {
  if (!is.isCallExpression(node)) return false;
  const callee = calleeOf(node);
  const root = is.isPropertyAccessExpression(callee) ? skipOuter(callee.expression) : callee;
  return (
    is.isIdentifier(root) &&
    variableOf(root).kind === "import" &&
    !node.arguments.some((argument) => isFunctionNode(skipOuter(argument)))
  );
}

/** What it gives is only there if it lets one pass. */
function isGuard(statement: Node): boolean {
  return callsIn(statement).some((call) => isCheckingName(wordOf(call)) || /Or[A-Z]\w*$/.test(wordOf(call)));
}

function looksAtTime(statement: Node, reads: readonly Path[]): boolean {
  return (
    reads.some(({ root }) => root.kind === "outside" && root.name === "time") ||
    /\bnew Date\(\s*\)|\bnow\(|\bhrtime\b/.test(statement.getText())
  );
}
