// Question: is it certain that the promise of this function, or of this expression, never rejects?
//
// Certain is what the parts of a function show that could fail (failure-points.ts): each must be a function of the project
// of which the same is true, or one that never fails by its declaration (knowledge/never-fails.ts). Functions are followed
// over files, a few calls deep; a call that leads back to a function under examination adds nothing that could fail.
// An answer of false means that nothing is certain, not that the promise will reject.

import { NEVER_THROWS, SLEEPS, STATE_HOOKS, THROWS_ONLY_WHAT_IT_CALLS } from "../knowledge/never-fails.ts";
import { SymbolFlags, type Symbol } from "../typescript/api.ts";
import {
  SyntaxKind,
  calleeName,
  findAncestor,
  is,
  isFunctionNode,
  skipOuter,
  type Expression,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import type { Answerer, ProgramView } from "./answerer.ts";
import { answerCalledFunction } from "./called-function.ts";
import { failurePointsOf, rejectionPointsOf, type Failure, type FailurePoint, type Trust } from "./failure-points.ts";
import { answerPromiseShape } from "./promise-shape.ts";

/** About a function: what it returns when it is called. About an expression: the promise that is its value. */
export const answerCannotReject: Answerer<FunctionNode | Expression, boolean> = async (view, abouts) => {
  const examination = new Examination(view);
  const roots = abouts.map((about) =>
    isFunctionNode(about) ? examination.examine(about, "rejects", "strict") : examination.add(rejectionPointsOf(about)),
  );
  await examination.finish();
  return roots.map(({ mayFail }) => !mayFail);
};

/** Calls of calls of calls: what lies deeper is taken as unknown. */
const DEEPEST = 4;

/** Something that fails if one of its parts does. */
interface Subject {
  readonly points: readonly FailurePoint[];
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
  readonly #subjects: Subject[] = [];
  readonly #functions = new Map<FunctionNode, Map<string, Subject>>();
  /** Subjects whose points have not been looked at. */
  #waiting: Subject[] = [];

  constructor(view: ProgramView) {
    this.#view = view;
  }

  add(points: readonly FailurePoint[]): Subject {
    const subject: Subject = { points, parts: [], mayFail: points.some(({ kind }) => kind === "certain") };
    this.#subjects.push(subject);
    if (!subject.mayFail && points.length > 0) this.#waiting.push(subject);
    return subject;
  }

  examine(fn: FunctionNode, failure: Failure, trust: Trust): Subject {
    let subjects = this.#functions.get(fn);
    if (subjects === undefined) this.#functions.set(fn, (subjects = new Map()));
    const key = `${failure} ${trust}`;
    let subject = subjects.get(key);
    if (subject === undefined) subjects.set(key, (subject = this.add(failurePointsOf(fn, failure, trust))));
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
        if (point.kind === "function") subject.parts.push(this.examine(point.fn, point.failure, point.trust));
        else if (point.kind === "call") calls.push({ subject, point });
        else if (point.kind === "value") values.push({ subject, point });
      }
    }
    const unread = await this.#follow(calls);
    const isHarmless = await Promise.all(unread.map(({ subject, point }) => this.#isHarmless(subject, point)));
    await this.#judgeByType([...values, ...unread.filter((_, i) => isHarmless[i] !== true)]);
  }

  /** Reads on in the functions that are called; returns the calls of what cannot be read. */
  async #follow(calls: readonly Pending<CallPoint>[]): Promise<Pending<CallPoint>[]> {
    if (calls.length === 0) return [];
    const functions = await answerCalledFunction(
      this.#view,
      calls.map(({ point }) => point.call),
    );
    return calls.filter(({ subject, point }, i) => {
      const fn = functions[i];
      if (fn !== undefined) subject.parts.push(this.examine(fn, point.failure, point.trust));
      return fn === undefined;
    });
  }

  /**
   * What is no promise cannot reject, whoever makes it. A function that returns a promise is taken to throw through it:
   * those who write `load().catch(report)` have done what there is to do.
   */
  async #judgeByType(doubtful: readonly Pending<CallPoint | ValuePoint>[]): Promise<void> {
    const pending = doubtful.filter(({ subject, point }) => {
      if (point.kind === "call" && point.failure === "either") subject.mayFail = true;
      return !subject.mayFail;
    });
    if (pending.length === 0) return;
    const shapes = await answerPromiseShape(
      this.#view,
      pending.map(({ point }) => (point.kind === "call" ? point.call : point.expression)),
    );
    for (const [i, { subject, point }] of pending.entries()) {
      const isThrow = point.kind === "call" && point.failure === "throws";
      const isPromise = shapes[i] === "promise" || shapes[i] === "maybe-promise";
      if (isThrow !== isPromise) subject.mayFail = true;
    }
  }

  /** For a call of something that is no function of the project. */
  async #isHarmless(subject: Subject, point: CallPoint): Promise<boolean> {
    if (point.trust === "handler" && (point.failure !== "rejects" || point.isToldError)) return true;
    const { call } = point;
    const target = nameOf(call);
    if (target === undefined) return false;
    const declared = await declarationOf(this.#view, target);
    if (declared === undefined) return false;
    const { owner, name, symbol } = declared;
    if (point.failure === "rejects") {
      return isIn(SLEEPS, owner, name) && is.isCallExpression(call) && call.arguments.length < 3;
    }
    if (isIn(NEVER_THROWS, owner, name)) return true;
    if (isIn(THROWS_ONLY_WHAT_IT_CALLS, owner, name) && is.isCallExpression(call)) {
      subject.parts.push(...this.#callbacks(call.arguments, point.trust));
      return true;
    }
    return await isStateSetter(this.#view, symbol);
  }

  /** The functions among the arguments, and whatever could be one. */
  #callbacks(args: readonly Expression[], trust: Trust): Subject[] {
    return args.flatMap((argument): Subject | readonly Subject[] => {
      const node = skipOuter(argument);
      if (isFunctionNode(node)) return this.examine(node, "throws", trust);
      const mayBeFunction = is.isIdentifier(node) || is.isPropertyAccessExpression(node);
      if (!mayBeFunction) return [];
      return this.add([{ kind: "call", call: node, failure: "throws", trust, isToldError: false }]);
    });
  }
}

function nameOf(call: Expression): Node | undefined {
  const callee = is.isCallExpression(call) || is.isNewExpression(call) ? skipOuter(call.expression) : skipOuter(call);
  if (is.isPropertyAccessExpression(callee)) return callee.name;
  return is.isIdentifier(callee) ? callee : undefined;
}

interface Declared {
  /** The interface, class or module around the declaration; "" for what is global. */
  readonly owner: string;
  readonly name: string;
  readonly symbol: Symbol;
}

async function declarationOf(view: ProgramView, name: Node): Promise<Declared | undefined> {
  const found = await view.checker.getSymbolAtLocation(name);
  if (found === undefined) return undefined;
  const isAlias = (found.flags & SymbolFlags.Alias) !== 0;
  const symbol = isAlias ? await view.checker.getAliasedSymbol(found) : found;
  const isOfLibrary = symbol.declarations.some(({ path }) => LIBRARY.test(path));
  if (!isOfLibrary) return { owner: "?", name: symbol.name, symbol };
  const owner = (await symbol.getParent())?.name ?? GLOBAL;
  return { owner: owner === GLOBAL ? "" : owner.replaceAll(/^"(?:node:)?|"$/g, ""), name: symbol.name, symbol };
}

/** What the engine calls the symbol around `declare global` in a module. */
const GLOBAL = "__global";

/** The default library, the declarations of Node.js, and those of React's events. */
const LIBRARY = /\/lib\.[\w.]+\.d\.ts$|\/node_modules\/@types\/(?:node|react)\//;

function isIn(knowledge: Readonly<Record<string, string>>, owner: string, name: string): boolean {
  return knowledge[owner]?.split(" ").includes(name) ?? false;
}

/** `setOpen` of `const [open, setOpen] = useState(false)`. */
async function isStateSetter(view: ProgramView, { valueDeclaration }: Symbol): Promise<boolean> {
  if (valueDeclaration?.kind !== SyntaxKind.BindingElement) return false;
  const element = await valueDeclaration.resolve(view.project);
  const holder = element && findAncestor(element, is.isVariableDeclaration);
  const hook = holder?.initializer;
  if (hook === undefined || !is.isCallExpression(hook)) return false;
  return STATE_HOOKS.split(" ").includes(calleeName(hook).getText());
}
