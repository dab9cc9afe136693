// The control-flow graph of one function body or of a file's top level: in which order its expressions may run, where it
// gives the event loop a turn, and where it reads and writes names. Built from syntax alone, on demand; who asks for it
// looks first whether a function is worth it, because nearly none is.
//
// What the graph knows: branches (`if`, `?:`, `&&`, `||`, `??`, their assignments, optional chains, `switch`), loops,
// labels, early exits, exceptions (of calls, `new`, member accesses, waits, iteration, destructuring, `throw`) and where
// they are caught, and `finally`, which is there once for each way on behind it, so that no path mixes two ways. What it
// does not know: values (except that `while (true)` never ends by itself), aliases, and the inside of nested functions
// and classes, which are one step each.
//
// Invariant: code that no path reaches has no step, and neither have names in types, in parameters and inside nested
// functions. Whoever reasons about all uses of a variable has to take a use without a step for a use at any time.

import type { Node } from "../../typescript/syntax.ts";

/**
 * - `read`, `write`: the node is the identifier that is read or written.
 * - `suspend`: other code may run before the next step. The node is the `await` or `yield` expression, the `for await`
 *   statement (once per iteration and once at the end), or the list of an `await using` declaration, which waits where
 *   its block is left.
 * - `function`: a function or class comes into being; the node is its.
 * - `operation`: something else that may throw: a call, a member access, `throw`, the start of an iteration.
 * - `join`: paths meet or part. The node is the statement or expression for which they do.
 * - `entry` and `exit`: one each; the exit stands for returns and for exceptions that nobody catches.
 */
export type StepKind = "entry" | "exit" | "read" | "write" | "suspend" | "operation" | "function" | "join";

export interface Step {
  readonly kind: StepKind;
  readonly node: Node;
  /** What may run next, handlers of exceptions included. */
  readonly next: readonly Step[];
}

export class ControlFlow {
  readonly entry: Step;
  /** Every step that can be reached from the entry; the exit is among them only if there is a way out. */
  readonly steps: readonly Step[];
  readonly #byNode = new Map<Node, Step[]>();

  constructor(entry: Step) {
    this.entry = entry;
    this.steps = [entry, ...reachableFrom([entry])];
    for (const step of this.steps) {
      const others = this.#byNode.get(step.node);
      if (others) others.push(step);
      else this.#byNode.set(step.node, [step]);
    }
  }

  /** The steps of a node: none where it can't be reached, several inside `finally`. */
  stepsOf(node: Node): readonly Step[] {
    return this.#byNode.get(node) ?? [];
  }
}

/**
 * All steps that may run after one of `from`, up to and including those at which `isEnd` says stop. A step of `from` is
 * among them only if a loop leads back to it.
 */
export function reachableFrom(from: Iterable<Step>, isEnd: (step: Step) => boolean = () => false): Set<Step> {
  const reached = new Set<Step>();
  const waiting = [...from];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    for (const next of step.next) {
      if (reached.has(next)) continue;
      reached.add(next);
      if (!isEnd(next)) waiting.push(next);
    }
  }
  return reached;
}
