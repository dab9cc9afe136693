// What is known of when functions call the function that they are given, as data: at once, before they return, and only
// then; or later. Of what is in neither list nothing is known.

const OF_ARRAYS =
  "every filter find findIndex findLast findLastIndex forEach map reduce reduceRight some sort toSorted".split(" ");

/** Helpers of iterators that run to the end at once; `map` and `filter` wait until somebody asks for a value. */
const OF_ITERATORS = "every find forEach reduce some".split(" ");

const TYPED_ARRAYS =
  "Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array Float32Array Float64Array BigInt64Array BigUint64Array".split(
    " ",
  );

/** Names as TypeScript's libraries declare them, with the position of the callback. */
const OF_LANGUAGE: ReadonlyMap<string, number> = new Map([
  ...["Array", "ReadonlyArray"].flatMap((owner) => members(owner, [...OF_ARRAYS, "flatMap"], 0)),
  ...TYPED_ARRAYS.flatMap((owner) => [...members(owner, OF_ARRAYS, 0), ...members(`${owner}Constructor`, ["from"], 1)]),
  ...members("ArrayConstructor", ["from"], 1),
  ...["IteratorObject", "Iterator"].flatMap((owner) => members(owner, OF_ITERATORS, 0)),
  ...["Map", "ReadonlyMap", "Set", "ReadonlySet"].flatMap((owner) => members(owner, ["forEach"], 0)),
  ...["NodeList", "NodeListOf", "DOMTokenList", "FormData", "Headers", "URLSearchParams"].flatMap((owner) =>
    members(owner, ["forEach"], 0),
  ),
  ...members("String", ["replace", "replaceAll"], 1),
  ...members("JSON", ["parse", "stringify"], 1),
  ...["ObjectConstructor", "MapConstructor"].flatMap((owner) => members(owner, ["groupBy"], 1)),
]);

const OF_LODASH =
  "each eachRight every filter find findIndex findKey findLast flatMap forEach forEachRight forIn forOwn groupBy keyBy map mapKeys mapValues maxBy minBy omitBy orderBy partition pickBy reduce reduceRight reject some sortBy sumBy times transform uniqBy".split(
    " ",
  );

/** By module, the exports or members that call their callback at once, with its position. */
const OF_MODULES: Readonly<Record<string, ReadonlyMap<string, number>>> = {
  global: OF_LANGUAGE,
  async_hooks: new Map([
    ["AsyncLocalStorage.exit", 0],
    ["AsyncLocalStorage.run", 1],
    ["AsyncResource.runInAsyncScope", 0],
  ]),
  lodash: new Map(OF_LODASH.map((name) => [name, 1])),
  underscore: new Map(OF_LODASH.map((name) => [name, 1])),
};

/** True if the function, which may have several names, calls the argument at the position before it returns. */
export function callsAtOnce(module: string, names: readonly string[], position: number): boolean {
  const known = OF_MODULES[module];
  return known !== undefined && names.some((name) => known.get(name) === position);
}

/**
 * Names of functions that keep what they are given until something happens: timers, events, tests, command lines, servers.
 * Nobody needs to ask what such a function does with a callback.
 */
export const KEEPING_NAMES: ReadonlySet<string> = new Set(
  [
    "setTimeout setInterval setImmediate queueMicrotask nextTick requestAnimationFrame requestIdleCallback postTask defer debounce throttle",
    "on once off addListener prependListener prependOnceListener removeListener addEventListener removeEventListener subscribe watch watchFile",
    "describe context suite it test specify bench before after beforeEach afterEach beforeAll afterAll setup teardown",
    "command action option get post put patch delete use listen connect createServer promisify callbackify bind",
  ].flatMap((names) => names.split(" ")),
);

function members(owner: string, names: readonly string[], position: number): [string, number][] {
  return names.map((name) => [`${owner}.${name}`, position]);
}
