// Question: can the promise of this function, or of this expression, be taken never to reject?
//
// What decides are the parts of a function that could fail (failure-points.ts). What is awaited or returned must be known
// not to reject: functions of the project are read, over files and a few calls deep; a call that leads back to a function
// under examination adds nothing that could fail. What is only called, and not waited for, is trusted, as people trust it,
// unless it throws in plain sight: in its own body, or by what is known of it (knowledge/failures.ts). A promise that is
// waited for by a name is followed to the values that the name is given (held-promise.ts).
//
// An answer of false means that nothing is known, not that the promise will reject.

import { CALLS_AT_ONCE, NEVER_REJECTS, THROWS } from "../knowledge/failures.ts";
import { is, isFunctionNode, skipOuter, type Expression, type FunctionNode, type Node } from "../typescript/syntax.ts";
import type { Answerer, ProgramView } from "./answerer.ts";
import { answerCalledFunction } from "./called-function.ts";
import { failurePointsOf, rejectionPointsOf, type Failure, type FailurePoint, type Trust } from "./failure-points.ts";
import { areDeferreds, holderOf, isRejectedSomewhere, valuesGiven } from "./held-promise.ts";
import { aliasTarget, platformMember, type PlatformMember } from "./symbol-meaning.ts";
import { answerThenable } from "./thenable.ts";

/**
 * About a function: what it returns when it is called. About an expression: the promise that is its value. In doubt for
 * what hardly ever fails: the promise of a deferred is trusted unless the file shows that it may be rejected, and so is a
 * function that is called without arguments and throws all the same, since that says something of its own state.
 */
export const answerCannotReject: Answerer<FunctionNode | Expression, boolean> = (view, abouts) =>
  answer(view, abouts, "acquits");

/** The same where somebody builds on it, and such doubt counts. */
export const answerNeverRejects: Answerer<FunctionNode | Expression, boolean> = (view, abouts) =>
  answer(view, abouts, "counts");

type Doubt = "acquits" | "counts";

async function answer(
  view: ProgramView,
  abouts: readonly (FunctionNode | Expression)[],
  doubt: Doubt,
): Promise<boolean[]> {
  const examination = new Examination(view, doubt);
  const roots = abouts.map((about) =>
    isFunctionNode(about) ? examination.examine(about, "rejects", "strict") : examination.add(rejectionPointsOf(about)),
  );
  await examination.finish();
  return roots.map(({ mayFail }) => !mayFail);
}

/** Calls of calls of calls: what lies deeper is taken as unknown. */
const DEEPEST = 4;

/**
 * How far a function is read. `own`: it is called and not waited for, so what it calls in turn is trusted. `known`: what it
 * throws itself is trusted as well, but not what is known to throw.
 */
type Reach = "all" | "own" | "known";

/** Something that fails if one of its parts does. */
interface Subject {
  readonly points: readonly FailurePoint[];
  readonly reach: Reach;
  /** The subjects that were found behind its points. */
  readonly parts: Subject[];
  mayFail: boolean;
}

type CallPoint = FailurePoint & { readonly kind: "call" };
type ValuePoint = FailurePoint & { readonly kind: "value" };

interface Pending<Point> {
  readonly subject: Subject;
  readonly point: Point;
}

class Examination {
  readonly #view: ProgramView;
  readonly #doubt: Doubt;
  readonly #subjects: Subject[] = [];
  readonly #functions = new Map<FunctionNode, Map<string, Subject>>();
  readonly #values = new Map<Expression, Subject>();
  /** Subjects whose points have not been looked at. */
  #waiting: Subject[] = [];

  constructor(view: ProgramView, doubt: Doubt) {
    this.#view = view;
    this.#doubt = doubt;
  }

  add(points: readonly FailurePoint[], reach: Reach = "all"): Subject {
    const subject: Subject = {
      points,
      reach,
      parts: [],
      mayFail: points.some(({ kind }) => kind === "certain"),
    };
    this.#subjects.push(subject);
    if (!subject.mayFail && points.length > 0) this.#waiting.push(subject);
    return subject;
  }

  examine(fn: FunctionNode, failure: Failure, trust: Trust, reach: Reach = "all"): Subject {
    let subjects = this.#functions.get(fn);
    if (subjects === undefined) this.#functions.set(fn, (subjects = new Map()));
    const key = `${failure} ${trust} ${reach}`;
    let subject = subjects.get(key);
    if (subject === undefined) {
      const points = failurePointsOf(fn, failure, trust);
      subject = this.add(reach === "known" ? points.filter(({ kind }) => kind !== "certain") : points, reach);
      subjects.set(key, subject);
    }
    return subject;
  }

  async finish(): Promise<void> {
    for (let depth = 0; this.#waiting.length > 0; depth++) {
      const subjects = this.#waiting;
      this.#waiting = [];
      if (depth <= DEEPEST) await this.#lookAt(subjects);
      // Nobody reads on here, so nothing is certain.
      else for (const subject of subjects) subject.mayFail = true;
    }
    this.#spread();
  }

  /** Whatever contains something that may fail may fail, until nothing changes. */
  #spread(): void {
    for (let hasChanged = true; hasChanged;) {
      hasChanged = false;
      for (const subject of this.#subjects) {
        if (subject.mayFail || !subject.parts.some(({ mayFail }) => mayFail)) continue;
        subject.mayFail = true;
        hasChanged = true;
      }
    }
  }

  async #lookAt(subjects: readonly Subject[]): Promise<void> {
    const calls: Pending<CallPoint>[] = [];
    const values: Pending<ValuePoint>[] = [];
    for (const subject of subjects) {
      for (const point of subject.points) {
        if (point.kind === "function") {
          subject.parts.push(this.examine(point.fn, point.failure, point.trust, subject.reach));
        } else if (point.kind === "call") calls.push({ subject, point });
        else if (point.kind === "value") values.push({ subject, point });
      }
    }
    const [followed, held] = await Promise.all([this.#withoutDeferreds(calls), this.#withoutDeferreds(values)]);
    const unread = await this.#follow(followed);
    const isHarmless = await Promise.all(unread.map(({ subject, point }) => this.#isHarmless(subject, point)));
    await this.#judgeByType([...this.#readValues(held), ...unread.filter((_, i) => isHarmless[i] !== true)]);
  }

  /** Leaves out what waits for a deferred that is trusted. */
  async #withoutDeferreds<P extends CallPoint | ValuePoint>(pending: readonly Pending<P>[]): Promise<Pending<P>[]> {
    if (this.#doubt === "counts") return [...pending];
    const holders = pending.map(({ point }) =>
      point.kind === "value"
        ? holderOf(point.expression)
        : point.failure === "rejects"
          ? holderOf(point.call)
          : undefined,
    );
    const held = [...holders.keys()].filter((i) => holders[i] !== undefined);
    const areHeld = await areDeferreds(
      this.#view.checker,
      held.map((i) => holders[i]!),
    );
    const deferreds = held.filter((_, at) => areHeld[at] === true);
    for (const i of deferreds) this.#view.onFollow?.(holders[i]!, holders[i]!.getSourceFile());
    const trusted = new Set(deferreds.filter((i) => !isRejectedSomewhere(holders[i]!)));
    return pending.filter((_, i) => !trusted.has(i));
  }

  /** Reads on in the values that names are given; returns those of which that is not known. */
  #readValues(values: readonly Pending<ValuePoint>[]): Pending<ValuePoint>[] {
    return values.filter(({ subject, point }) => {
      const given = valuesGiven(point.expression);
      if (given !== undefined) this.#view.onFollow?.(point.expression, point.expression.getSourceFile());
      if (given !== undefined) subject.parts.push(...given.map((value) => this.#examineValue(value, subject.reach)));
      return given === undefined;
    });
  }

  #examineValue(value: Expression, reach: Reach): Subject {
    let subject = this.#values.get(value);
    if (subject === undefined) {
      subject = this.add(rejectionPointsOf(value), reach);
      this.#values.set(value, subject);
    }
    return subject;
  }

  /** Reads on in the functions that are called; returns the calls of what cannot be read. */
  async #follow(calls: readonly Pending<CallPoint>[]): Promise<Pending<CallPoint>[]> {
    const isFollowed = ({ subject, point }: Pending<CallPoint>) =>
      subject.reach === "all" || point.failure !== "throws";
    const followed = calls.filter(isFollowed);
    const functions =
      followed.length === 0
        ? []
        : await answerCalledFunction(
            this.#view,
            followed.map(({ point }) => point.call),
          );
    const unread = calls.filter((call) => !isFollowed(call));
    for (const [i, { subject, point }] of followed.entries()) {
      const fn = functions[i];
      if (fn === undefined) unread.push(followed[i]!);
      else if (this.#isAboutItself(point)) subject.parts.push(this.examine(fn, "throws", point.trust, "known"));
      else subject.parts.push(this.examine(fn, point.failure, point.trust, point.failure === "throws" ? "own" : "all"));
    }
    return unread;
  }

  /** What is called without arguments and throws does so because of its own state. */
  #isAboutItself({ call, failure }: CallPoint): boolean {
    return (
      this.#doubt === "acquits" && failure === "throws" && is.isCallExpression(call) && call.arguments.length === 0
    );
  }

  /** What is no promise cannot reject, whoever makes it. */
  async #judgeByType(doubtful: readonly Pending<CallPoint | ValuePoint>[]): Promise<void> {
    const pending = doubtful.filter(({ subject, point }) => {
      if (point.kind === "call" && point.failure !== "rejects") subject.mayFail = true;
      return !subject.mayFail;
    });
    if (pending.length === 0) return;
    const answers = await answerThenable(
      this.#view,
      pending.map(({ point }) => (point.kind === "call" ? point.call : point.expression)),
    );
    for (const [i, { subject }] of pending.entries()) {
      if (answers[i] === "always" || answers[i] === "maybe") subject.mayFail = true;
    }
  }

  /** For a call of something that is no function of the project. */
  async #isHarmless(subject: Subject, { call, failure, trust, isToldError }: CallPoint): Promise<boolean> {
    if (trust === "handler" && (failure !== "rejects" || isToldError)) return true;
    // A reference to a function that nobody can read.
    if (failure === "either") return false;
    const name = nameOf(call);
    if (name === undefined || (failure === "throws" && !KNOWN_NAMES.has(name.getText()))) return failure === "throws";
    const api = await memberNamed(this.#view, name);
    if (failure === "rejects") {
      return api !== undefined && isIn(NEVER_REJECTS, api) && is.isCallExpression(call) && call.arguments.length < 3;
    }
    if (api === undefined) return true;
    const callbacks = isIn(CALLS_AT_ONCE, api) && is.isCallExpression(call) ? call.arguments : [];
    subject.parts.push(...this.#callbacks(callbacks, trust, subject));
    return !isIn(THROWS, api);
  }

  /** The functions among the arguments, and whatever could be one. */
  #callbacks(args: readonly Expression[], trust: Trust, { reach }: Subject): Subject[] {
    return args.flatMap((argument): Subject | readonly Subject[] => {
      const node = skipOuter(argument);
      if (isFunctionNode(node)) return this.examine(node, "throws", trust, reach);
      const mayBeFunction = is.isIdentifier(node) || is.isPropertyAccessExpression(node);
      if (!mayBeFunction) return [];
      return this.add([{ kind: "call", call: node, failure: "throws", trust, isToldError: false }], reach);
    });
  }
}

function nameOf(call: Expression): Node | undefined {
  const callee = is.isCallExpression(call) || is.isNewExpression(call) ? skipOuter(call.expression) : skipOuter(call);
  if (is.isPropertyAccessExpression(callee)) return callee.name;
  return is.isIdentifier(callee) ? callee : undefined;
}

/** Other calls are not worth a question. */
const KNOWN_NAMES = new Set(
  [THROWS, CALLS_AT_ONCE].flatMap((each) => Object.values(each)).flatMap((names) => names.split(" ")),
);

async function memberNamed({ checker }: ProgramView, name: Node): Promise<PlatformMember | undefined> {
  const found = await checker.getSymbolAtLocation(name);
  return found && platformMember(await aliasTarget(checker, found));
}

function isIn(knowledge: Readonly<Record<string, string>>, { owner, name }: PlatformMember): boolean {
  return knowledge[owner]?.split(" ").includes(name) ?? false;
}
