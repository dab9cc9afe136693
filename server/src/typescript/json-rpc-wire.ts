// The engine's JSON-RPC: requests may be answered in any order, and the engine may ask for texts meanwhile. Syntax trees,
// which are nearly all of the traffic, come as base64; they are cut out of the message without a JSON parser.

import { bytesOfBase64 } from "./base64.ts";
import type { Wire, WireEnds } from "./wire.ts";

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** How the answer to a request for a syntax tree begins and ends; the base64 text is everything in between. */
const BINARY_HEAD = /^\{"jsonrpc":"2\.0","id":(\d+),"result":\{"data":"/;
const BINARY_TAIL = '"}}';

export class JsonRpcWire implements Wire {
  readonly #ends: WireEnds;
  readonly #readFile: ((file: string) => string | undefined) | undefined;
  readonly #frames = new FrameReader((body) => this.#take(body));

  /** @param readFile the text of a file, or undefined to read it from disk; undefined if the engine does not ask */
  constructor(ends: WireEnds, readFile: ((file: string) => string | undefined) | undefined) {
    this.#ends = ends;
    this.#readFile = readFile;
  }

  request(id: number, method: string, params: unknown): void {
    // A single parameter that is no object travels in an array.
    this.#send({ jsonrpc: "2.0", id, method, params: params ?? [null] });
  }

  receive(chunk: Buffer): void {
    this.#frames.push(chunk);
  }

  #send(message: object): void {
    const body = JSON.stringify(message);
    this.#ends.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #take(body: Buffer): void {
    const head = BINARY_HEAD.exec(body.toString("latin1", 0, 64));
    const end = body.length - BINARY_TAIL.length;
    if (head !== null && body.toString("latin1", end) === BINARY_TAIL) {
      this.#ends.answer(Number(head[1]), bytesOfBase64(body.subarray(head[0].length, end)));
      return;
    }
    const message = JSON.parse(body.toString("utf8")) as Message;
    if (message.method !== undefined) this.#answerEngine(message);
    else if (message.error === undefined) this.#ends.answer(Number(message.id), message.result ?? null);
    else this.#ends.refuse(Number(message.id), new Error(message.error.message));
  }

  /** The engine asks for the text of a file before it reads the disk. */
  #answerEngine({ id, method, params }: Message): void {
    if (id === undefined) return;
    const [file] = Array.isArray(params) ? (params as readonly unknown[]) : [params];
    const text = method === "readFile" && typeof file === "string" ? this.#readFile?.(file) : undefined;
    this.#send({ jsonrpc: "2.0", id, result: text === undefined ? null : { content: text } });
  }
}

/** Larger bodies get memory of their own: one huge tree must not be held on to for ever. */
const LARGEST_REUSED_BODY = 4_000_000;

/**
 * Cuts a stream into the bodies of messages, each behind a `Content-Length` header. A body is valid only until the next
 * one begins, because they share their memory.
 */
class FrameReader {
  readonly #onBody: (body: Buffer) => void;
  #shared: Buffer = Buffer.allocUnsafeSlow(65_536);
  #head: Buffer = Buffer.alloc(0);
  #body: Buffer | undefined;
  #filled = 0;

  constructor(onBody: (body: Buffer) => void) {
    this.#onBody = onBody;
  }

  push(chunk: Buffer): void {
    for (let rest = chunk; rest.length > 0;) {
      rest = this.#body === undefined ? this.#readHead(rest) : this.#readBody(this.#body, rest);
    }
  }

  #readHead(chunk: Buffer): Buffer {
    const head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) {
      this.#head = head;
      return Buffer.alloc(0);
    }
    const length = /Content-Length: *(\d+)/i.exec(head.toString("latin1", 0, end))?.[1];
    if (length === undefined)
      throw new Error(`the TypeScript engine sent no message: ${head.toString("latin1", 0, 200)}`);
    this.#head = Buffer.alloc(0);
    this.#body = this.#allocate(Number(length));
    this.#filled = 0;
    return head.subarray(end + 4);
  }

  #allocate(length: number): Buffer {
    if (length > LARGEST_REUSED_BODY) return Buffer.allocUnsafeSlow(length);
    if (length > this.#shared.length) {
      this.#shared = Buffer.allocUnsafeSlow(Math.min(LARGEST_REUSED_BODY, 2 * length));
    }
    return this.#shared.subarray(0, length);
  }

  #readBody(body: Buffer, chunk: Buffer): Buffer {
    const copied = chunk.copy(body, this.#filled);
    this.#filled += copied;
    if (this.#filled === body.length) {
      this.#body = undefined;
      this.#onBody(body);
    }
    return chunk.subarray(copied);
  }
}
