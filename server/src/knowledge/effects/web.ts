// What the functions of the web platform do, as far as order between them matters. Data only; what is not listed is
// unknown.

import type { EffectTable } from "./known-effect.ts";

export const WEB: EffectTable = {
  "": {
    fetches: "fetch",
    reads:
      "AbortController Blob CustomEvent Event File FormData Headers Request Response TextDecoder TextEncoder URL " +
      "URLPattern URLSearchParams atob btoa clearTimeout structuredClone",
    "reads page": "getComputedStyle matchMedia",
    // What they are given is taken to run at once.
    "reads time": "queueMicrotask requestAnimationFrame setInterval setTimeout",
  },
  AbortSignal: { reads: "throwIfAborted" },
  Blob: { computes: "arrayBuffer bytes text", reads: "slice" },
  Body: { computes: "arrayBuffer blob bytes formData json text" },
  Cache: { "reads network": "match matchAll keys" },
  CacheStorage: { "reads network": "has keys match" },
  Console: {
    "writes console":
      "assert count debug dir dirxml error group groupCollapsed groupEnd info log table time timeEnd timeLog trace warn",
  },
  Crypto: { reads: "randomUUID", fills: "getRandomValues" },
  Document: { "reads page": "getElementById getElementsByClassName getElementsByTagName" },
  Element: { "reads page": "closest getAttribute getBoundingClientRect hasAttribute matches" },
  FormData: { reads: "entries forEach get getAll has keys values", changes: "append delete set" },
  Headers: { reads: "entries forEach get getSetCookie has keys values", changes: "append delete set" },
  NonElementParentNode: { "reads page": "getElementById" },
  ParentNode: { "reads page": "querySelector querySelectorAll" },
  Performance: { "reads time": "now" },
  Request: { reads: "clone" },
  Response: { reads: "clone" },
  Storage: { "reads page": "getItem key", "writes page": "clear removeItem setItem" },
  SubtleCrypto: {
    computes:
      "decrypt deriveBits deriveKey digest encrypt exportKey generateKey importKey sign unwrapKey verify wrapKey",
  },
  TextDecoder: { changes: "decode" },
  TextEncoder: { reads: "encode" },
  URL: { reads: "toJSON toString" },
  URLConstructor: { reads: "canParse parse" },
  URLSearchParams: { reads: "entries forEach get getAll has keys toString values", changes: "append delete set sort" },
};
