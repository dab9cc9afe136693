// What coordinates asynchronous work: locks, events, queues, streams, workers, by the names of teaching/api-name.ts.

/** What is made by `new` or by a call, and then used through its methods. */
export const LOCKS: Readonly<Record<string, "exclusive" | "counting">> = {
  "async-mutex:Mutex": "exclusive",
  "async-mutex:Semaphore": "counting",
  "async-mutex:withTimeout": "exclusive",
  "async-lock:default": "exclusive",
  "async-sema:Sema": "counting",
  "await-semaphore:Mutex": "exclusive",
  "await-semaphore:Semaphore": "counting",
  "p-mutex:default": "exclusive",
};

/** The methods that wait for a lock and run a function while they hold it. */
export const LOCKED_CALLS: ReadonlySet<string> = new Set(["runExclusive", "request", "use", "withLock"]);
/** The methods that wait for a lock and leave it to the caller to give it back. */
export const LOCK_ACQUIRERS: ReadonlySet<string> = new Set(["acquire", "lock", "waitForUnlock"]);

/** Waits for one event, or for each. */
export const EVENT_WAITS: Readonly<Record<string, "once" | "each">> = {
  "events:once": "once",
  "events:on": "each",
};

export const EVENT_SOURCES: ReadonlySet<string> = new Set([
  "EventTarget",
  "events:EventEmitter",
  "events:default",
  "events:EventEmitterAsyncResource",
  "stream:EventEmitter",
]);

/** Queues of work: where the number that may run at once is found in the arguments of what makes them. */
export interface WorkQueue {
  /** A property of the first argument, or the number of an argument. */
  readonly concurrency: string | number;
}

export const WORK_QUEUES: Readonly<Record<string, WorkQueue>> = {
  "p-queue:default": { concurrency: "concurrency" },
  "p-limit:default": { concurrency: 0 },
  "fastq:default": { concurrency: 1 },
  "fastq:promise": { concurrency: 1 },
  "async:queue": { concurrency: 1 },
  "bottleneck:default": { concurrency: "maxConcurrent" },
};

/** Streams and the functions that join them. */
export const STREAMS: Readonly<Record<string, "source" | "sink" | "between" | "pipeline">> = {
  ReadableStream: "source",
  WritableStream: "sink",
  TransformStream: "between",
  "stream/web:ReadableStream": "source",
  "stream/web:WritableStream": "sink",
  "stream/web:TransformStream": "between",
  "stream:Readable": "source",
  "stream:Writable": "sink",
  "stream:Transform": "between",
  "stream:Duplex": "between",
  "stream:PassThrough": "between",
  "stream:Readable.from": "source",
  "stream:pipeline": "pipeline",
  "stream:promises.pipeline": "pipeline",
  "stream/promises:pipeline": "pipeline",
};

export const WORKERS: ReadonlySet<string> = new Set(["Worker", "worker_threads:Worker"]);
