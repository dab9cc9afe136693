// What building a control-flow graph has in hand at each moment: the step that was last, where an exception goes, and
// what `break`, `continue` and `return` lead to. Which syntax means what is in evaluate.ts and build.ts.

import type { Node } from "../../typescript/syntax.ts";
import type { Step, StepKind } from "./control-flow.ts";

/** A statement that `break` or `continue` can mean. */
interface JumpFrame {
  readonly labels: readonly string[];
  readonly breakTo: Step;
  /** Undefined for what only `break` can mean. */
  readonly continueTo: Step | undefined;
  /** False for a labelled block, which only its label means. */
  readonly isUnlabelled: boolean;
}

/** Something that runs whenever the code inside is left, however it is left. */
interface FinallyFrame {
  readonly build: () => void;
  /** The copies of it, by what follows them. */
  readonly entries: Map<Step, Step>;
  /** Where its own exceptions go. */
  readonly handler: () => Step;
}

type Frame = JumpFrame | FinallyFrame;

interface MutableStep extends Step {
  readonly next: Step[];
}

export class FlowBuilder {
  readonly entry: Step;
  readonly #exit: Step;
  /** The step after which the next one runs; undefined after a jump, when nothing does. */
  #current: Step | undefined;
  #frames: readonly Frame[] = [];
  /** Where an exception goes. Asked for only if there is one, since that may build another copy of a `finally`. */
  #handler: () => Step;

  constructor(container: Node) {
    this.entry = newStep("entry", container);
    this.#exit = newStep("exit", container);
    this.#current = this.entry;
    this.#handler = () => this.#exit;
  }

  /** Adds a step behind the current one. */
  add(kind: StepKind, node: Node): void {
    if (this.#current === undefined) return;
    const step = newStep(kind, node);
    link(this.#current, step);
    this.#current = step;
  }

  /** Adds a step that may throw. */
  addThrowing(kind: "suspend" | "operation", node: Node): void {
    this.add(kind, node);
    if (this.#current !== undefined) link(this.#current, this.#handler());
  }

  /** A place where paths can meet, not yet connected to anything. */
  newJoin(node: Node): Step {
    return newStep("join", node);
  }

  /** Makes `step` one of the steps that may follow the current one. */
  branchTo(step: Step): void {
    if (this.#current !== undefined) link(this.#current, step);
  }

  /** Ends the current path at `step`. */
  goTo(step: Step): void {
    this.branchTo(step);
    this.#current = undefined;
  }

  /** Goes on behind `step`. */
  continueAt(step: Step): void {
    this.#current = step;
  }

  return(): void {
    this.goTo(this.#leaveTo(this.#exit, 0));
  }

  throw(): void {
    this.goTo(this.#handler());
  }

  jump(kind: "break" | "continue", label: string | undefined): void {
    for (let depth = this.#frames.length - 1; depth >= 0; depth--) {
      const frame = this.#frames[depth]!;
      if (isFinally(frame)) continue;
      const target = kind === "break" ? frame.breakTo : frame.continueTo;
      const isMeant = label === undefined ? frame.isUnlabelled : frame.labels.includes(label);
      if (target === undefined || !isMeant) continue;
      this.goTo(this.#leaveTo(target, depth + 1));
      return;
    }
    // A jump to nowhere is a syntax error; nothing runs behind it.
    this.#current = undefined;
  }

  /** Builds what `break` and `continue` inside may leave. */
  insideJumpTarget(frame: JumpFrame, build: () => void): void {
    this.#inside([...this.#frames, frame], this.#handler, build);
  }

  /** Builds code whose exceptions go to `handler`. */
  insideCatch(handler: Step, build: () => void): void {
    this.#inside(this.#frames, () => handler, build);
  }

  /** Builds code that `runAtEnd` follows on every way out. */
  insideFinally(node: Node, runAtEnd: () => void, build: () => void): void {
    const depth = this.#frames.length;
    const outer = this.#handler;
    const frame: FinallyFrame = { build: runAtEnd, entries: new Map(), handler: outer };
    const after = this.newJoin(node);
    const onThrow = () => this.#finallyBefore(frame, depth, outer());
    this.#inside([...this.#frames, frame], onThrow, () => {
      build();
      if (this.#current !== undefined) this.goTo(this.#leaveTo(after, depth));
    });
    this.continueAt(after);
  }

  #inside(frames: readonly Frame[], handler: () => Step, build: () => void): void {
    const [framesBefore, handlerBefore] = [this.#frames, this.#handler];
    this.#frames = frames;
    this.#handler = handler;
    build();
    this.#frames = framesBefore;
    this.#handler = handlerBefore;
  }

  /** What to go to in order to reach `target` after every `finally` from `depth` inwards, innermost first. */
  #leaveTo(target: Step, depth: number): Step {
    let next = target;
    for (let index = depth; index < this.#frames.length; index++) {
      const frame = this.#frames[index]!;
      if (isFinally(frame)) next = this.#finallyBefore(frame, index, next);
    }
    return next;
  }

  /** The beginning of the copy of a `finally` that goes on at `target`. */
  #finallyBefore(frame: FinallyFrame, depth: number, target: Step): Step {
    const known = frame.entries.get(target);
    if (known !== undefined) return known;
    const entry = this.newJoin(target.node);
    frame.entries.set(target, entry);
    const before = this.#current;
    this.#current = entry;
    this.#inside(this.#frames.slice(0, depth), frame.handler, frame.build);
    this.goTo(target);
    this.#current = before;
    return entry;
  }
}

function newStep(kind: StepKind, node: Node): MutableStep {
  return { kind, node, next: [] };
}

function link(from: Step, to: Step): void {
  const { next } = from as MutableStep;
  if (!next.includes(to)) next.push(to);
}

function isFinally(frame: Frame): frame is FinallyFrame {
  return "entries" in frame;
}
