// What is certain not to reject: functions by their bodies, expressions by what they start.

import { expect, test } from "vitest";
import { ask } from "../../server/src/questions/question.ts";
import { argumentsOf, askProgram } from "./program.ts";

const declarations = `
  import { setTimeout as wait } from "node:timers/promises";
  import * as timers from "timers/promises";
  import { readFile } from "node:fs/promises";
  import { guarded, unguarded, deep, Service, ping } from "./other";
  declare function settles(value: unknown): void;
  declare function outside(): Promise<void>;
  declare function useState<T>(value: T): [T, (value: T) => void];
  declare const logger: { error(...values: unknown[]): void; info(text: string): void };
  declare function toast(text: string): void;
  declare function sync(): number;
  declare const items: number[];
  declare const service: Service;
  declare const mayReject: Promise<void>;
  declare const plain: { name: string };
  const [open, setOpen] = useState(false);
  const sleep = (ms: number) => new Promise<void>((resolve) => { setTimeout(resolve, ms); });
  function rethrow(error: unknown): never { throw error; }
  function quiet() { items.push(1); return items.length; }
  function check(n: number) { if (n > 0) throw new Error("x"); }
  function loud() { return JSON.parse("1") as number; }
  function outer() { return loud(); }
  async function again(n: number): Promise<void> { if (n > 0) await again(n - 1); }
  function assertOpen(value: unknown): asserts value { if (!value) throw new Error("closed"); }
  function owner() { if (!open) throw new Error("no owner"); return items; }
  function parse(text: string) { if (text === "") throw new Error("empty"); return text; }
  interface Deferred<T> { readonly promise: Promise<T>; resolve(value: T): void; reject(error: unknown): void; wait(): Promise<T> }
  declare function defer<T>(limit?: number): Deferred<T>;
  interface Query { then(resolve: (rows: string[]) => void, reject: (error: unknown) => void): void; limit(n: number): Query }
  declare const query: Query;
  declare const handed: Deferred<void>;
  declare const box: { readonly opened: Deferred<void>; readonly closed?: Deferred<void>; readonly failed: Deferred<void> };
  box.failed.reject(new Error("x"));
  const limited = defer<void>(100);
  const kept = defer<void>();
  const { reject: fail } = defer<void>();
  const renamed = defer<void>();
  const other = renamed;
  const timed = sleep(1);
  const risky = outside();
  let either = sleep(1);
  function restart() { either = outside(); }
  let chain = sleep(1);
  function link() { chain = chain.then(() => {}); }
  class Local {
    #ready = new Promise<void>((resolve) => { this.#open = resolve; });
    #open: () => void = () => {};
    private late?: Promise<void>;
    readonly shown = sleep(1);
    begin() { this.late = outside(); }
    wait() { settles(async () => { await this.#ready; }); settles(async () => { await this.late; }); settles(async () => { await this.shown; }); }
    #run = async () => { items.push(1); }; start() { settles(this.#run()); settles(this.other()); } async other() { await outside(); } }
`;

const other = `
  declare function outside(): Promise<void>;
  export async function guarded(): Promise<void> { try { await outside(); } catch (error) { console.error(error); } }
  export async function unguarded(): Promise<void> { await outside(); }
  export async function deep(): Promise<void> { await one(); }
  async function one(): Promise<void> { await two(); }
  async function two(): Promise<void> { await three(); }
  async function three(): Promise<void> { await four(); }
  async function four(): Promise<void> { await five(); }
  async function five(): Promise<void> { await guarded(); }
  export async function ping(n: number): Promise<void> { await pong(n); }
  async function pong(n: number): Promise<void> { if (n) await ping(n - 1); }
  export class Service { async run(): Promise<void> { try { await outside(); } catch {} } async stop(): Promise<void> { await outside(); } }
`;

const certain = [
  "async () => {}",
  "async () => 1",
  "async () => { try { await outside(); } catch {} }",
  "async () => { try { await outside(); } catch (error) { logger.error('failed', error); } }",
  "async () => { try { await outside(); } catch (error) { toast((error as Error).message); } }",
  "async () => { try { await outside(); } catch (error) { await logger.error(error); } }",
  "async () => { try { await outside(); } catch { toast('failed'); } finally { setOpen(false); } }",
  "async () => { try { throw new Error('x'); } catch {} }",
  "async () => { try { return await readFile('x'); } catch { return undefined; } }",
  "async () => { setOpen(true); try { await outside(); } catch (error) { toast(String(error)); } finally { setOpen(false); } }",
  "async () => { logger.info('start'); try { await outside(); } catch (error) { toast(String(error)); } }",
  "async () => { console.log(Date.now(), Math.max(1, 2), plain.name); }",
  "async () => { items.map((item) => item + 1).forEach((item) => { console.log(item); }); }",
  "async (event: Event) => { event.preventDefault(); }",
  "async () => { await outside().catch((error) => { logger.error(error); }); }",
  "async () => { await outside().catch(console.error); }",
  "async () => { await outside().then(() => 1, () => 2); }",
  "async () => { await sleep(10); }",
  "async () => { await new Promise((resolve) => setTimeout(resolve, 10)); }",
  "async () => { await new Promise<void>((resolve) => { setTimeout(() => { resolve(); }, 10); }); }",
  "async () => { await wait(10); await timers.setTimeout(10); }",
  "async () => { await guarded(); await service.run().finally(() => { setOpen(false); }); }",
  "async () => { await Promise.allSettled([outside(), outside()]); }",
  "async () => { await Promise.all([sleep(1), guarded()]); }",
  "async () => { await Promise.all(items.map(async () => { await guarded(); })); }",
  "async () => { await again(3); await ping(2); }",
  "async () => { quiet(); return plain; }",
  "async () => { sync(); await sleep(1); }",
  "async () => { outer(); }",
  "async () => { items.forEach((item) => { sync(); }); }",
  "async () => { await Promise.resolve(); await plain; await undefined; }",
  "async () => { (async () => { await outside(); })(); }",
  "async () => { const later = () => { throw new Error('later'); }; setTimeout(later, 1); }",
  "async () => { await (quiet() > 1 ? sleep(1) : guarded()); }",
  "() => guarded()",
  "() => sleep(1)",
  "() => { loud(); }",
  "guarded()",
  "sleep(1)",
  "wait(1)",
  "wait(1, 'value')",
  "outside().catch(() => undefined)",
  "new Promise((resolve) => setTimeout(resolve, 1))",
  "Promise.allSettled(items.map(outside))",
  "(async () => { try { await outside(); } catch {} })()",
  "Promise.resolve(1)",
  "ping(1)",
  "this.#run()",
  "async () => { await this.#ready; }",
  "async () => { await timed; await chain; }",
  "async () => { await handed.promise; }",
  "async () => { await box.opened.wait(); await box.closed?.wait(); }",
  "async () => { await kept.promise.then(() => 1); }",
  "async () => { assertOpen(open); await sleep(1); }",
  "async () => { await sleep(1); owner().push(1); }",
  "async () => { using stack = new DisposableStack(); await sleep(1); }",
  "async () => { await new Promise<void>((resolve, _reject) => { setTimeout(resolve, 1); }); }",
];

const uncertain = [
  "async () => { await outside(); }",
  "async () => { throw new Error('x'); }",
  "async () => outside()",
  "async () => { try { await outside(); } finally { setOpen(false); } }",
  "async () => { try { return outside(); } catch { return undefined; } }",
  "async () => { try { await outside(); } catch (error) { throw error; } }",
  "async () => { try { await outside(); } catch (error) { rethrow(error); } }",
  "async () => { try { await outside(); } catch (error) { if (open) throw error; } }",
  "async () => { try { await outside(); } catch { await outside(); } }",
  "async () => { try { await outside(); } catch {} finally { await outside(); } }",
  "async () => { const text = JSON.parse('1'); try { await outside(); } catch {} }",
  "async () => { loud(); }",
  "async () => { check(1); }",
  "async () => { items.forEach(() => { loud(); }); }",
  "async () => { items.forEach(loud); }",
  "async () => { await outside().then(() => 1); }",
  "async () => { await outside().catch(() => { throw new Error('again'); }); }",
  "async () => { await outside().catch(rethrow); }",
  "async () => { await sleep(1).then(() => outside()); }",
  "async () => { await outside().finally(() => { setOpen(false); }); }",
  "async () => { await mayReject; }",
  "async () => { await Promise.all([sleep(1), outside()]); }",
  "async () => { await Promise.all(items.map(async () => { await outside(); })); }",
  "async () => { await Promise.reject(new Error('x')); }",
  "async () => { for await (const item of items) console.log(item); }",
  "async () => { await new Promise((resolve, reject) => setTimeout(reject, 10)); }",
  "async () => { await new Promise((resolve) => { resolve(outside()); }); }",
  "async () => { await new Promise((resolve) => { loud(); resolve(1); }); }",
  "async () => { await wait(1, undefined, { signal: AbortSignal.abort() }); }",
  "async () => { await unguarded(); }",
  "async () => { await service.stop(); }",
  "async () => { await deep(); }",
  "async () => { await import('./other'); }",
  "async () => { new URL('x'); }",
  "async (n = loud()) => n",
  "async function* () { yield 1; }",
  "() => outside()",
  "outside()",
  "mayReject",
  "unguarded()",
  "Promise.race([outside()])",
  "new Promise((resolve, reject) => { reject(new Error('x')); })",
  "wait(1, undefined, { signal: AbortSignal.abort() })",
  "this.other()",
  "new Promise<void>((resolve, reject) => outside().then(resolve, reject))",
  "async () => { await this.late; }",
  "async () => { await this.shown; }",
  "async () => { await risky; }",
  "async () => { await either; }",
  "async () => { await box.failed.wait(); }",
  "async () => { await limited.promise; }",
  "async () => { await renamed.promise; }",
  "async () => { await sleep(1); parse('x'); }",
  "async () => { await outside().catch(undefined); }",
  "async () => { await outside().then(() => 1, null); }",
  "async () => { await query; await query.limit(1); }",
  "async () => { await using stack = new AsyncDisposableStack(); await sleep(1); }",
];

test("what cannot reject, and what may", async () => {
  // Those of `this` are in the class.
  const all = [...certain, ...uncertain].filter((value) => !value.includes("this."));
  const text = declarations + all.map((value) => `settles(${value});`).join("\n");
  const answers = await askProgram({ "a.ts": text, "other.ts": other }, (file) =>
    argumentsOf("settles", file).map(function* (value) {
      return [value.getText(), yield* ask("cannot-reject", value)] as const;
    }),
  );
  const expected = [...certain.map((value) => [value, true]), ...uncertain.map((value) => [value, false])];
  expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(expected));
});
