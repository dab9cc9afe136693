// The pipe to a TypeScript 7 process: spawns it and speaks its JSON-RPC dialect, in place of the transport that the
// engine's own client brings. Ours rejects what is unanswered when the process dies (theirs leaves it pending for ever),
// starts nothing again after it was closed, hands an environment over, and reads syntax trees, which are nearly all of
// the traffic, straight out of the message instead of through a JSON parser. What requests mean is the client's business.

import { spawn, type ChildProcess } from "node:child_process";

/** The engine died or was stopped while somebody waited for its answer. */
export class EngineCrashError extends Error {
  override readonly name = "EngineCrashError";
}

export interface ConnectionOptions {
  readonly folder: string;
  readonly executable: string;
  /** Added to our own environment. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * The text of a file, or undefined to read it from disk. Called for each file that the engine reads, which takes a fifth
   * of the time in which a project is loaded; without it the engine sees the disk and nothing else.
   */
  readonly readFile: ((file: string) => string | undefined) | undefined;
  /** Called once if the process ends without `close`. */
  readonly onDeath: (error: EngineCrashError) => void;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

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

/** Has the methods that the engine's client calls on its transport, under the names that it uses. */
export class EngineConnection {
  readonly #child: ChildProcess;
  readonly #readFile: ConnectionOptions["readFile"];
  readonly #waiting = new Map<number, Waiting>();
  readonly #frames = new FrameReader((body) => this.#receive(body));
  #sent = 0;
  #end: EngineCrashError | undefined;

  constructor({ folder, executable, environment, readFile, onDeath }: ConnectionOptions) {
    this.#readFile = readFile;
    const callbacks = readFile === undefined ? [] : ["--callbacks=readFile"];
    this.#child = spawn(executable, ["--api", "--async", "--cwd", folder, ...callbacks], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, ...environment },
    });
    const die = (reason: string) => {
      if (this.#end !== undefined) return;
      const error = new EngineCrashError(`the TypeScript engine ended unexpectedly (${reason})`);
      this.#settle(error);
      onDeath(error);
    };
    this.#child.once("error", (error) => die(error.message));
    this.#child.once("exit", (code, signal) => die(signal === null ? `exit code ${code}` : `signal ${signal}`));
    this.#child.stdout!.on("data", (chunk: Buffer) => {
      try {
        this.#frames.push(chunk);
      } catch (error) {
        // What cannot be read means that we have lost the thread: a new process is better than wrong answers.
        this.#child.kill("SIGKILL");
        die(error instanceof Error ? error.message : String(error));
      }
    });
    // A pipe that breaks is heard of through the process's exit.
    this.#child.stdin!.on("error", () => {});
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** True until the process has ended or `close` was called. */
  get isAlive(): boolean {
    return this.#end === undefined;
  }

  /** How many requests were sent. */
  get requests(): number {
    return this.#sent;
  }

  /** @throws EngineCrashError when the process has ended, or ends before it has answered */
  apiRequest<T>(method: string, params?: unknown): Promise<T> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    const id = ++this.#sent;
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      // A single parameter that is no object travels in an array.
      this.#send({ jsonrpc: "2.0", id, method, params: params ?? [null] });
    }) as Promise<T>;
  }

  /** Like `apiRequest` for answers that are bytes. */
  async apiRequestBinary(method: string, params?: unknown): Promise<Uint8Array | undefined> {
    const answer = await this.apiRequest<Uint8Array | { readonly data: string } | null>(method, params);
    if (answer === null || answer instanceof Uint8Array) return answer ?? undefined;
    return Buffer.from(answer.data, "base64");
  }

  /** The client would collect timings here; we measure whole phases instead. */
  getTimingCollector(): undefined {
    return undefined;
  }

  /** Ends the process; what still waits for it is rejected. Safe to call twice. */
  async close(): Promise<void> {
    if (this.#end !== undefined) return;
    this.#settle(new EngineCrashError("the TypeScript engine was stopped"));
    const exited = new Promise((resolve) => this.#child.once("exit", resolve));
    // It keeps nothing that would have to be saved, and may be in the middle of a long answer.
    if (this.#child.kill("SIGKILL")) await exited;
  }

  #settle(error: EngineCrashError): void {
    this.#end = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  /** What is sent in one turn is written together: while a project is loaded, the engine asks for thousands of texts. */
  #send(message: object): void {
    const stdin = this.#child.stdin!;
    if (stdin.writableCorked === 0) {
      stdin.cork();
      process.nextTick(() => stdin.uncork());
    }
    const body = JSON.stringify(message);
    stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #receive(body: Buffer): void {
    const head = BINARY_HEAD.exec(body.toString("latin1", 0, 64));
    const end = body.length - BINARY_TAIL.length;
    if (head !== null && body.toString("latin1", end) === BINARY_TAIL) {
      this.#answer(Number(head[1]), Buffer.from(body.toString("latin1", head[0].length, end), "base64"));
      return;
    }
    const message = JSON.parse(body.toString("utf8")) as Message;
    if (message.method !== undefined) this.#answerEngine(message);
    else if (message.error === undefined) this.#answer(Number(message.id), message.result ?? null);
    else this.#take(Number(message.id))?.reject(new Error(message.error.message));
  }

  #answer(id: number, result: unknown): void {
    this.#take(id)?.resolve(result);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
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
