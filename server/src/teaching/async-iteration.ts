// One at a time, by design: `for await`, and the generators that are made for it.

import { say } from "../language/say.ts";
import {
  SyntaxKind,
  enclosingFunctionLike,
  forEachDescendant,
  is,
  isAsync,
  isFunctionNode,
  isGenerator,
  spanOf,
  type ForOfStatement,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import type { Bar, Timeline } from "../pictures/timeline.ts";
import { containsSpan } from "../text/span.ts";
import { functionOf } from "./async-function.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { Waits } from "./waits.ts";
import { capitalized, code, codeText, functionName, nameOf, number, places, times } from "./words.ts";

export function asyncIteration(word: Node, file: TaughtFile): Draft | undefined {
  const loop = loopOf(word);
  if (loop !== undefined) return aboutLoop(word, loop, file);
  const generator = word.kind === SyntaxKind.YieldKeyword ? yieldingIn(word) : functionOf(word);
  if (generator?.body === undefined || !isAsync(generator) || !isGenerator(generator)) return undefined;
  return aboutGenerator(word, generator, file);
}

/** The `for` and the `await` of `for await` both mean the loop. */
function loopOf(word: Node): ForOfStatement | undefined {
  if (word.kind !== SyntaxKind.AwaitKeyword && word.kind !== SyntaxKind.ForKeyword) return undefined;
  const loop = word.parent;
  return is.isForOfStatement(loop) && loop.awaitModifier !== undefined ? loop : undefined;
}

function yieldingIn(word: Node): FunctionNode | undefined {
  const fn = enclosingFunctionLike(word);
  return isFunctionNode(fn) ? fn : undefined;
}

function aboutLoop(word: Node, loop: ForOfStatement, file: TaughtFile): Draft {
  const container = enclosingFunctionLike(loop);
  const waits = Waits.of(container, file.syntax);
  const inBody = waits?.all.filter(({ node }) => containsSpan(spanOf(loop.statement), spanOf(node))) ?? [];
  const source = code(loop.expression);
  return {
    values: [loop.expression],
    complete: ({ shapeOf }) => {
      const shape = shapeOf(loop.expression);
      const isStarted = shape === "promises" || shape === "maybe-promises";
      const order = isStarted
        ? remark`${source} holds promises that have all started; their results are taken one at a time, in order.`
        : remark`One at a time: the next value of ${source} is asked for when the body has ended.`;
      const remarks: Remark[] = [order];
      if (isStarted) remarks.push(remark`A promise that fails before its turn has no handler yet.`);
      if (inBody.length > 0) {
        remarks.push(
          remark`Each turn also waits ${times(inBody.length)} in the body (${places(inBody.map(({ node }) => node))}), and no value is asked for meanwhile.`,
        );
      }
      remarks.push(
        isStarted
          ? remark`A rejection ends the loop and is thrown here.`
          : remark`Leaving the loop early closes ${source}; a rejection ends the loop and is thrown here.`,
      );
      return {
        concept: "async-iteration",
        span: spanOf(word),
        remarks,
        picture: pictured(codeText(loop.expression), inBody.length > 0),
      };
    },
  };
}

function aboutGenerator(word: Node, generator: FunctionNode, file: TaughtFile): Draft | undefined {
  const waits = Waits.of(generator, file.syntax);
  if (waits === undefined) return undefined;
  const name = capitalized(nameOf(generator));
  const remarks: Remark[] = [
    remark`${name} runs only as far as somebody asks: a call alone runs nothing of it.`,
    handsOut(yieldsOf(generator).length, waits.all.length),
  ];
  return {
    values: [],
    complete: () => ({
      concept: "async-iteration",
      span: spanOf(word),
      remarks,
      picture: pictured(functionName(generator) ?? say`the generator`, false),
    }),
  };
}

function handsOut(yields: number, others: number): Remark {
  const values =
    yields === 1
      ? remark`It hands out values at one \`yield\``
      : yields === 0
        ? remark`It hands out no values`
        : remark`It hands out values at ${number(yields)} \`yield\`s`;
  if (others === 0) return remark`${values}; between two values it stands still.`;
  return others === 1
    ? remark`${values} and waits at one other place; between two values it stands still.`
    : remark`${values} and waits at ${number(others)} other places; between two values it stands still.`;
}

function yieldsOf(generator: FunctionNode): readonly Node[] {
  const found: Node[] = [];
  forEachDescendant(generator.body!, (node) => {
    if (isFunctionNode(node)) return false;
    if (node.kind === SyntaxKind.YieldExpression) found.push(node);
    return true;
  });
  return found;
}

/** Two turns: a value is awaited, the body runs, and only then the next one. */
function pictured(source: string, doesBodyWait: boolean): Timeline {
  const turn = doesBodyWait ? 7 : 5;
  const loop: Bar[] = [{ kind: "runs", start: 0, end: 1 }];
  const values: Bar[] = [];
  const body: Bar[] = [];
  const marks = [];
  for (const start of [1, 1 + turn]) {
    values.push({ kind: "pending", start, end: start + 3, label: say`next` });
    loop.push({ kind: "runs", start: start + 3, end: start + 4, label: say`body` });
    marks.push(
      { kind: "suspends" as const, at: start, lane: 0 },
      { kind: "resumes" as const, at: start + 3, lane: 0, joins: 1 },
    );
    if (doesBodyWait) {
      body.push({ kind: "pending", start: start + 4, end: start + 6 });
      loop.push({ kind: "runs", start: start + 6, end: start + 7 });
    } else loop.push({ kind: "runs", start: start + 4, end: start + 5 });
  }
  const lanes = [
    { kind: "loop" as const, label: say`event loop`, bars: loop },
    { kind: "operation" as const, label: source, bars: values },
    ...(doesBodyWait ? [{ kind: "operation" as const, label: say`waits in the body`, bars: body }] : []),
  ];
  return { title: say`One value after the other`, panels: [{ title: "", lanes, marks }] };
}
