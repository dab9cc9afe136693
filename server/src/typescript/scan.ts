// Finding nodes without building the tree. The engine sends a file's tree as a table of fixed-size records; reading
// the table costs a few nanoseconds a node, while materialising every node of a large project costs most of a second.
//
// The table's layout is internal to the engine's client (7.0.2: records of 28 bytes, kind first, end third). Every use is
// behind `readsRecords`, which checks the layout on the file at hand; where it does not hold, the tree is walked.

import type { Span } from "../text/span.ts";
import { SyntaxKind, forEachDescendant, type Node, type SourceFile } from "./syntax.ts";

const RECORD_BYTES = 28;
const KIND = 0;
const POS = 4;
const END = 8;

/** Above every node kind. */
const KIND_LIMIT = 512;

interface RecordTable {
  readonly view: DataView;
  readonly _offsetNodes: number;
  readonly nodes: { readonly length: number };
  getOrCreateNodeAtIndex(index: number): Node;
}

/** What may be left out of a scan. */
export interface ScanOptions {
  /** Stretches in text order; nodes inside them are left out. */
  readonly except?: readonly Span[];
  /**
   * Tells by the last word of a callee whether the call is wanted; others may be left out. A file has more calls than
   * anything else, and which function is called stands in the text.
   */
  readonly callees?: ((name: string) => boolean) | undefined;
  /** The same for accesses of properties, by the property's name. */
  readonly accesses?: ((name: string) => boolean) | undefined;
}

/** Calls `visit` for every node of one of the kinds, in text order (parents before children). */
export function forEachNodeOfKind(
  file: SourceFile,
  kinds: ReadonlySet<SyntaxKind>,
  visit: (node: Node) => void,
  { except = [], callees, accesses }: ScanOptions = {},
): void {
  const table = recordsOf(file);
  if (table === undefined) {
    forEachDescendant(file, (node) => {
      if (except.some(({ start, end }) => start <= node.pos && node.end <= end)) return false;
      if (kinds.has(node.kind)) visit(node);
      return true;
    });
    return;
  }
  const { view, _offsetNodes: offset } = table;
  const wanted = kindTable(kinds);
  const count = table.nodes.length;
  let nextExcept = 0;
  for (let index = 2, byte = offset + 2 * RECORD_BYTES; index < count; index++, byte += RECORD_BYTES) {
    const kind = view.getUint32(byte + KIND, true);
    // Node lists have a kind far outside the table, which would be looked up as a property by name.
    if (kind >= KIND_LIMIT || wanted[kind] !== 1) continue;
    // Parents end after their children but begin no later, so it is beginnings that come in order.
    const pos = view.getInt32(byte + POS, true);
    while (nextExcept < except.length && except[nextExcept]!.end <= pos) nextExcept++;
    const left = except[nextExcept];
    if (left !== undefined && left.start <= pos && view.getInt32(byte + END, true) <= left.end) continue;
    // The first child of a call is its callee.
    if (kind === SyntaxKind.CallExpression && callees !== undefined) {
      const word = lastWord(file.text, view.getInt32(byte + RECORD_BYTES + END, true));
      if (word !== "" && !callees(word)) continue;
    }
    if (kind === SyntaxKind.PropertyAccessExpression && accesses !== undefined) {
      if (!accesses(lastWord(file.text, view.getInt32(byte + END, true)))) continue;
    }
    visit(table.getOrCreateNodeAtIndex(index));
  }
}

/** The identifiers of a file by where they end, so that a place in the text tells whether code names something there. */
export class IdentifierIndex {
  readonly #file: SourceFile;
  readonly #table: RecordTable | undefined;
  readonly #byEnd = new Map<number, number | Node>();

  constructor(file: SourceFile) {
    this.#file = file;
    this.#table = recordsOf(file);
    if (this.#table === undefined) {
      forEachDescendant(file, (node) => {
        if (isName(node.kind)) this.#byEnd.set(node.end, node);
      });
      return;
    }
    const { view, _offsetNodes: offset } = this.#table;
    for (let index = 2; index < this.#table.nodes.length; index++) {
      const byte = offset + index * RECORD_BYTES;
      if (isName(view.getUint32(byte + KIND, true))) this.#byEnd.set(view.getInt32(byte + END, true), index);
    }
  }

  /** The identifiers with this text between two offsets, in text order, found as they are asked for. */
  *named(name: string, start: number, end: number): Generator<Node, void, undefined> {
    const text = this.#file.text;
    // The parser puts a name of no length where one is missing, and that would be found everywhere.
    if (name === "") return;
    for (let at = text.indexOf(name, start); at >= 0 && at < end; at = text.indexOf(name, at + name.length)) {
      // Most hits of a short name lie inside longer words.
      if (isWordPart(text.charCodeAt(at - 1)) || isWordPart(text.charCodeAt(at + name.length))) continue;
      const entry = this.#byEnd.get(at + name.length);
      if (entry === undefined) continue;
      const node = typeof entry === "number" ? this.#table!.getOrCreateNodeAtIndex(entry) : entry;
      // The `x` of `#x` ends where the private name ends.
      if (node.end - at === (node as { text?: string }).text?.length) yield node;
    }
  }
}

/** The word that ends there; empty if none does, or if a letter beyond ASCII stands before it. */
function lastWord(text: string, end: number): string {
  let start = end;
  while (isWordPart(text.charCodeAt(start - 1))) start--;
  return text.charCodeAt(start - 1) > 127 ? "" : text.slice(start, end);
}

/** ASCII letters, digits, `_` and `$`; other letters are rare and cost a look at the tree. */
function isWordPart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36
  );
}

function isName(kind: number): boolean {
  return kind === SyntaxKind.Identifier || kind === SyntaxKind.PrivateIdentifier;
}

function kindTable(kinds: ReadonlySet<SyntaxKind>): Uint8Array {
  const table = new Uint8Array(KIND_LIMIT);
  for (const kind of kinds) table[kind] = 1;
  return table;
}

/** The file's record table if it is laid out as we know it. */
function recordsOf(file: SourceFile): RecordTable | undefined {
  const table = file as unknown as Partial<RecordTable>;
  try {
    const isKnown =
      table.view!.getUint32(table._offsetNodes! + RECORD_BYTES + KIND, true) === SyntaxKind.SourceFile &&
      table.view!.getInt32(table._offsetNodes! + RECORD_BYTES + END, true) === file.end &&
      table.nodes!.length === (table.view!.byteLength - table._offsetNodes!) / RECORD_BYTES &&
      (table.getOrCreateNodeAtIndex!(1) as unknown) === file;
    return isKnown ? (table as RecordTable) : undefined;
  } catch {
    return undefined;
  }
}
