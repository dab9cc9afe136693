// Which lesson a place in the code has. The first topic that the word is about teaches; most words are about none, which
// costs no question.

import { SyntaxKind, getTokenAtPosition, type Node, type SourceFile } from "../typescript/syntax.ts";
import { asyncFunction } from "./async-function.ts";
import { asyncIteration } from "./async-iteration.ts";
import { blockingCall } from "./blocking-call.ts";
import { cancellation } from "./cancellation.ts";
import { combinators } from "./combinators.ts";
import { event } from "./event.ts";
import { eventLoop } from "./event-loop.ts";
import type { Draft, TaughtFile, Topic } from "./lesson.ts";
import { lock } from "./lock.ts";
import { parallelism } from "./parallelism.ts";
import { promise } from "./promise.ts";
import { queue } from "./queue.ts";
import { suspensionPoint } from "./suspension-point.ts";
import { taskScheduling } from "./task-scheduling.ts";

/** Special cases before general ones: nearly everything that is called could be about promises. */
const TOPICS: readonly Topic[] = [
  blockingCall,
  suspensionPoint,
  eventLoop,
  asyncIteration,
  asyncFunction,
  taskScheduling,
  combinators,
  parallelism,
  cancellation,
  lock,
  event,
  queue,
  promise,
];

/** The drafts of the lessons that a word may have, the best first. */
export function draftsOf(word: Node, file: TaughtFile): readonly Draft[] {
  return TOPICS.map((topic) => topic(word, file)).filter((draft) => draft !== undefined);
}

const WORDS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.AwaitKeyword,
  SyntaxKind.AsyncKeyword,
  SyntaxKind.ForKeyword,
  SyntaxKind.YieldKeyword,
  SyntaxKind.Identifier,
  SyntaxKind.PrivateIdentifier,
]);

/** The word that the offset is in, or at the end of; undefined for words about which no topic is. */
export function wordAt(file: SourceFile, offset: number): Node | undefined {
  const inside = getTokenAtPosition(file, offset);
  const isInside = inside.getStart(file) <= offset && WORDS.has(inside.kind);
  if (isInside) return inside;
  if (offset === 0) return undefined;
  const before = getTokenAtPosition(file, offset - 1);
  return before.end === offset && before.getStart(file) < offset && WORDS.has(before.kind) ? before : undefined;
}
