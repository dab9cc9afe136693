// What one function does, in the order of its text: what it starts, where it waits and for what, where it blocks, and which
// of that is in a loop or a branch. Types have been asked for; how it is drawn or said is not decided here.

import { isGlobal } from "../facts/global-name.ts";
import { containsSpan, type Span } from "../text/span.ts";
import {
  SyntaxKind,
  enclosingFunctionLike,
  findAncestor,
  getTokenAtPosition,
  is,
  isAsync,
  isFunctionNode,
  skipOuter,
  spanOf,
  type CallExpression,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import { couldRunTogether } from "./function-waits.ts";
import type { TaughtFile } from "./lesson.ts";
import { enclosingRegions, type EnclosingRegion } from "./regions.ts";
import { Waits, type Started, type Wait } from "./waits.ts";
import { codeText } from "./words.ts";

/** Something that goes on elsewhere while the function does something else or waits. */
export interface Operation {
  readonly label: string;
  readonly node: Node;
  /** The variable that holds its promise, if one does. */
  readonly name: string | undefined;
}

/** In the order in which the function comes to them; branches follow one another as they do in the text. */
export type Happening = {
  readonly node: Node;
  /** From outside in. */
  readonly regions: readonly EnclosingRegion[];
} & (
  | { readonly kind: "start"; readonly operation: Operation; readonly fate: Fate }
  | {
      readonly kind: "wait";
      /** What the wait itself starts. */
      readonly begun: readonly Operation[];
      /** What has been started before. */
      readonly joined: readonly Operation[];
      /** What else may be under way here, on one path or another. */
      readonly beside: readonly Operation[];
      /** It goes on with the first that is over, and not with the last. */
      readonly isRace: boolean;
    }
  | { readonly kind: "block"; readonly label: string }
);

/** What becomes of a promise that the function starts: it waits for it, hands it on, or nobody looks at it again. */
export type Fate = "awaited" | "handed-on" | "unheeded";

export interface FunctionRun {
  readonly container: Node;
  readonly waits: Waits;
  readonly happenings: readonly Happening[];
  /** Waits that could run together, as findings say. */
  readonly together: readonly (readonly Wait[])[];
  /** Loops of which a finding says that their turns could overlap. */
  readonly overlappingLoops: ReadonlySet<Node>;
}

/** The expressions of which it matters whether they are promises. */
export function questionsOf(waits: Waits): readonly Expression[] {
  return waits.started().map(({ value }) => value);
}

/** @param isPromise answers for what `questionsOf` returned */
export function functionRun(waits: Waits, file: TaughtFile, isPromise: (value: Expression) => boolean): FunctionRun {
  const started = waits.started().filter(({ value }) => isPromise(value));
  const operations = new Map(started.map((each) => [each, operationOf(each.value, each.name)]));
  const happenings: (Happening & { readonly at: number })[] = [
    ...started.map((each) => ({
      kind: "start" as const,
      node: each.value,
      at: each.value.end,
      regions: enclosingRegions(each.value),
      operation: operations.get(each)!,
      fate: fateOf(each, waits, file),
    })),
    ...waits.all.map((wait) => ({
      kind: "wait" as const,
      node: wait.node,
      at: evaluatedAt(wait),
      regions: enclosingRegions(wait.node),
      ...awaited(wait, started, operations, file),
      beside: waits.pendingAt(wait, started).map((each) => operations.get(each)!),
    })),
    ...blockingSpans(waits.container, file).map((span) => {
      const call = callAt(span, file);
      return {
        kind: "block" as const,
        node: call,
        at: call.end,
        regions: enclosingRegions(call),
        label: codeText(call),
      };
    }),
  ];
  return {
    container: waits.container,
    waits,
    happenings: happenings.toSorted((a, b) => a.at - b.at),
    together: couldRunTogether(waits, file),
    overlappingLoops: overlappingLoops(waits, file),
  };
}

/** The findings of the blocking family in code that runs as part of the container. */
export function blockingSpans(container: Node, file: TaughtFile): readonly Span[] {
  const own = spanOf(container);
  return file.findings
    .filter(({ family, span }) => family === "blocking" && containsSpan(own, span))
    .map(({ span }) => span)
    .filter((span) => {
      const token = getTokenAtPosition(file.syntax.file, span.start);
      const inner = findAncestor(token, (node) => node === container || (isFunctionNode(node) && isAsync(node)));
      return inner === undefined || inner === container;
    });
}

function callAt(span: Span, { syntax }: TaughtFile): Node {
  const token = getTokenAtPosition(syntax.file, span.start);
  const isWhole = (node: Node): boolean => node.getStart() <= span.start && span.end <= node.end;
  const call = findAncestor(token, (node) => isWhole(node) && (is.isCallExpression(node) || is.isNewExpression(node)));
  // A loop that spins is no call.
  return call !== undefined && call.getStart() === span.start ? call : (findAncestor(token, isWhole) ?? token);
}

function operationOf(node: Node, name?: string): Operation {
  return { label: codeText(node), node, name };
}

function awaited(
  { node, operand }: Wait,
  started: readonly Started[],
  operations: ReadonlyMap<Started, Operation>,
  { syntax }: TaughtFile,
): Pick<Extract<Happening, { kind: "wait" }>, "begun" | "joined" | "isRace"> {
  if (operand === undefined) return { begun: [operationOf(node)], joined: [], isRace: false };
  const value = skipOuter(operand);
  const combinator = combinatorOf(value);
  const isCombined = combinator !== undefined && isGlobal(combinator.owner, "Promise", syntax);
  const elements = isCombined ? combinator.elements : [value];
  const before = new Map(started.flatMap((each) => (each.name === undefined ? [] : [[each.name, each]])));
  const begun: Operation[] = [];
  const joined: Operation[] = [];
  for (const element of elements) {
    const name = rootName(element);
    const known = name === undefined ? undefined : before.get(name);
    if (known !== undefined && known.value.end <= element.pos) joined.push(operations.get(known)!);
    else begun.push(operationOf(element));
  }
  return { begun, joined, isRace: isCombined && (combinator.name === "race" || combinator.name === "any") };
}

interface Combination {
  readonly owner: Expression;
  readonly name: string;
  /** What is combined; the call itself if its list is neither written out nor a name. */
  readonly elements: readonly Expression[];
}

function combinatorOf(value: Expression): Combination | undefined {
  if (!is.isCallExpression(value)) return undefined;
  const callee = skipOuter(value.expression);
  if (!is.isPropertyAccessExpression(callee) || !/^(?:all|allSettled|race|any)$/.test(callee.name.text))
    return undefined;
  const [list] = value.arguments;
  const isWritten = list !== undefined && is.isArrayLiteralExpression(list) && list.elements.length > 0;
  const isPlain = isWritten && list.elements.every(({ kind }) => kind !== SyntaxKind.SpreadElement);
  const isName = list !== undefined && is.isIdentifier(skipOuter(list));
  const elements = isPlain ? [...list.elements] : isName ? [list] : [value];
  return { owner: callee.expression, name: callee.name.text, elements };
}

/** `pending` for `pending`, `pending.catch(handle)` and the like. */
function rootName(expression: Expression): string | undefined {
  let current = skipOuter(expression);
  while (is.isCallExpression(current) || is.isPropertyAccessExpression(current)) {
    const inner: Expression = skipOuter((current as CallExpression).expression);
    // `pending.then(…)` is about `pending`; `pending()` and `start(pending)` are calls of something else.
    if (is.isCallExpression(current) && !is.isPropertyAccessExpression(inner)) return undefined;
    current = inner;
  }
  return is.isIdentifier(current) ? current.text : undefined;
}

function fateOf(each: Started, waits: Waits, file: TaughtFile): Fate {
  if (each.name === undefined) return "unheeded";
  if (waits.all.some(({ operand }) => operand !== undefined && mentionsName(operand, each.name!, file)))
    return "awaited";
  const declaration = spanOf(each.value.parent);
  const isFound = file.findings.some(({ family, span }) => family === "unawaited" && containsSpan(declaration, span));
  return isFound ? "unheeded" : "handed-on";
}

function mentionsName(operand: Node, name: string, { syntax }: TaughtFile): boolean {
  const { start, end } = spanOf(operand);
  return [...syntax.identifiers.named(name, start, end)].length > 0;
}

/** Where the evaluation of a wait has come to it: an operand is evaluated first, a loop's body only later. */
function evaluatedAt({ node, operand }: Wait): number {
  if (is.isForOfStatement(node)) return node.expression.end;
  if (operand !== undefined) return node.end;
  // What is disposed of is waited for where its block ends.
  return findAncestor(node, is.isBlock)?.end ?? node.end;
}

/** Loops with a finding of the sequential family on a single wait: its turns could overlap. */
function overlappingLoops(waits: Waits, { findings }: TaughtFile): ReadonlySet<Node> {
  const loops = new Set<Node>();
  for (const { family, span, related } of findings) {
    if (family !== "sequential" || related.length > 0) continue;
    const wait = waits.all.find(({ node }) => containsSpan(spanOf(node), span) || containsSpan(span, spanOf(node)));
    const loop = wait && enclosingRegions(wait.node).findLast(({ kind }) => kind === "loop");
    if (loop !== undefined && enclosingFunctionLike(loop.node) === waits.container) loops.add(loop.node);
  }
  return loops;
}
