// Who may cancel, what listens to it, and where: on controllers and on the signals that come without one.

import { say } from "../language/say.ts";
import type { Timeline } from "../pictures/timeline.ts";
import { is, spanOf, type CallExpression, type Node } from "../typescript/syntax.ts";
import { apiName } from "./api-name.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { calledBy } from "./promise.ts";
import { madeFor, makingBy, memberOf, usesOfMade, type Making } from "./variable-uses.ts";
import { code, codeText, duration, listed, number, places } from "./words.ts";

export function cancellation(word: Node, file: TaughtFile): Draft | undefined {
  const call = calledBy(word);
  const name = call && apiName(call.expression, file.syntax);
  if (call !== undefined && (name === "AbortSignal.timeout" || name === "AbortSignal.any"))
    return aboutSignal(word, call, name);
  const making = makingBy(word) ?? madeFor(word, file.syntax);
  if (making === undefined || !is.isNewExpression(making)) return undefined;
  return apiName(making.expression, file.syntax) === "AbortController"
    ? aboutController(word, making, file)
    : undefined;
}

function aboutController(word: Node, making: Making, { syntax }: TaughtFile): Draft {
  const uses = usesOfMade(making, syntax);
  const members = uses?.map(memberOf) ?? [];
  const aborts = members.flatMap((member) => (member?.name === "abort" ? [member.node] : []));
  const signals = members.flatMap((member) => (member?.name === "signal" ? [member.node] : []));
  const isHandedOn = uses === undefined || members.includes(undefined);
  return {
    values: [],
    complete: () => ({
      concept: "cancellation",
      span: spanOf(word),
      remarks: [
        ...listeners(signals),
        ...aborters(aborts, signals.length > 0, isHandedOn),
        remark`Who listens to the signal rejects with an \`AbortError\`; what has no listener goes on.`,
      ],
      picture: pictured(signals.map(operationAround), "abort", "AbortError"),
    }),
  };
}

function listeners(signals: readonly Node[]): Remark[] {
  if (signals.length === 0) return [];
  const named = signals.map((signal) => remark`${code(operationAround(signal))} (${signal})`);
  return signals.length === 1
    ? [remark`Its signal goes to one place: ${listed(named)}.`]
    : [remark`Its signal goes to ${number(signals.length)} places: ${listed(named)}.`];
}

function aborters(aborts: readonly Node[], hasListeners: boolean, isHandedOn: boolean): Remark[] {
  if (!hasListeners && !isHandedOn) {
    return aborts.length === 0
      ? [remark`Nobody takes its signal, so \`abort()\` stops nothing.`]
      : [remark`Nobody takes its signal, so \`abort()\` (${places(aborts)}) stops nothing.`];
  }
  if (aborts.length > 0) return [remark`\`abort()\` on ${places(aborts)} cancels what listens.`];
  return isHandedOn ? [] : [remark`Nothing calls \`abort()\` here.`];
}

/** The call that gets the signal. */
function operationAround(signal: Node): Node {
  for (let current = signal.parent; current !== undefined; current = current.parent) {
    if (is.isCallExpression(current)) return current;
    if (!is.isPropertyAssignment(current) && !is.isObjectLiteralExpression(current)) break;
  }
  return signal;
}

function aboutSignal(
  word: Node,
  call: CallExpression,
  name: "AbortSignal.timeout" | "AbortSignal.any",
): Draft | undefined {
  const [argument] = call.arguments;
  if (argument === undefined) return undefined;
  const isTimeout = name === "AbortSignal.timeout";
  const remarks = isTimeout
    ? [
        remark`Whoever gets this signal is cancelled after ${milliseconds(argument)}, with a \`TimeoutError\`.`,
        remark`The time runs from here on, not from the start of what listens.`,
      ]
    : [remark`It fires as soon as one of ${code(argument)} fires, with that one's reason.`];
  const holder = call.parent.parent.parent;
  const target = is.isCallExpression(holder) ? [holder] : [];
  return {
    values: [],
    complete: () => ({
      concept: "cancellation",
      span: spanOf(word),
      remarks,
      picture: pictured(
        target,
        isTimeout ? say`time is up` : say`a signal fires`,
        isTimeout ? "TimeoutError" : say`its reason`,
      ),
    }),
  };
}

function milliseconds(argument: Node): string {
  return is.isNumericLiteral(argument) ? duration(Number(argument.text)) : say`${code(argument)} milliseconds`;
}

/** What listens ends when the signal fires. */
function pictured(operations: readonly Node[], cause: string, reason: string): Timeline | undefined {
  const shown = operations.slice(0, 4);
  if (shown.length === 0) return undefined;
  const lanes = shown.map((node) => ({
    kind: "operation" as const,
    label: codeText(node),
    bars: [{ kind: "pending" as const, start: 1, end: 6 }],
    code: spanOf(node),
  }));
  return {
    title: say`Cancelled while pending`,
    panels: [
      {
        title: "",
        lanes: [
          {
            kind: "loop",
            label: say`event loop`,
            bars: [
              { kind: "runs", start: 0, end: 1 },
              { kind: "runs", start: 5, end: 6, label: cause },
              { kind: "runs", start: 6.2, end: 7.2 },
            ],
          },
          ...lanes,
        ],
        marks: lanes.map((_, i) => ({
          kind: "fails" as const,
          at: 6,
          lane: i + 1,
          ...(i === 0 && { label: reason }),
        })),
      },
    ],
  };
}
