// Where a function waits, and which of its promises may be pending there: read off its control flow.

import type { FileSyntax } from "../facts/collector.ts";
import { reachableFrom, type ControlFlow, type Step } from "../facts/control-flow/control-flow.ts";
import {
  NodeFlags,
  SyntaxKind,
  enclosingFunctionLike,
  forEachDescendant,
  is,
  isFunctionNode,
  skipOuter,
  spanOf,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";

/** A place at which other code may run before the function goes on. */
export interface Wait {
  /** The `await` expression, the `for await` statement, the list of an `await using` declaration. */
  readonly node: Node;
  /** What is waited for. */
  readonly operand: Expression | undefined;
}

/** A promise, if its type says so, that a function has started and keeps for itself or for nobody. */
export interface Started {
  /** The call whose value it is. */
  readonly value: Expression;
  /** The variable that holds it; undefined if nothing does. */
  readonly name: string | undefined;
  readonly steps: readonly Step[];
}

export class Waits {
  /** In text order; what is never reached is not among them. */
  readonly all: readonly Wait[];
  readonly container: Node;
  readonly #flow: ControlFlow;

  private constructor(container: Node, flow: ControlFlow) {
    this.container = container;
    this.#flow = flow;
    const nodes = new Set(flow.steps.filter(({ kind }) => kind === "suspend").map(({ node }) => node));
    this.all = [...nodes]
      .filter(({ kind }) => kind !== SyntaxKind.YieldExpression)
      .map((node): Wait => ({ node, operand: operandOf(node) }))
      .toSorted((a, b) => a.node.getStart() - b.node.getStart());
  }

  /** The waits of a function or of the file's top level; undefined for what is neither. */
  static of(container: Node, syntax: FileSyntax): Waits | undefined {
    const flow = syntax.controlFlowOf(container);
    return flow && new Waits(container, flow);
  }

  /** Those that may come after this one, itself excluded unless a loop leads back to it. */
  after({ node }: Wait): readonly Wait[] {
    const reached = reachableFrom(this.#flow.stepsOf(node));
    return this.all.filter((other) => this.#flow.stepsOf(other.node).some((step) => reached.has(step)));
  }

  /** The promises that the function may have started, by syntax alone. */
  started(): readonly Started[] {
    const found: Started[] = [];
    for (const step of this.#flow.steps) {
      const started = step.kind === "write" ? stored(step) : step.kind === "operation" ? dropped(step) : undefined;
      if (started !== undefined && found.every(({ value }) => value !== started.value)) found.push(started);
    }
    return found;
  }

  /** Which of them may be pending at the wait, beside what it waits for. */
  pendingAt(wait: Wait, started: readonly Started[]): readonly Started[] {
    const here = this.#flow.stepsOf(wait.node);
    return started.filter(({ value, name, steps }) => {
      if (isInside(value, wait.node) || mentions(wait.operand, name)) return false;
      const reached = reachableFrom(steps, (step) => step.kind === "suspend" && mentions(operandOf(step.node), name));
      return here.some((step) => reached.has(step));
    });
  }

  /** The waits between the start of a promise and the first one that waits for it. */
  beforeAwaited({ name, steps }: Started): readonly Wait[] {
    const reached = reachableFrom(steps, (step) => step.kind === "suspend" && mentions(operandOf(step.node), name));
    return this.all.filter(
      (wait) => !mentions(wait.operand, name) && this.#flow.stepsOf(wait.node).some((step) => reached.has(step)),
    );
  }
}

/** The innermost loop of the same function around the node; the part that is evaluated once does not count. */
export function loopAround(node: Node): Node | undefined {
  return firstAround(node, (around, child) => {
    if (is.isWhileStatement(around) || is.isDoStatement(around)) return around;
    return isLoop(around) && (around as { expression?: Node }).expression !== child ? around : undefined;
  });
}

/** The innermost `if`, `?:` or `case` of the same function that decides whether the node runs. */
export function branchAround(node: Node): Node | undefined {
  return firstAround(node, (around, child) => {
    if (around.kind === SyntaxKind.CaseClause || is.isCatchClause(around)) return around;
    if (is.isIfStatement(around)) return around.expression === child ? undefined : around;
    return is.isConditionalExpression(around) && around.condition !== child ? around : undefined;
  });
}

/** The `catch` that gets what is thrown at the node; undefined if it leaves the function. */
export function handlerAround(node: Node): Node | undefined {
  return firstAround(node, (around, child) =>
    is.isTryStatement(around) && around.tryBlock === child ? around.catchClause : undefined,
  );
}

/**
 * What is found first on the way from the node to the function that it is in.
 * @param find looks at a node, knowing by which child it was reached
 */
function firstAround(node: Node, find: (around: Node, child: Node) => Node | undefined): Node | undefined {
  const container = enclosingFunctionLike(node);
  let child = node;
  for (let around = node.parent; around !== undefined && around !== container; child = around, around = around.parent) {
    const found = find(around, child);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isLoop({ kind }: Node): boolean {
  return (
    kind === SyntaxKind.ForStatement ||
    kind === SyntaxKind.ForOfStatement ||
    kind === SyntaxKind.ForInStatement ||
    kind === SyntaxKind.WhileStatement ||
    kind === SyntaxKind.DoStatement
  );
}

function operandOf(node: Node): Expression | undefined {
  if (is.isAwaitExpression(node) || is.isForOfStatement(node)) return node.expression;
  return undefined;
}

/** `const pending = start();` */
function stored(step: Step): Started | undefined {
  const declaration = step.node.parent;
  if (!is.isVariableDeclaration(declaration) || declaration.name !== step.node) return undefined;
  // The variable of a loop has no value of its own, and what is disposed of is waited for by its block.
  const list = declaration.parent;
  if (!is.isVariableDeclarationList(list) || (list.flags & NodeFlags.BlockScoped) === NodeFlags.AwaitUsing)
    return undefined;
  const value = declaration.initializer && skipOuter(declaration.initializer);
  if (value === undefined || !(is.isCallExpression(value) || is.isNewExpression(value))) return undefined;
  return { value, name: (step.node as unknown as { text: string }).text, steps: [step] };
}

/** `start();` and `void start();` */
function dropped(step: Step): Started | undefined {
  const { node } = step;
  if (!is.isCallExpression(node)) return undefined;
  const outer = node.parent.kind === SyntaxKind.VoidExpression ? node.parent : node;
  return is.isExpressionStatement(outer.parent) ? { value: node, name: undefined, steps: [step] } : undefined;
}

function isInside(inner: Node, outer: Node): boolean {
  const [a, b] = [spanOf(inner), spanOf(outer)];
  return b.start <= a.start && a.end <= b.end && !is.isForOfStatement(outer);
}

/** True if the name is used in what is waited for, other than inside a function. */
function mentions(operand: Node | undefined, name: string | undefined): boolean {
  if (operand === undefined || name === undefined) return false;
  let found = is.isIdentifier(operand) && operand.text === name;
  forEachDescendant(operand, (node) => {
    if (isFunctionNode(node)) return false;
    found ||= is.isIdentifier(node) && node.text === name;
    return !found;
  });
  return found;
}
