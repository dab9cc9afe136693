// Edits as a person makes them, spread over a file: a statement typed on a new line inside some function, or one of
// these deleted again. The same file always gets the same edits.

import { readFileSync } from "node:fs";
import { statementLines } from "./statement-lines.ts";

/** One change of a text. Offsets count UTF-16 code units of the text before it. */
export interface BenchEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
  /** The whole texts before and after: a client needs the first for positions, some servers take only the second. */
  readonly before: string;
  readonly after: string;
  /** What a server must now say on the line where the edit begins, if it looks for such things at all. */
  readonly causes?: Cause;
}

export type Cause = "floating promise" | "syntax error";

interface Statement {
  readonly text: (n: number) => string;
  readonly causes?: Cause;
}

const wholeStatements: readonly Statement[] = [
  { text: (n) => `const probe${n} = [${n}, 2, 3].map((value) => value + ${n});` },
  { text: (n) => `Promise.resolve(${n});`, causes: "floating promise" },
  { text: (n) => `void Promise.resolve("probe ${n}");` },
  { text: (n) => `if (${n} > Date.now()) throw new Error("probe ${n}");` },
  { text: (n) => `const later${n} = Promise.resolve(${n}).then((value) => value + 1);\nconsole.log(later${n});` },
];
const unfinishedStatement: Statement = { text: (n) => `const = probe${n}`, causes: "syntax error" };

/** @returns `count` edits, each to be applied to the text that the one before it left */
export async function makeEdits(folder: string, file: string, count: number): Promise<readonly BenchEdit[]> {
  const random = randomNumbers(20_261_122);
  const pick = (length: number) => Math.floor(random() * length);
  let text = readFileSync(file, "utf8");
  let places = await statementLines(folder, file);
  if (places.length === 0) throw new Error(`${file} has no function with a statement on a line of its own`);
  let inserted: { readonly start: number; readonly length: number; readonly isUnfinished: boolean }[] = [];
  const edits: BenchEdit[] = [];

  const replace = (start: number, end: number, newText: string, causes?: Cause) => {
    const after = text.slice(0, start) + newText + text.slice(end);
    edits.push({ start, end, newText, before: text, after, ...(causes === undefined ? {} : { causes }) });
    text = after;
    const moved = (at: number) => (at >= end ? at + newText.length - (end - start) : at);
    places = places.map(moved);
    inserted = inserted.map((piece) => ({ ...piece, start: moved(piece.start) }));
  };

  for (let n = 0; n < count; n++) {
    // A person ends up with valid code: what was left in mid-sentence goes with the next edit.
    const unfinished = inserted.findIndex((piece) => piece.isUnfinished);
    const isDeletion = unfinished !== -1 || (inserted.length > 3 && random() < 0.4);
    if (isDeletion) {
      const [piece] = inserted.splice(unfinished === -1 ? pick(inserted.length) : unfinished, 1);
      if (piece !== undefined) replace(piece.start, piece.start + piece.length, "");
      continue;
    }
    const isUnfinished = n % 10 === 9;
    const statement = isUnfinished ? unfinishedStatement : wholeStatements[n % wholeStatements.length];
    const start = places[pick(places.length)];
    if (statement === undefined || start === undefined) continue;
    const newText = `${statement.text(n)}\n`;
    replace(start, start, newText, statement.causes);
    inserted.push({ start, length: newText.length, isUnfinished });
  }
  return edits;
}

/** Numbers in [0, 1) that are the same in every run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
