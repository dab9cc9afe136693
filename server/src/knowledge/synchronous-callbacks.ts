// Functions of the language and of browsers that call their callback before they return, and only then, as data. What is
// not here may keep the callback for later.

const OF_ARRAYS =
  "every filter find findIndex findLast findLastIndex forEach map reduce reduceRight some sort toSorted".split(" ");

/** Helpers of iterators that run to the end at once; `map` and `filter` wait until somebody asks for a value. */
const OF_ITERATORS = "every find forEach reduce some".split(" ");

const TYPED_ARRAYS =
  "Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array Float32Array Float64Array BigInt64Array BigUint64Array".split(
    " ",
  );

/** Names as TypeScript's libraries declare them, with the position of the callback. */
export const SYNCHRONOUS_CALLBACKS: ReadonlyMap<string, number> = new Map([
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

/** The last parts of these names: what syntax sees of a call. */
export const SYNCHRONOUS_CALLBACK_METHODS: ReadonlySet<string> = new Set(
  [...SYNCHRONOUS_CALLBACKS.keys()].map((name) => name.slice(name.indexOf(".") + 1)),
);

function members(owner: string, names: readonly string[], position: number): [string, number][] {
  return names.map((name) => [`${owner}.${name}`, position]);
}
