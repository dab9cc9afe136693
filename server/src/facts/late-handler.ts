// Fact: a value that may be a promise is started and stored, and on some path the function waits for something else
// before the value gets its first handler; or an array of such values is waited for one by one.

import { groupBy } from "../text/group-by.ts";
import {
  NodeFlags,
  SyntaxKind,
  enclosingFunctionLike,
  findAncestor,
  is,
  isAsync,
  isFunctionNode,
  skipOuter,
  type Expression,
  type ForOfStatement,
  type FunctionNode,
  type Node,
  type VariableDeclaration,
  type VariableDeclarationList,
} from "../typescript/syntax.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { reachableFrom, type ControlFlow, type Step } from "./control-flow/control-flow.ts";
import { firstAwaitOf, handlerUse, handlesRejection, takesInTurn, type HandlerUse } from "./handler-use.ts";
import {
  isBareDeclaration,
  isDeclarationName,
  isReference,
  occurrencesOf,
  storeInto,
  type Store,
} from "./occurrences.ts";
import { startedValues } from "./started-values.ts";
import { localScope, startsSomething } from "./unread-variable.ts";

export interface LateHandler extends FactBase {
  readonly kind: "late-handler";
  readonly started: Started;
  /** The statement or declarator that stores what is started; undefined if a loop takes it directly. */
  readonly store: Store | undefined;
  /** Where the function waits while nothing handles a rejection. */
  readonly suspension: Node;
  /** Where a handler comes at last: a mention of the variable, or the loop that takes a list directly. */
  readonly handler: Node;
  /** The code goes on when the promise rejects: it stands in a `try`, has a `catch` of its own, or is one of those that may. */
  readonly isRejectionHandled: boolean;
  /** Given if nothing else lies in between: the loop that waits for one promise of the list after the other. */
  readonly loop: ForOfStatement | undefined;
}

/** What is started at one place. */
export interface Started {
  /** The whole value: what is stored or taken by a loop. */
  readonly value: Expression;
  /** The value is a list of promises, not one. */
  readonly isMany: boolean;
  /** What makes the promises: calls and `new` expressions, or the async callback of a `map`. Never empty. */
  readonly makers: readonly (Expression | FunctionNode)[];
}

export const lateHandler: Collector<LateHandler> = {
  nodes: [SyntaxKind.VariableDeclaration, SyntaxKind.ForOfStatement],
  collect(node: Node, syntax: FileSyntax) {
    return node.kind === SyntaxKind.ForOfStatement
      ? takenDirectly(node as ForOfStatement)
      : stored(node as VariableDeclaration, syntax);
  },
};

/** `for await (const x of [a(), b()])`: the loop handles the first promise, and the others only later. */
function takenDirectly(loop: ForOfStatement): LateHandler[] {
  const kind = skipOuter(loop.expression).kind;
  if (kind !== SyntaxKind.ArrayLiteralExpression && kind !== SyntaxKind.CallExpression) return [];
  const started = startedIn(loop.expression);
  if (started?.isMany !== true || !takesInTurn(loop)) return [];
  const rest = withoutFirst(started);
  const suspension = suspensionOf(loop);
  if (rest === undefined || suspension === undefined) return [];
  const common = { kind: "late-handler", node: loop, isLocal: false } as const;
  const isRejectionHandled = handlesRejection(loop);
  return [{ ...common, started: rest, store: undefined, suspension, handler: loop, isRejectionHandled, loop }];
}

function stored(declaration: VariableDeclaration, syntax: FileSyntax): LateHandler[] {
  const { name, initializer } = declaration;
  if (!is.isIdentifier(name)) return [];
  const isConstant = (declaration.parent.flags & NodeFlags.Const) !== 0;
  if (isConstant && (initializer === undefined || !startsSomething(startedValues(initializer)))) return [];
  const scope = localScope(declaration, syntax);
  if (scope === undefined) return [];
  if (isConstant && !mayBeLate(name, scope, syntax)) return [];
  const container = enclosingFunctionLike(declaration);
  if (isFunctionNode(container) ? !isAsync(container) : !is.isSourceFile(container)) return [];
  const uses = occurrencesOf(name.text, name, scope, syntax);
  if (uses[0] !== name) return [];
  const stores = uses.flatMap((use) => storeInto(use) ?? []).filter(({ value }) => startedIn(value) !== undefined);
  if (stores.length === 0) return [];
  // A function that captured the variable may have handled the promise at any time.
  if (uses.some((use) => enclosingFunctionLike(use) !== container)) return [];
  const handlers = handlersAmong(uses, syntax);
  if (handlers.size === 0) return [];
  const flow = syntax.controlFlowOf(container);
  return flow === undefined
    ? []
    : stores.flatMap((store) => lateFor(store, { uses, handlers, flow, node: declaration }));
}

function handlersAmong(uses: readonly Node[], syntax: FileSyntax): ReadonlyMap<Node, HandlerUse> {
  const handlers = new Map<Node, HandlerUse>();
  for (const use of uses) {
    const handler = storeInto(use) === undefined && !isBareDeclaration(use) ? handlerUse(use, syntax) : undefined;
    if (handler !== undefined) handlers.set(use, handler);
  }
  return handlers;
}

/**
 * The first other mention of the constant handles the value, and there is a wait before. Nearly every variable fails
 * this, and only its first mention has been looked at.
 */
function mayBeLate(name: Node & { readonly text: string }, scope: Node, syntax: FileSyntax): boolean {
  for (const use of syntax.identifiers.named(name.text, name.end, scope.end)) {
    if (isDeclarationName(use)) return true;
    if (!isReference(use)) continue;
    const handler = handlerUse(use, syntax);
    if (handler === undefined) return false;
    const before = syntax.text.slice(name.end, use.getStart()).replace(/\bawait[\s(]*(?:Promise\.\w+\([\s([]*)?$/, "");
    return handler === "in turn" || /\b(?:await|yield)\b/.test(before);
  }
  return false;
}

interface Variable {
  readonly uses: readonly Node[];
  readonly handlers: ReadonlyMap<Node, HandlerUse>;
  readonly flow: ControlFlow;
  readonly node: Node;
}

function lateFor(store: Store, { uses, handlers, flow, node }: Variable): LateHandler[] {
  // A use that the graph does not have, in a type or in unreachable code, acquits.
  if (uses.some((use) => flow.stepsOf(use).length === 0 && !isBareDeclaration(use))) return [];
  const started = startedIn(store.value)!;
  const common = { kind: "late-handler", node, isLocal: false, store } as const;
  const names = new Set(uses);
  const isUse = (step: Step) => names.has(step.node);
  const reached = [...reachableFrom(flow.stepsOf(store.target), isUse)];
  const suspensions = groupBy(
    reached.filter(({ kind }) => kind === "suspend"),
    (step) => step.node,
  );
  const isFit = (use: Node) => handlers.has(use) && (handlers.get(use) === "one") !== started.isMany;
  for (const [suspension, steps] of [...suspensions].toSorted(([a], [b]) => distance(store, a) - distance(store, b))) {
    const handler = firstOf(reachableFrom(steps, isUse), isFit);
    if (handler !== undefined) {
      const isRejectionHandled = handlesRejection(handler);
      return [{ ...common, started, suspension, handler, isRejectionHandled, loop: undefined }];
    }
  }
  const taken = firstOf(reached, (use) => started.isMany && handlers.get(use) === "in turn");
  const loop = taken && findAncestor(taken, is.isForOfStatement);
  const rest = withoutFirst(started);
  const suspension = loop && suspensionOf(loop);
  if (taken === undefined || loop === undefined || rest === undefined || suspension === undefined) return [];
  const isRejectionHandled = handlesRejection(taken);
  return [{ ...common, started: rest, suspension, handler: taken, isRejectionHandled, loop }];
}

/** Of the steps' nodes that satisfy the test the first in the text. */
function firstOf(steps: Iterable<Step>, test: (node: Node) => boolean): Node | undefined {
  const nodes = [...steps].map((step) => step.node).filter(test);
  return nodes.toSorted((a, b) => a.pos - b.pos)[0];
}

/** For sorting: what follows the store in the text comes before what a loop leads back to. */
function distance(store: Store, node: Node): number {
  return node.pos >= store.target.pos ? node.pos : node.pos + Number.MAX_SAFE_INTEGER / 2;
}

/** What the value starts; undefined if that cannot be told, if somebody else started it, or if it has a handler. */
function startedIn(value: Expression): Started | undefined {
  const node = skipOuter(value);
  if (is.isArrayLiteralExpression(node)) {
    const makers = node.elements.flatMap((element) => makersOf(element) ?? []);
    return makers.length === 0 ? undefined : { value, isMany: true, makers };
  }
  const callback = mapCallback(node);
  if (callback !== undefined) {
    if (isAsync(callback)) return { value, isMany: true, makers: [callback] };
    const { body } = callback;
    const makers = body === undefined || is.isBlock(body) ? undefined : makersOf(body);
    return makers && { value, isMany: true, makers };
  }
  const makers = makersOf(node);
  return makers && { value, isMany: false, makers };
}

/** The calls that may give the value; undefined if any part of it is something else. */
function makersOf(value: Expression): readonly Expression[] | undefined {
  const values = startedValues(value);
  const isStarted = values.every((each) => each.handler === undefined && startsSomething([each]));
  if (values.length === 0 || !isStarted) return undefined;
  const makers = values.map(({ expression }) => expression);
  return makers.some((maker) => is.isArrayLiteralExpression(maker) || isNeverRejected(maker)) ? undefined : makers;
}

/** `new Promise((resolve) => …)`: whoever takes no `reject` lets the promise wait for ever at worst. */
function isNeverRejected(maker: Expression): boolean {
  if (!is.isNewExpression(maker)) return false;
  const first = maker.arguments?.[0];
  const executor = first && skipOuter(first);
  return executor !== undefined && isFunctionNode(executor) && executor.parameters.length <= 1;
}

/** The function written in place in `items.map(function)`. */
function mapCallback(node: Expression): FunctionNode | undefined {
  if (!is.isCallExpression(node)) return undefined;
  const callee = skipOuter(node.expression);
  const isMap = is.isPropertyAccessExpression(callee) && callee.name.text === "map";
  const argument = isMap ? node.arguments[0] : undefined;
  const callback = argument && skipOuter(argument);
  return callback !== undefined && isFunctionNode(callback) ? callback : undefined;
}

/** What waits behind the first promise of a list; undefined if nothing does. */
function withoutFirst(started: Started): Started | undefined {
  const list = skipOuter(started.value);
  if (!is.isArrayLiteralExpression(list)) return started;
  const [head] = list.elements;
  const makers = started.makers.filter((maker) => maker.pos >= head!.end);
  return makers.length === 0 ? undefined : { ...started, makers };
}

/** Where a loop that takes promises in turn waits. */
function suspensionOf(loop: ForOfStatement): Node | undefined {
  if (loop.awaitModifier !== undefined) return loop;
  const { name } = (loop.initializer as VariableDeclarationList).declarations[0]!;
  return is.isIdentifier(name) ? firstAwaitOf(name.text, loop.statement) : undefined;
}
