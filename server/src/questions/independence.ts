// Question: which waits of a run may overlap, and why not the others?
//
// Two steps are independent if neither needs what the other gives, if what they do commutes, and if they do not go
// through one thing that answers one at a time. A later step must not change anything that would have stayed as it was
// had an earlier one failed. Each verdict carries its reason in words.

import { say } from "../language/say.ts";
import type { AwaitRun } from "../facts/await-run.ts";
import type { AwaitStep } from "../facts/await-step.ts";
import { isCheckingName } from "../knowledge/reading-names.ts";
import { calleeName, is, type Expression, type Node } from "../typescript/syntax.ts";
import { describePath, isSeenBy, keyOf, touches, valueOf, type Path } from "./access-path.ts";
import type { Answerer, ProgramView } from "./answerer.ts";
import { betweenWaits, type BetweenWaits, type WaitEffects } from "./between-waits.ts";
import { answerNeverRejects } from "./cannot-reject.ts";
import type { Effects } from "./effect-summary.ts";
import { answerEffects } from "./effects.ts";
import { answerPromiseKinds, possibleConnections, type PromiseKind } from "./presumed-promise.ts";
import {
  asksPerson,
  carriersOf,
  describeCarrier,
  serialAmong,
  sharedCarriers,
  type Carrier,
} from "./serial-resource.ts";
import { calledStrangers, sharedStranger } from "./strangers.ts";

export interface RunAt {
  readonly at: Node;
  readonly run: AwaitRun;
}

export type Verdict =
  /** `likely`: a name is all that speaks for one of the calls. */
  | { readonly isIndependent: true; readonly confidence: Confidence }
  /** A sentence about the later step. */
  | { readonly isIndependent: false; readonly reason: string };

export type Confidence = "proven" | "likely";

/** By the indexes of the later and the earlier step. */
export type Independence = readonly (readonly Verdict[])[];

export const answerIndependence: Answerer<RunAt, Independence> = async (view, abouts) => {
  const studies = abouts.map(({ run }) => new RunStudy(run));
  await forAll(
    studies,
    (study) => study.steps.flatMap(({ step }) => step.operands),
    (operands) => answerPromiseKinds(view, operands),
    (study, answers) => study.setPromises(answers),
  );
  const open = studies.filter((study) => study.hasFreePair());
  await forAll(
    open,
    (study) => study.candidates().map(({ step }) => step.value),
    (values) => answerEffects(view, values),
    (study, effects) => study.setEffects(effects),
  );
  const free = open.filter((study) => study.hasFreePair());
  await Promise.all([askSerial(view, free), askRejections(view, open), askBetween(view, free)]);
  return studies.map((study) => study.verdicts());
};

/** One question about parts of many studies. */
async function forAll<Part, Answer>(
  studies: readonly RunStudy[],
  partsOf: (study: RunStudy) => readonly Part[],
  answer: (parts: readonly Part[]) => Promise<readonly Answer[]>,
  take: (study: RunStudy, answers: readonly Answer[]) => void,
): Promise<void> {
  const parts = studies.map(partsOf);
  const all = parts.flat();
  if (all.length === 0) return;
  const answers = await answer(all);
  let next = 0;
  for (const [i, study] of studies.entries()) take(study, answers.slice(next, (next += parts[i]!.length)));
}

async function askSerial(view: ProgramView, studies: readonly RunStudy[]): Promise<void> {
  // `this.client` of one run is not that of another.
  const shared = new Map<string, Carrier>();
  for (const [i, study] of studies.entries()) {
    for (const carrier of study.shared()) {
      const key = `${i} ${keyOf(carrier.path)}`;
      if (shared.get(key)?.isWhole !== true) shared.set(key, carrier);
    }
  }
  if (shared.size === 0) return;
  const serial = await serialAmong(view, shared);
  for (const [i, study] of studies.entries()) study.isSerial = (path) => serial.has(`${i} ${keyOf(path)}`);
}

async function askRejections(view: ProgramView, studies: readonly RunStudy[]): Promise<void> {
  await forAll(
    studies,
    (study) => study.beforeWrites(),
    (operands) => answerNeverRejects(view, operands),
    (study, certain) => study.setCertain(certain),
  );
}

async function askBetween(view: ProgramView, studies: readonly RunStudy[]): Promise<void> {
  const separated = studies.filter(({ run }) => run.separators.length > 0);
  const found = await betweenWaits(
    view,
    separated.map(({ run }) => run),
  );
  for (const [i, study] of separated.entries()) study.between = found[i];
}

interface StepStudy {
  readonly step: AwaitStep;
  /** Why the step cannot be a part of any gather. */
  problem: string | undefined;
  effects: Effects | undefined;
  carriers: ReadonlyMap<string, Carrier>;
  /** Its type says nothing: a name is all that speaks for its waiting. */
  isPresumed: boolean;
}

class RunStudy {
  readonly steps: readonly StepStudy[];
  isSerial: (path: Path) => boolean = () => false;
  between: BetweenWaits | undefined;
  readonly run: AwaitRun;
  readonly #neverReject = new Set<Expression>();

  constructor(run: AwaitRun) {
    this.run = run;
    this.steps = run.steps.map((step) => ({
      step,
      problem: undefined,
      effects: undefined,
      carriers: new Map(),
      isPresumed: false,
    }));
  }

  setPromises(answers: readonly PromiseKind[]): void {
    let next = 0;
    for (const each of this.steps) {
      const { operands } = each.step;
      const own = new Set(answers.slice(next, (next += operands.length)));
      each.isPresumed = own.has("presumed");
      if (own.has("none")) each.problem = say`What \`${nameOf(each.step)}\` gives is not known to be a promise.`;
      else if (asksPerson(operands)) each.problem = say`One question after another is put to a person.`;
    }
  }

  candidates(): readonly StepStudy[] {
    return this.steps.filter(({ problem }) => problem === undefined);
  }

  setEffects(effects: readonly Effects[]): void {
    for (const [i, each] of this.candidates().entries()) {
      const own = effects[i]!;
      each.effects = own;
      each.carriers = carriersOf(each.step.operands, own.contacts);
    }
    for (const each of this.candidates()) {
      const { mysteries, opaque, isWaiting } = each.effects!;
      const name = nameOf(each.step);
      const [mystery] = mysteries;
      // The call itself: its name is all that is known.
      const isOwn = mystery?.reason === say`calls ${`\`${name.slice(0, -2)}\``}`;
      if (isOwn) each.problem = say`What \`${name}\` does is not known, and by its name it changes something.`;
      else if (mystery !== undefined) each.problem = say`What \`${name}\` does is not known: it ${mystery.reason}.`;
      else if (opaque.length > 0) each.problem = say`What \`${name}\` does is not known.`;
      else if (!isWaiting) each.problem = say`\`${name}\` waits for nothing, so that nothing would be gained.`;
    }
  }

  hasFreePair(): boolean {
    return this.#pairs().some(([earlier, later]) => this.#verdict(earlier, later).isIndependent);
  }

  /** What two steps that may overlap both go through. */
  shared(): Carrier[] {
    return this.#pairs().flatMap(([earlier, later]) => {
      const [a, b] = [this.steps[earlier]!, this.steps[later]!];
      return a.problem === undefined && b.problem === undefined ? sharedCarriers(a.carriers, b.carriers) : [];
    });
  }

  /** The calls that some later step that changes something must not overtake if they can fail. */
  beforeWrites(): Expression[] {
    const last = this.steps.findLastIndex(({ effects }) => effects !== undefined && hasWrites(effects));
    return this.steps
      .slice(0, Math.max(last, 0))
      .flatMap(({ step, problem }) => (problem === undefined ? step.operands : []));
  }

  setCertain(certain: readonly boolean[]): void {
    for (const [i, operand] of this.beforeWrites().entries()) if (certain[i] === true) this.#neverReject.add(operand);
  }

  verdicts(): Verdict[][] {
    return this.steps.map((_, later) =>
      this.steps.slice(0, later).map((_each, earlier) => this.#verdict(earlier, later)),
    );
  }

  #pairs(): [number, number][] {
    return this.steps.flatMap((_, later) =>
      this.steps.slice(0, later).map((_each, earlier): [number, number] => [earlier, later]),
    );
  }

  #verdict(earlier: number, later: number): Verdict {
    const [a, b] = [this.steps[earlier]!, this.steps[later]!];
    const name = nameOf(a.step);
    const need = this.run.needs[later]!.get(earlier);
    if (need === "result") return no(say`It needs the result of \`${name}\`, or stands behind what does.`);
    if (need === "moment") return no(say`One of them looks at how things are before or after the other.`);
    if (need === "repetition") return no(say`It is the same call once more, so the order may matter.`);
    if (a.step.operands.some((operand) => isCheckingName(calledName(operand)))) {
      return no(say`It stands behind a check: \`${name}\`.`);
    }
    const problem = a.problem ?? b.problem;
    if (problem !== undefined) return no(problem);
    if (a.effects === undefined || b.effects === undefined) return YES;
    return (
      this.#conflict(a, b) ??
      this.#sharedSerial(a, b) ??
      this.#sharedConnection(a, b) ??
      this.#sharedStranger(a, b) ??
      this.#writeAfterFailure(a, b) ??
      this.#obstruction(earlier, later) ??
      (a.isPresumed || b.isPresumed ? LIKELY : confidenceOf(a.effects, b.effects))
    );
  }

  #conflict(a: StepStudy, b: StepStudy): Verdict | undefined {
    const name = nameOf(a.step);
    const [before, after] = [a.effects!, b.effects!];
    const stored = storedBy(a.step);
    const isNeeded =
      stored !== undefined &&
      (after.reads.some((path) => isSeenBy(stored, path)) || after.writes.some((path) => touches(path, stored)));
    if (isNeeded) return no(say`It uses ${describePath(stored)}, which gets the result of \`${name}\`.`);
    for (const written of before.writes) {
      if (after.writes.some((path) => touches(path, written)))
        return no(say`Both \`${name}\` and it change ${describePath(written)}.`);
      if (after.reads.some((path) => isSeenBy(written, path)))
        return no(say`It reads ${describePath(written)}, which \`${name}\` changes.`);
    }
    for (const written of after.writes) {
      if (before.reads.some((path) => isSeenBy(written, path)))
        return no(say`It changes ${describePath(written)}, which \`${name}\` reads.`);
    }
    return undefined;
  }

  #sharedSerial(a: StepStudy, b: StepStudy): Verdict | undefined {
    const carrier = sharedCarriers(a.carriers, b.carriers).find(({ path }) => this.isSerial(path));
    return carrier && no(say`It goes through ${describeCarrier(carrier)} like \`${nameOf(a.step)}\`: one at a time.`);
  }

  /** Types tell one connection from what has many; where there are none, a name that could mean either is enough. */
  #sharedConnection(a: StepStudy, b: StepStudy): Verdict | undefined {
    if (!a.isPresumed && !b.isPresumed) return undefined;
    const [before, after] = [a, b].map(
      ({ step }) => new Map(step.operands.flatMap((each) => [...possibleConnections(each)])),
    );
    const shared = [...before!].find(([id]) => after!.has(id));
    return shared && no(say`It goes through ${`\`${shared[1]}\``} like \`${nameOf(a.step)}\`: one at a time.`);
  }

  #sharedStranger(a: StepStudy, b: StepStudy): Verdict | undefined {
    const [before, after] = [a, b].map(({ step, effects, isPresumed }) => [
      ...effects!.strangers,
      ...(isPresumed ? calledStrangers(step.operands) : []),
    ]);
    const shared = sharedStranger(before!, after!);
    if (shared === undefined) return undefined;
    return shared.kind === "one"
      ? no(say`It goes through ${describePath(shared.path)} like \`${nameOf(a.step)}\`: one at a time.`)
      : no(say`Both ask what \`${shared.source}\` has given, and what that is is not known.`);
  }

  #obstruction(earlier: number, later: number): Verdict | undefined {
    const found = this.between?.obstruction(earlier, later, this.steps.map(waitEffects));
    return found === "likely" ? LIKELY : found && no(found.reason);
  }

  #writeAfterFailure(a: StepStudy, b: StepStudy): Verdict | undefined {
    const written = writesOf(b.effects!)[0];
    if (written === undefined) return undefined;
    const isCertain = a.step.operands.every((operand) => this.#neverReject.has(operand));
    if (isCertain && a.step.wrapping?.isFallible !== true) return undefined;
    return no(say`It changes ${describePath(written)}, which must not happen if \`${nameOf(a.step)}\` fails.`);
  }
}

/** What is known of the wait to those who ask what may be done before it, or behind it. */
function waitEffects({ step, effects }: StepStudy): WaitEffects | undefined {
  return effects && { step, effects, stored: storedBy(step), isWriting: hasWrites(effects) };
}

const YES: Verdict = { isIndependent: true, confidence: "proven" };
const LIKELY: Verdict = { isIndependent: true, confidence: "likely" };

function no(reason: string): Verdict {
  return { isIndependent: false, reason };
}

function confidenceOf(a: Effects, b: Effects): Verdict {
  return a.guesses.length + b.guesses.length === 0 ? YES : LIKELY;
}

/** What was printed does no harm when the work before has failed, nor does what is kept to be found again. */
function writesOf({ writes }: Effects): Path[] {
  return writes.filter(
    ({ root, isFilling }) => isFilling !== true && (root.kind !== "outside" || root.name !== "console"),
  );
}

function hasWrites(effects: Effects): boolean {
  return writesOf(effects).length > 0;
}

/** Where the result goes. */
function storedBy({ target }: AwaitStep): Path | undefined {
  if (target.kind !== "assigned") return undefined;
  const value = valueOf(target.node.left, undefined);
  return value.kind === "path" ? value.path : undefined;
}

function calledName(operand: Expression): string {
  return is.isCallExpression(operand) ? calleeName(operand).getText().replace(/^#/, "") : "";
}

/** The step in a word or two: what it calls. */
export function nameOf({ operands: [operand] }: AwaitStep): string {
  const isCall = operand !== undefined && is.isCallExpression(operand);
  const text = (isCall ? operand.expression : operand)?.getText().replaceAll(/\s+/g, " ") ?? "";
  return `${text.length > 40 ? `${text.slice(0, 39)}…` : text}${isCall ? "()" : ""}`;
}
