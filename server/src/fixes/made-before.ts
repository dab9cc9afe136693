// Declarations between waits of which a later wait is made: where the waits become one, they are moved in front of it.

import type { AwaitRun } from "../facts/await-run.ts";
import type { Edit } from "../text/edit.ts";
import { is, type Node } from "../typescript/syntax.ts";
import { placeOf } from "./gather-call.ts";
import { commentsAbove, endOfPrevious, endWithComment, startWithComments } from "./statement-comments.ts";

/** The declarations, in text order, that have to come before the first of some steps once all of these start there. */
export function madeBefore({ separators, uses }: AwaitRun, members: readonly number[]): readonly Node[] {
  return separators
    .filter(({ after }) => after > members[0]!)
    .filter((separator) => members.some((member) => uses[member]!.has(separator)))
    .map(({ statement }) => statement)
    .filter(is.isVariableStatement);
}

/** Moves the statements, with their comments, in front of another one. */
export function movedBefore(
  first: Node,
  statements: readonly Node[],
  { file, text }: { readonly file: string; readonly text: string },
): Edit[] {
  if (statements.length === 0) return [];
  const start = startWithComments(first, text);
  const { indent, lineBreak } = placeOf(first, text);
  const lines = statements.flatMap((statement) => [
    ...commentsAbove(statement, text),
    text.slice(statement.getStart(), endWithComment(statement, text)),
  ]);
  return [
    { file, span: { start, end: start }, newText: lines.map((line) => `${line}${lineBreak}${indent}`).join("") },
    ...statements.map((statement) => ({
      file,
      span: { start: endOfPrevious(statement, text), end: endWithComment(statement, text) },
      newText: "",
    })),
  ];
}
