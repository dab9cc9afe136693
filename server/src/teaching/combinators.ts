// What `Promise.all` and its siblings wait for, and what becomes of the others when one fails or wins.

import { say } from "../language/say.ts";
import { isGlobal } from "../facts/global-name.ts";
import type { Combinator } from "../facts/gather.ts";
import type { Bar, Lane, Panel, Timeline } from "../pictures/timeline.ts";
import { bindingOf } from "../facts/binding.ts";
import {
  SyntaxKind,
  is,
  isAsync,
  isFunctionNode,
  skipOuter,
  spanOf,
  type CallExpression,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { calledBy } from "./promise.ts";
import { code, codeText, firstNumber, listed } from "./words.ts";

const CONCEPTS: Readonly<Record<Combinator, string>> = {
  all: "gather",
  allSettled: "settle-all",
  race: "first-to-finish",
  any: "first-to-finish",
};

export function combinators(word: Node, file: TaughtFile): Draft | undefined {
  const call = combinatorCall(word, file);
  if (call === undefined) return undefined;
  const { combinator, node } = call;
  const [argument] = node.arguments;
  if (argument === undefined) return undefined;
  const list = skipOuter(argument);
  const elements = is.isArrayLiteralExpression(list)
    ? [...list.elements].filter(({ kind }) => kind !== SyntaxKind.SpreadElement)
    : [];
  return {
    values: elements,
    complete: ({ shapeOf }) => {
      const operations = elements.filter((element) => shapeOf(element) !== "none");
      const remarks = [...overlap(operations, list, file), outcome(combinator), takingTurns()];
      const picture = operations.length < 2 ? undefined : pictured(combinator, operations);
      return { concept: CONCEPTS[combinator], span: spanOf(node.expression), remarks, picture };
    },
  };
}

/** `Promise` and `all` of `Promise.all(…)` both mean it. */
function combinatorCall(
  word: Node,
  { syntax }: TaughtFile,
): { readonly combinator: Combinator; readonly node: CallExpression } | undefined {
  const access = word.parent;
  if (!is.isPropertyAccessExpression(access) || !(access.name.text in CONCEPTS)) return undefined;
  if (!Object.hasOwn(CONCEPTS, access.name.text) || !isGlobal(access.expression, "Promise", syntax)) return undefined;
  const node = calledBy(access.name);
  return node && { combinator: access.name.text as Combinator, node };
}

function overlap(operations: readonly Expression[], list: Expression, file: TaughtFile): Remark[] {
  if (is.isArrayLiteralExpression(list)) {
    if (operations.length === 0) return [];
    if (operations.length === 1) return [remark`It waits for one operation: ${code(operations[0]!)}.`];
    return [
      remark`${firstNumber(operations.length)} operations overlap: ${listed(
        operations.map((each) => describe(each, file)),
        4,
      )}.`,
    ];
  }
  const mapped = mappedFrom(list);
  if (mapped !== undefined)
    return [remark`One operation for each element of ${code(mapped)}, all started at once: nothing limits how many.`];
  return [remark`It waits for everything in ${code(list)}.`];
}

function describe(element: Expression, { syntax }: TaughtFile): Remark {
  const node = skipOuter(element);
  const declaration = is.isIdentifier(node) ? bindingOf(node, syntax) : undefined;
  if (declaration !== undefined && is.isVariableDeclaration(declaration) && declaration.initializer !== undefined) {
    return remark`${code(node)} (started on ${declaration.initializer})`;
  }
  return remark`${code(node)}`;
}

/** `items` of `items.map(async …)` or of `items.map(load)`. */
function mappedFrom(list: Expression): Expression | undefined {
  if (!is.isCallExpression(list)) return undefined;
  const callee = skipOuter(list.expression);
  const [callback] = list.arguments;
  if (!is.isPropertyAccessExpression(callee) || callee.name.text !== "map" || callback === undefined) return undefined;
  const fn = skipOuter(callback);
  // A function that is no asynchronous one may still return a promise; one written with a block may do anything.
  return !isFunctionNode(fn) || isAsync(fn) || !is.isBlock(fn.body ?? fn) ? callee.expression : undefined;
}

function outcome(combinator: Combinator): Remark {
  switch (combinator) {
    case "all":
      return remark`As slow as the slowest. The first rejection rejects the whole at once; the others run on, and their results are lost.`;
    case "allSettled":
      return remark`As slow as the slowest, and never rejected: each result says whether it is \`fulfilled\` or \`rejected\`, and somebody has to look.`;
    case "race":
      return remark`The first to settle decides, also by failing. The losers run on: nobody stops them or hears of them.`;
    case "any":
      return remark`The first to be fulfilled decides; rejections count only if there is nothing else, as an \`AggregateError\`. The losers run on, and nobody hears of them.`;
  }
}

function takingTurns(): Remark {
  return remark`What overlaps is waiting: their code takes turns on one event loop, and nothing in it runs in parallel.`;
}

const LENGTHS = [5, 3, 6.5, 4, 5.5];

function pictured(combinator: Combinator, operations: readonly Expression[]): Timeline {
  const shown = operations.slice(0, 5);
  const lengths = shown.map((_, i) => LENGTHS[i]!);
  const title = `Promise.${combinator}`;
  if (combinator === "all" || combinator === "allSettled") {
    const whole = panel(shown, lengths, Math.max(...lengths), combinator === "all" ? say`If all succeed` : "");
    if (combinator === "allSettled") return { title, panels: [whole] };
    const failing = lengths.indexOf(Math.min(...lengths));
    return {
      title,
      panels: [
        whole,
        {
          ...panel(shown, lengths, lengths[failing]!, say`If ${codeText(shown[failing]!)} fails`),
          ...failure(failing, lengths[failing]!),
        },
      ],
    };
  }
  const winner = lengths.indexOf(Math.min(...lengths));
  return { title, panels: [panel(shown, lengths, lengths[winner]!, say`If ${codeText(shown[winner]!)} is first`)] };
}

/** `until`: when the whole is decided. */
function panel(shown: readonly Expression[], lengths: readonly number[], until: number, title: string): Panel {
  const start = 1;
  const end = start + until;
  const lanes = shown.map((element, i): Lane => {
    const over = start + lengths[i]!;
    const bars: Bar[] = [{ kind: "pending", start, end: Math.min(over, end) }];
    if (over < end) bars.push({ kind: "settled", start: over, end });
    if (over > end) bars.push({ kind: "unheeded", start: end, end: over });
    return { kind: "operation", label: codeText(element), bars, code: spanOf(element) };
  });
  const deciding = lengths.indexOf(until) + 1;
  const loop: Lane = {
    kind: "loop",
    label: say`event loop`,
    bars: [
      { kind: "runs", start: 0, end: start },
      { kind: "runs", start: end, end: end + 1 },
    ],
  };
  const marks = [
    ...lanes.map((_, i) => ({ kind: "starts" as const, at: start, lane: 0, joins: i + 1 })),
    { kind: "suspends" as const, at: start, lane: 0 },
    { kind: "resumes" as const, at: end, lane: 0, joins: deciding },
  ];
  return { title, lanes: [loop, ...lanes], marks };
}

function failure(index: number, length: number): Pick<Panel, "marks"> {
  const at = 1 + length;
  return {
    marks: [
      { kind: "suspends", at: 1, lane: 0 },
      { kind: "fails", at, lane: index + 1 },
      { kind: "resumes", at, lane: 0, joins: index + 1 },
    ],
  };
}
