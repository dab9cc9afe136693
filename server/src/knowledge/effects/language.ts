// What the functions of ECMAScript do to what they are called on and given. Data only; what is not listed is unknown.

import type { EffectTable } from "./known-effect.ts";

const LIST_READS =
  "at concat entries every filter find findIndex findLast findLastIndex flat flatMap forEach includes indexOf join keys " +
  "lastIndexOf map reduce reduceRight slice some toLocaleString toReversed toSorted toSpliced toString values with";

const TYPED_ARRAY = {
  reads:
    "at entries every filter find findIndex findLast findLastIndex forEach includes indexOf join keys lastIndexOf map " +
    "reduce reduceRight slice some subarray toBase64 toHex toReversed toSorted toString values with",
  changes: "copyWithin fill reverse set setFromBase64 setFromHex sort",
};

const ERRORS = "AggregateError Error EvalError RangeError ReferenceError SyntaxError TypeError URIError";

export const LANGUAGE: EffectTable = {
  "": {
    reads:
      `Array ArrayBuffer BigInt Boolean DataView Date ${ERRORS} Float32Array Float64Array Int16Array Int32Array Int8Array ` +
      "Map Number Object Proxy RegExp Set String Symbol Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef " +
      "WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent isFinite isNaN parseFloat parseInt",
  },
  Array: { reads: LIST_READS, changes: "copyWithin fill pop push reverse shift sort splice unshift" },
  ArrayBuffer: { reads: "slice" },
  ArrayBufferConstructor: { reads: "isView" },
  ArrayConstructor: { reads: "from isArray of" },
  BigInt: { reads: "toLocaleString toString valueOf" },
  BigIntConstructor: { reads: "asIntN asUintN" },
  CallableFunction: { reads: "bind" },
  DataView: {
    reads: "getBigInt64 getBigUint64 getFloat32 getFloat64 getInt16 getInt32 getInt8 getUint16 getUint32 getUint8",
    changes: "setBigInt64 setBigUint64 setFloat32 setFloat64 setInt16 setInt32 setInt8 setUint16 setUint32 setUint8",
  },
  Date: {
    reads:
      "getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset " +
      "getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds " +
      "toDateString toISOString toJSON toLocaleDateString toLocaleString toLocaleTimeString toString toUTCString valueOf",
    changes:
      "setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime setUTCDate setUTCHours",
  },
  DateConstructor: { reads: "UTC parse", "reads time": "now" },
  ErrorConstructor: { reads: "isError", fills: "captureStackTrace" },
  Float32Array: TYPED_ARRAY,
  Float64Array: TYPED_ARRAY,
  Int16Array: TYPED_ARRAY,
  Int32Array: TYPED_ARRAY,
  Int8Array: TYPED_ARRAY,
  Iterator: { changes: "next return" },
  IteratorObject: {
    changes: "drop every filter find flatMap forEach map next reduce return some take toArray",
  },
  JSON: { reads: "parse stringify" },
  Map: { reads: "entries forEach get has keys values", changes: "clear delete getOrInsert set" },
  MapConstructor: { reads: "groupBy" },
  Math: {
    reads:
      "abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround hypot imul log log10 " +
      "log1p log2 max min pow random round sign sin sinh sqrt tan tanh trunc",
  },
  Number: { reads: "toExponential toFixed toLocaleString toPrecision toString valueOf" },
  NumberConstructor: { reads: "isFinite isInteger isNaN isSafeInteger parseFloat parseInt" },
  Object: { reads: "hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf" },
  ObjectConstructor: {
    reads:
      "create entries fromEntries getOwnPropertyDescriptor getOwnPropertyNames getOwnPropertySymbols getPrototypeOf groupBy " +
      "hasOwn is isFrozen isSealed keys values",
    fills: "assign defineProperties defineProperty freeze preventExtensions seal setPrototypeOf",
  },
  Promise: { computes: "catch finally then" },
  PromiseConstructor: { computes: "all allSettled any race", reads: "reject resolve withResolvers" },
  ReadonlyArray: { reads: LIST_READS },
  ReadonlyMap: { reads: "entries forEach get has keys values" },
  ReadonlySet: { reads: "difference entries forEach has intersection isSubsetOf isSupersetOf keys union values" },
  // They move `lastIndex` of some, which matters only to the loop around them.
  RegExp: { reads: "exec test toString" },
  RegExpConstructor: { reads: "escape" },
  Set: {
    reads: "difference entries forEach has intersection isSubsetOf isSupersetOf keys symmetricDifference union values",
    changes: "add clear delete",
  },
  String: {
    reads:
      "at charAt charCodeAt codePointAt concat endsWith includes indexOf isWellFormed lastIndexOf localeCompare match matchAll " +
      "normalize padEnd padStart repeat replace replaceAll search slice split startsWith substr substring toLocaleLowerCase " +
      "toLocaleUpperCase toLowerCase toString toUpperCase toWellFormed trim trimEnd trimStart valueOf",
  },
  StringConstructor: { reads: "fromCharCode fromCodePoint raw" },
  Symbol: { reads: "toString valueOf" },
  SymbolConstructor: { reads: "for keyFor" },
  Uint16Array: TYPED_ARRAY,
  Uint32Array: TYPED_ARRAY,
  Uint8Array: TYPED_ARRAY,
  Uint8ArrayConstructor: { reads: "from fromBase64 fromHex of" },
  Uint8ClampedArray: TYPED_ARRAY,
  WeakMap: { reads: "get has", changes: "delete set" },
  WeakRef: { reads: "deref" },
  WeakSet: { reads: "has", changes: "add delete" },
};
