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
  /** The same for identifiers, by where they end: most of them need not even be read. */
  readonly identifiers?: ((end: number) => boolean) | undefined;
}

/** Calls `visit` for every node of one of the kinds, in text order (parents before children). */
export function forEachNodeOfKind(
  file: SourceFile,
  kinds: ReadonlySet<SyntaxKind>,
  visit: (node: Node) => void,
  { except = [], callees, accesses, identifiers }: ScanOptions = {},
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
    if (identifiers !== undefined && (kind === SyntaxKind.Identifier || kind === SyntaxKind.PrivateIdentifier)) {
      if (!identifiers(view.getInt32(byte + END, true))) continue;
    }
    visit(table.getOrCreateNodeAtIndex(index));
  }
}

/**
 * The identifiers of a file by their names. Names are hashed where they stand in the text, so that building the index of a
 * large file costs less than searching its text for a few names.
 */
export class IdentifierIndex {
  readonly #file: SourceFile;
  readonly #table: RecordTable | undefined;
  /** By hash: one more than the first entry with it; 0 for none. */
  readonly #first: Int32Array;
  /** By entry: one more than the next entry with the same hash, in text order; 0 for none. */
  readonly #next: Int32Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  /** By entry: the index of the record, or of the node if there is no table. */
  readonly #indexes: Int32Array;
  readonly #nodes: readonly Node[];

  constructor(file: SourceFile) {
    this.#file = file;
    this.#table = recordsOf(file);
    this.#nodes = this.#table === undefined ? identifierNodes(file) : [];
    const places = this.#table === undefined ? placesOfNodes(this.#nodes) : placesInTable(this.#table, file.text);
    const { count, starts, ends, indexes } = places;
    this.#starts = starts;
    this.#ends = ends;
    this.#indexes = indexes;
    this.#first = new Int32Array(2 ** Math.ceil(Math.log2(count + 2)));
    this.#next = new Int32Array(count);
    // From the last to the first, so that those of one hash stand in text order.
    for (let entry = count - 1; entry >= 0; entry--) {
      const bucket = hashOf(file.text, starts[entry]!, ends[entry]!) & (this.#first.length - 1);
      this.#next[entry] = this.#first[bucket]!;
      this.#first[bucket] = entry + 1;
    }
  }

  /**
   * The identifiers with this text between two offsets, in text order, found as they are asked for.
   * @param isLeftOut tells by where one begins that it is not wanted
   */
  *named(
    name: string,
    start: number,
    end: number,
    isLeftOut?: (offset: number) => boolean,
  ): Generator<Node, void, undefined> {
    for (const entry of this.#entries(name)) {
      const at = this.#starts[entry]!;
      if (at >= end) return;
      if (at < start || isLeftOut?.(at) === true) continue;
      yield this.#nodeOf(this.#indexes[entry]!);
    }
  }

  /** Where all identifiers with this text begin, in text order. */
  *places(name: string): Generator<number, void, undefined> {
    for (const entry of this.#entries(name)) yield this.#starts[entry]!;
  }

  *#entries(name: string): Generator<number, void, undefined> {
    const { text } = this.#file;
    const bucket = hashOf(name, 0, name.length) & (this.#first.length - 1);
    for (let entry = this.#first[bucket]! - 1; entry >= 0; entry = this.#next[entry]! - 1) {
      const start = this.#starts[entry]!;
      if (this.#ends[entry]! - start === name.length && text.startsWith(name, start)) yield entry;
    }
  }

  #nodeOf(index: number): Node {
    return this.#table === undefined ? this.#nodes[index]! : this.#table.getOrCreateNodeAtIndex(index);
  }
}

const kept = new WeakMap<SourceFile, IdentifierIndex>();

/** The index of a file's identifiers, kept with its tree: for questions, which come back to the same few files. */
export function identifiersOf(file: SourceFile): IdentifierIndex {
  let index = kept.get(file);
  if (index === undefined) kept.set(file, (index = new IdentifierIndex(file)));
  return index;
}

/** Where identifiers stand in the text, in text order; only the first `count` of each array are used. */
interface IdentifierPlaces {
  readonly count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly indexes: Int32Array;
}

function placesInTable({ view, _offsetNodes: offset, nodes: { length } }: RecordTable, text: string): IdentifierPlaces {
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  const indexes = new Int32Array(length);
  let count = 0;
  let isOrdered = true;
  for (let index = 2, byte = offset + 2 * RECORD_BYTES; index < length; index++, byte += RECORD_BYTES) {
    const kind = view.getUint32(byte + KIND, true);
    if (kind !== SyntaxKind.Identifier && kind !== SyntaxKind.PrivateIdentifier) continue;
    const end = view.getInt32(byte + END, true);
    const start = startOfName(text, view.getInt32(byte + POS, true), end, kind === SyntaxKind.PrivateIdentifier);
    // The parser puts a name of no length where one is missing.
    if (start === end) continue;
    isOrdered &&= count === 0 || starts[count - 1]! <= start;
    starts[count] = start;
    ends[count] = end;
    indexes[count++] = index;
  }
  const places = { count, starts, ends, indexes };
  return isOrdered ? places : inTextOrder(places);
}

/** In JavaScript, types that comments give stand behind the names that they belong to. */
function inTextOrder({ count, starts, ends, indexes }: IdentifierPlaces): IdentifierPlaces {
  const order = Int32Array.from({ length: count }, (_, entry) => entry).toSorted((a, b) => starts[a]! - starts[b]!);
  const pick = (values: Int32Array) => order.map((entry) => values[entry]!);
  return { count, starts: pick(starts), ends: pick(ends), indexes: pick(indexes) };
}

function identifierNodes(file: SourceFile): readonly Node[] {
  const found: Node[] = [];
  forEachDescendant(file, (node) => {
    const isName = node.kind === SyntaxKind.Identifier || node.kind === SyntaxKind.PrivateIdentifier;
    if (isName && node.getStart() < node.end) found.push(node);
  });
  return found.toSorted((a, b) => a.end - b.end);
}

function placesOfNodes(nodes: readonly Node[]): IdentifierPlaces {
  return {
    count: nodes.length,
    starts: Int32Array.from(nodes, (node) => node.getStart()),
    ends: Int32Array.from(nodes, ({ end }) => end),
    indexes: Int32Array.from(nodes.keys()),
  };
}

/** Behind spaces and comments, which begin at `pos`. */
function startOfName(text: string, pos: number, end: number, isPrivate: boolean): number {
  let start = end;
  while (start > pos && isNamePart(text.charCodeAt(start - 1))) start--;
  return isPrivate ? Math.max(pos, start - 1) : start;
}

/** Letters beyond ASCII are part of a name; spaces beyond ASCII are not. */
function isNamePart(code: number): boolean {
  return isWordPart(code) || (code > 127 && !/\s/.test(String.fromCharCode(code)));
}

/** FNV-1a over code units. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15);
}

/** The word that ends there, `#` included; empty if none does, or if a letter beyond ASCII stands before it. */
export function lastWord(text: string, end: number): string {
  let start = end;
  while (isWordPart(text.charCodeAt(start - 1))) start--;
  const before = text.charCodeAt(start - 1);
  if (before > 127) return "";
  return text.slice(before === NUMBER_SIGN && start < end ? start - 1 : start, end);
}

const NUMBER_SIGN = 35;

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
