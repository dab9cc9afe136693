// A worker really runs beside the event loop: what goes there, what comes back, and what happens when it fails.

import { say } from "../language/say.ts";
import { WORKERS } from "../knowledge/coordination.ts";
import type { Timeline } from "../pictures/timeline.ts";
import { is, spanOf, type Node } from "../typescript/syntax.ts";
import { apiName } from "./api-name.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { literalText, madeFor, makingBy, memberOf, propertyOf, usesOfMade, type Making } from "./variable-uses.ts";
import { code, codeSpan, places } from "./words.ts";

export function parallelism(word: Node, { syntax }: TaughtFile): Draft | undefined {
  const making = makingBy(word) ?? madeFor(word, syntax);
  if (making === undefined || !is.isNewExpression(making)) return undefined;
  const name = apiName(making.expression, syntax);
  if (name === undefined || !WORKERS.has(name)) return undefined;
  const uses = usesOfMade(making, syntax);
  const members = uses?.map(memberOf) ?? [];
  const isHandedOn = uses === undefined || members.includes(undefined);
  const isNode = name.startsWith("worker_threads");
  const listeners = (event: string): Node[] =>
    members.flatMap((member) =>
      member?.call !== undefined && listensTo(member.name, member.call.arguments[0], event) ? [member.call] : [],
    );
  const messages = members.flatMap((member) => (member?.name === "postMessage" ? [member.node] : []));
  return {
    values: [],
    complete: () => ({
      concept: "parallelism",
      span: spanOf(word),
      remarks: [
        remark`${file(making)} runs in parallel, on a thread and an event loop of its own: it can block without stopping this one.`,
        ...handsOver(making, messages),
        ...comesBack(listeners("message")),
        ...failures(listeners("error"), isNode, isHandedOn),
      ],
      picture: picture(),
    }),
  };
}

function listensTo(method: string, argument: Node | undefined, event: string): boolean {
  return /^(?:on|once|addListener|addEventListener)$/.test(method) && literalText(argument) === event;
}

/** The file that the worker runs, if it is written out. */
function file(making: Making): string {
  const [argument] = making.arguments ?? [];
  const path = argument !== undefined && is.isNewExpression(argument) ? argument.arguments?.[0] : argument;
  const text = literalText(path);
  if (text !== undefined) return codeSpan(text);
  return argument === undefined ? say`The worker` : code(argument);
}

function handsOver(making: Making, messages: readonly Node[]): Remark[] {
  const found: Remark[] = [];
  const data = propertyOf(making.arguments?.[1], "workerData");
  if (data !== undefined) found.push(remark`It gets a copy of ${code(data)}.`);
  if (messages.length > 0) found.push(remark`It is sent messages on ${places(messages)}; each is a copy.`);
  return found;
}

function comesBack(listeners: readonly Node[]): Remark[] {
  return listeners.length === 0
    ? []
    : [remark`Its messages are taken on ${places(listeners)}, when this event loop has time.`];
}

/** Where the worker is handed on, somebody else may listen. */
function failures(listeners: readonly Node[], isNode: boolean, isHandedOn: boolean): Remark[] {
  if (listeners.length > 0) return [remark`An exception in it arrives as \`error\` on ${places(listeners)}.`];
  if (!isNode || isHandedOn) return [];
  return [
    remark`Nobody listens for \`error\` here: an exception in the worker becomes an uncaught one of this program.`,
  ];
}

const picture = (): Timeline => ({
  title: say`A worker beside the event loop`,
  panels: [
    {
      title: "",
      lanes: [
        {
          kind: "loop",
          label: say`event loop`,
          bars: [
            { kind: "runs", start: 0, end: 2 },
            { kind: "runs", start: 3, end: 4 },
            { kind: "runs", start: 5, end: 6.5 },
            { kind: "runs", start: 9, end: 10, label: say`message` },
          ],
        },
        { kind: "loop", label: say`worker's loop`, bars: [{ kind: "runs", start: 2, end: 9, label: say`computes` }] },
      ],
      marks: [
        { kind: "starts", at: 2, lane: 0, joins: 1 },
        { kind: "resumes", at: 9, lane: 0, joins: 1 },
      ],
    },
  ],
});
