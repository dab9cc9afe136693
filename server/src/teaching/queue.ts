// How many run at once, and what waits in line: queues of work and streams.

import { phrase, say, translated } from "../language/say.ts";
import { STREAMS, WORK_QUEUES, type WorkQueue } from "../knowledge/coordination.ts";
import type { Lane, Timeline } from "../pictures/timeline.ts";
import type { FileSyntax } from "../facts/collector.ts";
import { SyntaxKind, is, spanOf, type Node } from "../typescript/syntax.ts";
import { apiName } from "./api-name.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { calledBy } from "./promise.ts";
import { madeFor, madeForReceiver, makingBy, propertyOf, usesOfMade, type Making } from "./variable-uses.ts";
import { code, codeText, listed, places } from "./words.ts";

export function queue(word: Node, { syntax }: TaughtFile): Draft | undefined {
  const call = calledBy(word);
  const making = makingBy(word);
  const candidates = [making, madeFor(word, syntax), call && madeForReceiver(call, syntax)];
  for (const each of candidates) {
    const work = each && workQueue(each, syntax);
    if (each !== undefined && work !== undefined) return aboutWork(word, each, work, syntax);
  }
  const made = making ?? madeFor(word, syntax);
  const name = made && apiName(made.expression, syntax);
  const role = name !== undefined && Object.hasOwn(STREAMS, name) ? STREAMS[name] : undefined;
  return made === undefined || role === undefined ? undefined : aboutStream(word, made, role);
}

function workQueue(making: Making, syntax: FileSyntax): WorkQueue | undefined {
  const name = apiName(making.expression, syntax);
  return name !== undefined && Object.hasOwn(WORK_QUEUES, name) ? WORK_QUEUES[name] : undefined;
}

function aboutWork(word: Node, making: Making, { concurrency }: WorkQueue, syntax: FileSyntax): Draft {
  const limit =
    typeof concurrency === "number" ? making.arguments?.[concurrency] : propertyOf(making.arguments?.[0], concurrency);
  const adds = (usesOfMade(making, syntax) ?? []).filter((use) => use.parent !== making);
  const known = limit !== undefined && is.isNumericLiteral(limit) ? Number(limit.text) : undefined;
  const isUnlimited = limit === undefined && isWrittenOut(making);
  const remarks: Remark[] = [
    limit === undefined
      ? isUnlimited
        ? remark`Nothing limits how many run at once: ${code(making)} names no number.`
        : remark`Work that does not fit waits in line and has not started.`
      : known === 1
        ? remark`One at a time: each begins when the one before it has settled.`
        : remark`At most ${code(limit)} run at once; the others have not started and wait in line.`,
  ];
  if (adds.length > 0) remarks.push(remark`Used on ${places(adds)}.`);
  remarks.push(remark`Each promise that it gives has to be awaited or handled like any other.`);
  return {
    values: [],
    complete: () => ({
      concept: "queue",
      span: spanOf(word),
      remarks,
      picture: limit === undefined ? undefined : pictured(Math.min(known ?? 2, 3)),
    }),
  };
}

/** Options from elsewhere may hold a number. */
function isWrittenOut(making: Making): boolean {
  return [...(making.arguments ?? [])].every(
    (argument) =>
      is.isObjectLiteralExpression(argument) &&
      [...argument.properties].every(({ kind }) => kind !== SyntaxKind.SpreadAssignment),
  );
}

function aboutStream(word: Node, making: Making, role: "source" | "sink" | "between" | "pipeline"): Draft {
  const parts = [...(making.arguments ?? [])].filter((argument) => !is.isObjectLiteralExpression(argument));
  const remarks: Remark[] =
    role === "pipeline"
      ? [
          remark`Joins ${listed(
            parts.map((part) => remark`${code(part)}`),
            4,
          )}: each takes only as much as the next can carry.`,
          remark`If one fails, all are closed and the failure arrives here.`,
        ]
      : [
          [translated(STREAM_WORDS[role])],
          remark`What is not taken yet is kept up to a limit; then whoever writes has to wait.`,
        ];
  return {
    values: [],
    complete: () => ({
      concept: "queue",
      span: spanOf(word),
      remarks,
      picture: role === "pipeline" ? joined(parts) : undefined,
    }),
  };
}

const STREAM_WORDS = {
  source: phrase("A queue of chunks that somebody reads, at the reader's pace."),
  sink: phrase("A queue of chunks that somebody writes and this stream works off."),
  between: phrase("Takes chunks at one end and gives others at the other, at the pace of whoever reads."),
};

/** Five pieces of work, so many at once. */
function pictured(limit: number): Timeline {
  const lanes = Array.from({ length: 5 }, (_, i): Lane => {
    const start = Math.floor(i / limit) * 3;
    const waits = start === 0 ? [] : [{ kind: "queued" as const, start: 0, end: start }];
    return {
      kind: "operation",
      label: say`work ${i + 1}`,
      bars: [...waits, { kind: "pending", start, end: start + 3 }],
    };
  });
  return { title: say`A queue of work`, panels: [{ title: "", lanes }] };
}

/** Chunks travel from part to part. */
function joined(parts: readonly Node[]): Timeline {
  const lanes = parts.slice(0, 5).map((part, i): Lane => {
    const bars = [0, 1, 2].map((chunk) => ({
      kind: "pending" as const,
      start: i + chunk * 2,
      end: i + chunk * 2 + 1,
      label: String(chunk + 1),
    }));
    return { kind: "operation", label: codeText(part), bars, code: spanOf(part) };
  });
  return { title: say`Chunks through a pipeline`, panels: [{ title: "", lanes }] };
}
