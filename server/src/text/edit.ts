// Changes to texts as plain data. Which edit is right is decided by rules/ and fixes/; who applies it, by lsp/ and cli/.

import { groupBy } from "./group-by.ts";
import type { Span } from "./span.ts";

/** Replaces `span` of the text of `file` (an absolute path) by `newText`; an empty span inserts. */
export interface Edit {
  readonly file: string;
  readonly span: Span;
  readonly newText: string;
  /** What it is there for, in changes that reach so far that people look through them by kind. */
  readonly purpose?: EditPurpose;
}

/** `async`: a function becomes asynchronous. `type`: what is written about it does. The others are what follows from that. */
export type EditPurpose = "async" | "type" | "await" | "call" | "import";

/** The same edits, all with one purpose. */
export function withPurpose(purpose: EditPurpose, edits: readonly Edit[]): Edit[] {
  return edits.map((edit) => ({ ...edit, purpose }));
}

/**
 * The text after the edits, which must all belong to it. Edits at the same place are applied in the order given.
 * @throws RangeError if two edits overlap or one lies outside the text: a program error, never a user's.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let position = 0;
  for (const edit of sortEdits(edits)) {
    if (edit.span.start < position || edit.span.end > text.length) {
      throw new RangeError(`overlapping edits at offset ${edit.span.start} of ${edit.file}`);
    }
    result += text.slice(position, edit.span.start) + edit.newText;
    position = edit.span.end;
  }
  return result + text.slice(position);
}

/** The edits in text order; insertions at one place keep the order in which they came. */
export function sortEdits(edits: readonly Edit[]): Edit[] {
  return edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** True if both sets can be applied to the same texts: no two edits of one file overlap or insert at one place. */
export function areCompatible(first: readonly Edit[], second: readonly Edit[]): boolean {
  return first.every((a) =>
    second.every(
      (b) =>
        a.file !== b.file ||
        (a.span.start === a.span.end || b.span.start === b.span.end
          ? a.span.end < b.span.start || b.span.end < a.span.start
          : a.span.end <= b.span.start || b.span.end <= a.span.start),
    ),
  );
}

/** Edits by the file that they change, files in order of first appearance. */
export function groupByFile(edits: readonly Edit[]): Map<string, Edit[]> {
  return groupBy(edits, (edit) => edit.file);
}
