// The pipe to a TypeScript 7 process, in place of the transport that the engine's own client brings. Ours rejects what is
// unanswered when the process dies (theirs leaves it pending for ever), starts nothing again after it was closed, and chooses the
// faster of two protocols where it can. What requests mean is the client's business.

import type { ChildProcess } from "node:child_process";
import { JsonRpcWire } from "./json-rpc-wire.ts";
import { spawnEngine, type EngineKind } from "./spawn-engine.ts";
import { TupleWire } from "./tuple-wire.ts";
import type { Wire } from "./wire.ts";

/** The engine died or was stopped while somebody waited for its answer. */
export class EngineCrashError extends Error {
  override readonly name = "EngineCrashError";
}

export interface ConnectionOptions extends Omit<EngineKind, "asksForTexts"> {
  /** Absolute folder that the process starts in. */
  readonly folder: string;
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

/** Has the methods that the engine's client calls on its transport, under the names that it uses. */
export class EngineConnection {
  readonly #child: ChildProcess;
  readonly #wire: Wire;
  readonly #waiting = new Map<number, Waiting>();
  /** Answers under way, by what was asked. */
  readonly #binary = new Map<string, Promise<Uint8Array | undefined>>();
  #sent = 0;
  #end: EngineCrashError | undefined;

  constructor({ folder, readFile, onDeath, ...kind }: ConnectionOptions) {
    const ends = {
      write: (bytes: string | Uint8Array) => this.#write(bytes),
      answer: (id: number, result: unknown) => this.#take(id)?.resolve(result),
      refuse: (id: number, error: Error) => this.#take(id)?.reject(error),
    };
    this.#wire = kind.isSequential ? new TupleWire(ends) : new JsonRpcWire(ends, readFile);
    this.#child = spawnEngine({ ...kind, asksForTexts: readFile !== undefined }, folder);
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
        this.#wire.receive(chunk);
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
    return this.#request(method, params, false) as Promise<T>;
  }

  #request(method: string, params: unknown, isBinary: boolean): Promise<unknown> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    const id = ++this.#sent;
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#wire.request(id, method, params, isBinary);
    });
  }

  /**
   * Like `apiRequest` for answers that are bytes. Whoever asks for what is already under way gets the same answer: the client
   * remembers trees, but only once they are there, and many questions of a round lead to the same files.
   */
  apiRequestBinary(method: string, params?: unknown): Promise<Uint8Array | undefined> {
    const key = `${method} ${JSON.stringify(params)}`;
    let answer = this.#binary.get(key);
    if (answer === undefined) {
      answer = this.#requestBinary(method, params).finally(() => this.#binary.delete(key));
      this.#binary.set(key, answer);
    }
    return answer;
  }

  async #requestBinary(method: string, params: unknown): Promise<Uint8Array | undefined> {
    const answer = (await this.#request(method, params, true)) as Uint8Array | { readonly data: string } | null;
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
  #write(bytes: string | Uint8Array): void {
    const stdin = this.#child.stdin!;
    if (stdin.writableCorked === 0) {
      stdin.cork();
      process.nextTick(() => stdin.uncork());
    }
    stdin.write(bytes);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
