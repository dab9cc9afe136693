// The picture of a promise in a variable: from its start over the waits in between to the place where it is looked at.

import { say } from "../language/say.ts";
import type { Timeline } from "../pictures/timeline.ts";
import { spanOf } from "../typescript/syntax.ts";
import { callerLabel } from "./function-waits.ts";
import type { TaughtFile } from "./lesson.ts";
import { promiseUse } from "./promise-use.ts";
import { startedIn, usesOf, type PromiseVariable } from "./promise-variable.ts";
import { codeText } from "./words.ts";

/** Undefined if it is not known where it is looked at. */
export function picturedPromise(variable: PromiseVariable, file: TaughtFile): Timeline | undefined {
  const { value } = variable;
  const found = startedIn(variable, file);
  const awaited = usesOf(variable.name, file).find((use) => ["awaited", "gathered"].includes(promiseUse(use)));
  if (found === undefined || awaited === undefined) return undefined;
  const between = found.waits.beforeAwaited(found.started).slice(0, 4);
  const caller = callerLabel(found.waits.container);
  const name = codeText(variable.name);
  const end = 2 + between.length * 4;
  return {
    title: say`${name} from its start to its await`,
    panels: [
      {
        title: "",
        lanes: [
          {
            kind: "loop",
            label: say`event loop`,
            bars: [
              { kind: "runs", start: 0, end: 2, label: caller },
              ...between.map((_, i) => ({ kind: "runs" as const, start: 5 + i * 4, end: 6 + i * 4 })),
              { kind: "runs", start: end + 3, end: end + 4 },
            ],
          },
          {
            kind: "operation",
            label: codeText(value),
            bars: [{ kind: "pending", start: 1, end: end + 3 }],
            code: spanOf(value),
          },
          ...between.map(({ node, operand }, i) => ({
            kind: "operation" as const,
            label: codeText(operand ?? node),
            bars: [{ kind: "pending" as const, start: 2 + i * 4, end: 5 + i * 4 }],
            code: spanOf(node),
          })),
        ],
        marks: [
          { kind: "starts", at: 1, lane: 0, joins: 1 },
          ...between.flatMap((_, i) => [
            { kind: "suspends" as const, at: 2 + i * 4, lane: 0 },
            { kind: "resumes" as const, at: 5 + i * 4, lane: 0, joins: i + 2 },
          ]),
          { kind: "suspends", at: end, lane: 0, label: `await ${name}`, code: spanOf(awaited) },
          { kind: "resumes", at: end + 3, lane: 0, joins: 1 },
        ],
      },
    ],
  };
}
