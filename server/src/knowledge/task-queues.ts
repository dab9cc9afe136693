// Where functions that schedule something put it: which queue of the event loop, and which argument is the delay. Names
// are those of teaching/api-name.ts.

/**
 * In the order in which the event loop serves them: `tick` and `microtask` when the running code has ended, `frame` before
 * the browser paints, `timer` when its time has come, `check` after the loop has looked for input, `idle` when nothing
 * else is to be done. `task` is one of the browser's queues of tasks.
 */
export type TaskQueue = "tick" | "microtask" | "frame" | "timer" | "check" | "task" | "idle";

export interface Scheduler {
  readonly queue: TaskQueue;
  /** The number of the argument with the delay in milliseconds. */
  readonly delay?: number;
  /** The number of the argument that is called; undefined if a promise is given instead. */
  readonly callback?: number;
  /** It comes again and again. */
  readonly isRepeated?: boolean;
}

export const SCHEDULERS: Readonly<Record<string, Scheduler>> = {
  setTimeout: { queue: "timer", callback: 0, delay: 1 },
  setInterval: { queue: "timer", callback: 0, delay: 1, isRepeated: true },
  setImmediate: { queue: "check", callback: 0 },
  queueMicrotask: { queue: "microtask", callback: 0 },
  "process.nextTick": { queue: "tick", callback: 0 },
  requestAnimationFrame: { queue: "frame", callback: 0 },
  requestIdleCallback: { queue: "idle", callback: 0 },
  "scheduler.postTask": { queue: "task", callback: 0 },
  "scheduler.yield": { queue: "task" },
  "timers:setTimeout": { queue: "timer", callback: 0, delay: 1 },
  "timers:setInterval": { queue: "timer", callback: 0, delay: 1, isRepeated: true },
  "timers:setImmediate": { queue: "check", callback: 0 },
  "timers/promises:setTimeout": { queue: "timer", delay: 0 },
  "timers/promises:setInterval": { queue: "timer", delay: 0, isRepeated: true },
  "timers/promises:setImmediate": { queue: "check" },
  "timers/promises:scheduler.wait": { queue: "timer", delay: 0 },
  "timers/promises:scheduler.yield": { queue: "check" },
  "process:nextTick": { queue: "tick", callback: 0 },
};
