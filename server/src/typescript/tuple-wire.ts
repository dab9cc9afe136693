// The engine's other protocol, which its synchronous client speaks: tuples of a kind, a method and a payload in MessagePack.
// Syntax trees travel as they are, not as base64 in JSON, which costs both sides half as much. The engine does one thing after the
// other and answers in the order of the requests; we need not wait for an answer to send the next request. Texts in memory
// cannot be served this way: while the engine waits for one, it takes whatever comes for the text.

import type { Wire, WireEnds } from "./wire.ts";

const REQUEST = 1;
const RESPONSE = 4;
const ERROR = 5;

/** The first byte of every message: an array of three. */
const TUPLE = 0x93;

/** Byte strings, by the number of bytes that say how long they are. */
const BINARY_8 = 0xc4;
const BINARY_16 = 0xc5;
const BINARY_32 = 0xc6;

export class TupleWire implements Wire {
  readonly #ends: WireEnds;
  /** What has been asked, in the order in which it is answered. */
  readonly #asked: { readonly id: number; readonly isBinary: boolean }[] = [];
  readonly #reader = new TupleReader((kind, payload) => this.#take(kind, payload));

  constructor(ends: WireEnds) {
    this.#ends = ends;
  }

  request(id: number, method: string, params: unknown, isBinary: boolean): void {
    this.#asked.push({ id, isBinary });
    const payload = JSON.stringify(params ?? null);
    const name = Buffer.from(method);
    const length = Buffer.byteLength(payload);
    this.#ends.write(Buffer.concat([Buffer.of(TUPLE, REQUEST), binaryHead(name.length), name, binaryHead(length)]));
    this.#ends.write(payload);
  }

  receive(chunk: Buffer): void {
    this.#reader.push(chunk);
  }

  #take(kind: number, payload: Buffer): void {
    const asked = this.#asked.shift();
    if (asked === undefined) throw new Error("the TypeScript engine answered what nobody asked");
    if (kind === ERROR) this.#ends.refuse(asked.id, new Error(payload.toString("utf8")));
    else if (kind !== RESPONSE) throw new Error(`the TypeScript engine sent a message of kind ${kind}`);
    else if (payload.length === 0) this.#ends.answer(asked.id, null);
    else if (asked.isBinary) this.#ends.answer(asked.id, payload);
    else this.#ends.answer(asked.id, JSON.parse(payload.toString("utf8")));
  }
}

function binaryHead(length: number): Buffer {
  if (length < 0x100) return Buffer.of(BINARY_8, length);
  const head = Buffer.alloc(length < 0x10000 ? 3 : 5);
  head[0] = length < 0x10000 ? BINARY_16 : BINARY_32;
  head.writeUIntBE(length, 1, head.length - 1);
  return head;
}

/** Cuts a stream into tuples. A payload has memory of its own, in which the client reads a tree for as long as it lives. */
class TupleReader {
  readonly #onTuple: (kind: number, payload: Buffer) => void;
  /** The beginning of a tuple, up to its payload: a few bytes that chunks may cut anywhere. */
  #head: Buffer = Buffer.alloc(0);
  #kind = 0;
  #payload: Buffer | undefined;
  #filled = 0;

  constructor(onTuple: (kind: number, payload: Buffer) => void) {
    this.#onTuple = onTuple;
  }

  push(chunk: Buffer): void {
    for (let rest = chunk; rest.length > 0;) {
      rest = this.#payload === undefined ? this.#readHead(rest) : this.#readPayload(this.#payload, rest);
    }
  }

  #readHead(chunk: Buffer): Buffer {
    const head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    const parsed = parseHead(head);
    if (parsed === undefined) {
      this.#head = head;
      return Buffer.alloc(0);
    }
    this.#head = Buffer.alloc(0);
    this.#kind = parsed.kind;
    this.#filled = 0;
    const payload = Buffer.allocUnsafeSlow(parsed.payload.length);
    if (payload.length === 0) this.#onTuple(parsed.kind, payload);
    else this.#payload = payload;
    return head.subarray(parsed.payload.start);
  }

  #readPayload(payload: Buffer, chunk: Buffer): Buffer {
    const copied = chunk.copy(payload, this.#filled);
    this.#filled += copied;
    if (this.#filled === payload.length) {
      this.#payload = undefined;
      this.#onTuple(this.#kind, payload);
    }
    return chunk.subarray(copied);
  }
}

interface Head {
  readonly kind: number;
  readonly payload: { readonly start: number; readonly length: number };
}

/** Undefined if the bytes end before the payload begins. */
function parseHead(bytes: Buffer): Head | undefined {
  if (bytes.length < 3) return undefined;
  const kind = bytes[1]!;
  if (bytes[0] !== TUPLE || kind > 0x7f) {
    throw new Error(`the TypeScript engine sent no message: ${bytes.toString("latin1", 0, 200)}`);
  }
  const name = parseBinary(bytes, 2);
  const payload = name && parseBinary(bytes, name.start + name.length);
  return payload && { kind, payload };
}

/** Where the content of a byte string begins and how long it is; undefined if that is not there yet. */
function parseBinary(bytes: Buffer, at: number): { readonly start: number; readonly length: number } | undefined {
  if (at >= bytes.length) return undefined;
  const size = { [BINARY_8]: 1, [BINARY_16]: 2, [BINARY_32]: 4 }[bytes[at]!];
  if (size === undefined) throw new Error(`the TypeScript engine sent no byte string but 0x${bytes[at]!.toString(16)}`);
  const start = at + 1 + size;
  return start > bytes.length ? undefined : { start, length: bytes.readUIntBE(at + 1, size) };
}
