// Loaded into the programs of fixtures before they run: timers take no time but count it, so that a program's waits are
// measured to the millisecond on any machine. A timer fires when nothing else is left to do. What the waits add up to is
// written to standard error when the program ends.

import { createRequire, syncBuiltinESMExports } from "node:module";
import { writeSync } from "node:fs";

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
}

const require = createRequire(import.meta.url);
const { setImmediate } = globalThis;
const timers = new Set<Timer>();
let now = 0;
let started = 0;
let isPumping = false;

function start(milliseconds: number, fire: () => void): Timer {
  const timer = { at: now + Math.max(milliseconds, 0), order: started++, fire };
  timers.add(timer);
  pump();
  return timer;
}

function pump(): void {
  if (isPumping || timers.size === 0) return;
  isPumping = true;
  setImmediate(() => {
    isPumping = false;
    const [next] = [...timers].toSorted((a, b) => a.at - b.at || a.order - b.order);
    if (next !== undefined) {
      timers.delete(next);
      now = next.at;
      next.fire();
    }
    pump();
  });
}

const setTimeout = (callback: (...args: unknown[]) => void, milliseconds = 0, ...args: unknown[]): Timer =>
  start(milliseconds, () => callback(...args));
const clearTimeout = (timer: Timer): boolean => timers.delete(timer);
Object.assign(globalThis, { setTimeout, clearTimeout });
Object.assign(require("node:timers"), { setTimeout, clearTimeout });
Object.assign(require("node:timers/promises"), {
  setTimeout: <T>(milliseconds: number, value: T) =>
    new Promise<T>((resolve) => {
      start(milliseconds, () => resolve(value));
    }),
});
syncBuiltinESMExports();

process.on("exit", () => {
  writeSync(2, `virtual time: ${now} ms\n`);
});
