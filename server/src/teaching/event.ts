// What waits for an event, and what happens if it never comes or came before.

import { say } from "../language/say.ts";
import { EVENT_SOURCES, EVENT_WAITS } from "../knowledge/coordination.ts";
import { is, spanOf, type CallExpression, type Node } from "../typescript/syntax.ts";
import type { Timeline } from "../pictures/timeline.ts";
import { apiName } from "./api-name.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { calledBy } from "./promise.ts";
import { literalText, madeFor, makingBy, memberOf, propertyOf, usesOfMade, type Making } from "./variable-uses.ts";
import { code, codeText, places } from "./words.ts";

export function event(word: Node, { syntax }: TaughtFile): Draft | undefined {
  const call = calledBy(word);
  const name = call && apiName(call.expression, syntax);
  if (call !== undefined && name !== undefined && Object.hasOwn(EVENT_WAITS, name))
    return aboutWaiting(word, call, EVENT_WAITS[name]!);
  const making = makingBy(word) ?? madeFor(word, syntax);
  const made = making && apiName(making.expression, syntax);
  if (making === undefined || made === undefined || !is.isNewExpression(making) || !EVENT_SOURCES.has(made))
    return undefined;
  return aboutSource(word, making, usesOfMade(making, syntax) ?? []);
}

function aboutWaiting(word: Node, call: CallExpression, waits: "once" | "each"): Draft | undefined {
  const [source, awaited, options] = call.arguments;
  if (source === undefined || awaited === undefined) return undefined;
  const isError = literalText(awaited) === "error";
  const remarks: Remark[] = [
    waits === "once"
      ? remark`Pending until ${code(source)} emits ${code(awaited)} the next time; what it emitted before does not count.`
      : remark`Gives each ${code(awaited)} of ${code(source)}; those that come while nobody asks are kept.`,
  ];
  if (!isError) remarks.push(remark`An \`error\` event of an emitter meanwhile rejects it.`);
  remarks.push(...ends(options, waits));
  return {
    values: [],
    complete: () => ({
      concept: "event",
      span: spanOf(word),
      remarks,
      picture: pictured(codeText(call), codeText(awaited)),
    }),
  };
}

/** Options that are not written out may hold a signal or not. */
function ends(options: Node | undefined, waits: "once" | "each"): Remark[] {
  const signal = propertyOf(options, "signal");
  if (signal !== undefined) return [remark`${code(signal)} can end the wait.`];
  if (options !== undefined && !is.isObjectLiteralExpression(options)) return [];
  return waits === "once"
    ? [remark`If the event never comes, it waits for ever: there is no signal to end it.`]
    : [remark`It goes on until the loop is left: there is no signal to end it.`];
}

function aboutSource(word: Node, making: Making, uses: readonly Node[]): Draft {
  const members = uses.map(memberOf);
  const by = (pattern: RegExp): Node[] =>
    members.flatMap((member) => (member?.call !== undefined && pattern.test(member.name) ? [member.call] : []));
  const listens = by(/^(?:on|once|addListener|prependListener|addEventListener)$/);
  const emits = by(/^(?:emit|dispatchEvent)$/);
  const remarks: Remark[] = [
    remark`${code(making)} calls its listeners one after the other, at once, as part of whoever emits; it waits for none of them.`,
  ];
  if (listens.length > 0) remarks.push(remark`Listeners are added on ${places(listens)}.`);
  if (emits.length > 0) remarks.push(remark`Emits on ${places(emits)}.`);
  return { values: [], complete: () => ({ concept: "event", span: spanOf(word), remarks, picture: undefined }) };
}

function pictured(wait: string, name: string): Timeline {
  return {
    title: say`A wait for an event`,
    panels: [
      {
        title: "",
        lanes: [
          {
            kind: "loop",
            label: say`event loop`,
            bars: [
              { kind: "runs", start: 0, end: 1 },
              { kind: "runs", start: 5, end: 6, label: say`emits` },
              { kind: "runs", start: 6.2, end: 7.2 },
            ],
          },
          { kind: "operation", label: wait, bars: [{ kind: "pending", start: 1, end: 5.5 }] },
        ],
        marks: [
          { kind: "suspends", at: 1, lane: 0 },
          { kind: "resumes", at: 6.2, lane: 0, label: name },
        ],
      },
    ],
  };
}
