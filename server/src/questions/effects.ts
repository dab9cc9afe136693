// Question: what does evaluating this expression and waiting for it read and change, its calls included?
//
// Bodies in the project are read, level by level, so that the calls of many functions are one question; functions of the
// world are looked up (knowledge/effects); and where neither helps, a name speaks. A summary is made once for each function,
// and holds until a file is edited whose functions it was put together from. What is unknown is said: whoever uses an answer
// decides how much that matters.

import { kindOfName } from "../knowledge/reading-names.ts";
import {
  is,
  isAsync,
  isFunctionNode,
  isJavaScript,
  type Expression,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import type { Frame } from "./access-path.ts";
import type { Answerer, ProgramView } from "./answerer.ts";
import { meaningsOf, type CallMeaning } from "./call-meaning.ts";
import { answerCalledFunction } from "./called-function.ts";
import { effectsOfBody, effectsOfWait, type CallSite, type CodeEffects } from "./code-effects.ts";
import { Heritage, type Era } from "./era.ts";
import { calledParameter, handedAt } from "./handed-wait.ts";
import { returnsValue } from "./returned-value.ts";
import { Summary, mayWait, type Effects } from "./effect-summary.ts";
import { answerThenable } from "./thenable.ts";

export const answerEffects: Answerer<Expression, Effects> = (view, expressions) =>
  effectsOfCode(
    view,
    expressions.map((expression) => effectsOfWait(expression)),
  );

/** The effects of pieces of code whose variables are shared with the code around them. */
export async function effectsOfCode(view: ProgramView, roots: readonly CodeEffects[]): Promise<Effects[]> {
  const study = studyOf(view);
  await study.read(roots);
  return roots.map((root) => study.summarize(root));
}

/** Calls of calls of calls: what lies deeper is not read. */
const DEEPEST = 6;

/** So many bodies are read for each expression, about: what leads through half of the project is known by nobody. */
const MOST_BODIES = 100;

type Target =
  | { readonly kind: "body"; readonly fn: FunctionNode }
  /** `fn` is what the name speaks for; undefined for what cannot be followed. */
  | (CallMeaning & { readonly fn?: FunctionNode | undefined });

const studies = new Heritage(
  () => new Study(),
  (previous, era) => previous.carriedInto(era),
);

function studyOf(view: ProgramView): Study {
  return studies.of(view).with(view);
}

class Study {
  readonly #targets = new Map<CallSite, Target>();
  readonly #summaries = new Map<FunctionNode, Summary>();
  /** The calls that are handed on to whoever waits for promises, and give none. */
  readonly #plain = new Set<CallSite>();
  #view!: ProgramView;

  with(view: ProgramView): this {
    this.#view = view;
    return this;
  }

  /** What of it still holds: where the calls of untouched files lead, and the summaries that are made of such files alone. */
  carriedInto(era: Era): Study {
    const carried = new Study();
    for (const [site, target] of this.#targets) {
      if (!isWhereItWas(site.call, era)) continue;
      const present = target.fn && era.carry(target.fn);
      if (this.#plain.has(site)) carried.#plain.add(site);
      if (target.fn === undefined) carried.#targets.set(site, target);
      // Whether a function is read, or its name speaks for it, may depend on its body.
      else if (present?.isUntouched === true) carried.#targets.set(site, { ...target, fn: present.node });
    }
    for (const [fn, summary] of this.#summaries) {
      if ([...summary.madeOf].every((part) => isWhereItWas(part, era))) carried.#summaries.set(fn, summary);
    }
    return carried;
  }

  /** Finds out where the calls of some code lead, and those of what they lead to. */
  async read(roots: readonly CodeEffects[]): Promise<void> {
    const read = new Set<FunctionNode>();
    let level: readonly CodeEffects[] = roots;
    for (let depth = 0; level.length > 0 && depth < DEEPEST && read.size < MOST_BODIES * roots.length; depth++) {
      // What is a mystery by its own text stays one, wherever its calls lead.
      await this.#resolve(level.filter(({ mysteries }) => mysteries.length === 0));
      const next: FunctionNode[] = [];
      for (const { calls } of level) {
        const targets = calls.map((site) => this.#targets.get(site));
        if (targets.some((target) => target?.kind === "named" && target.name === "writing")) continue;
        for (const target of targets) {
          if (target?.kind !== "body" || read.has(target.fn) || this.#summaries.has(target.fn)) continue;
          read.add(target.fn);
          next.push(target.fn);
        }
      }
      level = next.map((fn) => effectsOfBody(fn));
    }
  }

  async #resolve(codes: readonly CodeEffects[]): Promise<void> {
    const frames = new Map<CallSite, Frame>();
    for (const { calls, frame } of codes)
      for (const site of calls) if (!this.#targets.has(site)) frames.set(site, frame);
    const sites = [...frames.keys()];
    if (sites.length === 0) return;
    const functions = await answerCalledFunction(
      this.#view,
      sites.map(({ call }) => call),
    );
    const others: CallSite[] = [];
    for (const [i, site] of sites.entries()) {
      const fn = isFunctionNode(site.call) ? site.call : functions[i];
      if (fn === undefined) others.push(site);
      else this.#targets.set(site, targetOf(site, fn, frames.get(site)));
    }
    const meanings = await meaningsOf(this.#view, others);
    for (const [i, site] of others.entries()) this.#targets.set(site, meanings[i]!);
    await this.#askWhatIsPlain(others);
  }

  /** Nobody waits for what a call gives back that is handed on, if its type says that it is no promise. */
  async #askWhatIsPlain(sites: readonly CallSite[]): Promise<void> {
    const handedOn = sites.filter(
      (site) =>
        is.isCallExpression(site.call) && !site.isAwaited && mayWait(site) && this.#targets.get(site)?.kind === "named",
    );
    if (handedOn.length === 0) return;
    const thenables = await answerThenable(
      this.#view,
      handedOn.map(({ call }) => call),
    );
    for (const [i, site] of handedOn.entries()) if (thenables[i] === "never") this.#plain.add(site);
  }

  /** Everything that evaluating the expression does. */
  summarize(root: CodeEffects): Effects {
    return this.#summarize(root, { frame: undefined, active: new Set(), made: new Map() });
  }

  #summarize(code: CodeEffects, walk: Walk): Summary {
    const summary = new Summary(walk.frame);
    summary.isWaiting = code.isWaiting;
    summary.throws = code.throws;
    summary.mysteries.push(...code.mysteries);
    for (const path of code.reads.values()) summary.read({ kind: "path", path }, path.isDeep === true);
    for (const path of code.writes.values()) summary.write({ kind: "path", path }, undefined, path.isFilling);
    if (code.mysteries.length > 0) {
      summary.isWaiting ||= code.calls.some(mayWait);
      return summary;
    }
    for (const site of code.calls) {
      const target = this.#targets.get(site);
      // That a name speaks for a function is told by its body, too.
      if (target?.fn !== undefined) summary.madeOf.add(target.fn);
      if (target === undefined) summary.addUnread(site);
      else if (target.kind === "known") summary.addKnown(site, target.effect);
      else if (target.kind === "mutates") summary.addMutation(site);
      else if (target.kind === "asks") summary.addQuestion(site);
      else if (target.kind === "named") {
        const isWait = mayWait(site) && !this.#plain.has(site);
        summary.addNamed(site, target, isWait, calledParameter(site, walk.frame));
      }
      // What a function does by calling itself it does anyway.
      else if (walk.active.has(target.fn)) summary.isPartial = true;
      else {
        const body = this.#summaryOf(target.fn, walk);
        summary.addBody(site, target.fn, body, this.#isWaiting(site, target.fn, body, summary, walk));
      }
    }
    return summary;
  }

  /** Whether the body of a function waits for something as it is called here. */
  #isWaiting(site: CallSite, fn: FunctionNode, body: Summary, caller: Summary, walk: Walk): boolean {
    if (body.isWaiting) return true;
    for (const index of body.waitsFor) {
      const handed = handedAt(site, fn, index, walk.frame);
      if (handed === "unknown") return true;
      if (typeof handed === "number") caller.waitsFor.add(handed);
      else if (handed !== "nothing" && (walk.active.has(handed) || this.#summaryOf(handed, walk).isWaiting))
        return true;
    }
    return false;
  }

  #summaryOf(fn: FunctionNode, { active, made }: Walk): Summary {
    const known = this.#summaries.get(fn) ?? made.get(fn);
    if (known !== undefined) return known;
    const summary = this.#summarize(effectsOfBody(fn), { frame: fn, active: new Set([...active, fn]), made });
    summary.madeOf.add(fn);
    if (givesNoPromise(fn)) {
      summary.isWaiting = false;
      summary.waitsFor.clear();
    }
    made.set(fn, summary);
    // Only what would be the same from everywhere is kept.
    if (!summary.isPartial) this.#summaries.set(fn, summary);
    return summary;
  }
}

function isWhereItWas(node: Node, era: Era): boolean {
  return era.carry(node)?.node === node;
}

/** The way from a root down to a function. */
interface Walk {
  readonly frame: Frame;
  /** The functions on the way. */
  readonly active: ReadonlySet<FunctionNode>;
  /** What was put together for this root. */
  readonly made: Map<FunctionNode, Summary>;
}

/**
 * What makes a value at once is read; what it calls for that is taken by its name. Encoders and parsers would otherwise be
 * read down to the last bit.
 */
function targetOf(site: CallSite, fn: FunctionNode, caller: Frame): Target {
  const isDetail = caller !== undefined && site.isResultUsed && givesNoPromise(caller) && givesNoPromise(fn);
  const name = isDetail ? kindOfName(site.name) : "neutral";
  return name === "reading" || name === "converting"
    ? { kind: "named", name, isTyped: true, fn }
    : { kind: "body", fn };
}

/** What it returns is no promise, so that nobody can wait for it: it says so itself, or it shows. */
function givesNoPromise(fn: FunctionNode): boolean {
  const { type } = fn;
  if (isAsync(fn)) return false;
  if (type !== undefined) return !/Promise|Thenable|\b(?:any|unknown|void)\b/.test(type.getText());
  return isJavaScript(fn.getSourceFile()) && returnsValue(fn);
}
