// Functions of the language, of Node.js and of the DOM that do not throw when they are used as their types say, and those
// whose promises do not reject. Data only. What throws for some argument of the right type (`JSON.parse`, `new URL`,
// `"".repeat`, `date.toISOString`) is left out.

/**
 * Names by what declares them: an interface of the default library, a module without its `node:`, or "" for what is
 * global. Constructors stand under their own names.
 */
export const NEVER_THROWS: Readonly<Record<string, string>> = {
  "":
    "Boolean Date Error Map Number Object Promise RangeError Set String TypeError URLSearchParams " +
    "WeakMap WeakSet AbortController AggregateError Event FormData " +
    "cancelAnimationFrame cancelIdleCallback clearImmediate clearInterval clearTimeout " +
    "isFinite isNaN parseFloat parseInt queueMicrotask requestAnimationFrame requestIdleCallback setImmediate " +
    "setInterval setTimeout",
  AbortController: "abort",
  Array: "at concat entries includes indexOf join keys lastIndexOf pop push reverse shift slice splice unshift values",
  ArrayConstructor: "isArray of",
  BaseSyntheticEvent: "preventDefault stopPropagation",
  Console:
    "assert count countReset debug dir dirxml error group groupCollapsed groupEnd info log table time timeEnd timeLog " +
    "trace warn",
  Date:
    "getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset " +
    "setTime toString valueOf",
  DateConstructor: "UTC now parse",
  Document: "getElementById",
  Element: "getBoundingClientRect remove scrollIntoView",
  ErrorConstructor: "captureStackTrace",
  Event: "preventDefault stopImmediatePropagation stopPropagation",
  FormData: "append delete get getAll has set",
  HTMLElement: "blur click focus",
  HTMLOrSVGElement: "blur focus",
  Map: "clear delete entries get has keys set values",
  Math: "abs acos asin atan atan2 ceil cos exp floor hypot log log10 log2 max min pow random round sign sin sqrt tan trunc",
  Number: "toString valueOf",
  NumberConstructor: "isFinite isInteger isNaN isSafeInteger parseFloat parseInt",
  ObjectConstructor: "assign create entries freeze fromEntries hasOwn is keys values",
  Performance: "now",
  Process: "exit hrtime memoryUsage nextTick uptime",
  Promise: "catch finally then",
  PromiseConstructor: "all allSettled any race reject resolve withResolvers",
  ReadonlyArray: "at concat entries includes indexOf join keys lastIndexOf slice values",
  ReadonlyMap: "entries get has keys values",
  ReadonlySet: "entries has keys values",
  RegExp: "exec test",
  Set: "add clear delete entries has keys values",
  Storage: "getItem removeItem",
  String:
    "at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf match " +
    "search slice split startsWith substring toLowerCase toString toUpperCase trim trimEnd trimStart",
  URLSearchParams: "append delete get getAll has set toString",
  WeakMap: "delete get has set",
  WeakSet: "add delete has",
  performance: "now",
  timers: "clearImmediate clearInterval clearTimeout setImmediate setInterval setTimeout",
};

/** Functions that do not throw unless a function does that they are given and call at once; by what declares them. */
export const THROWS_ONLY_WHAT_IT_CALLS: Readonly<Record<string, string>> = {
  Array: "every filter find findIndex findLast findLastIndex flatMap forEach map some sort toSorted",
  ArrayConstructor: "from",
  Map: "forEach",
  ReadonlyArray: "every filter find findIndex findLast findLastIndex flatMap forEach map some toSorted",
  ReadonlyMap: "forEach",
  ReadonlySet: "forEach",
  Set: "forEach",
  String: "replace",
};

/** Functions whose promises do not reject, unless the third argument brings a signal to abort them; by module. */
export const SLEEPS: Readonly<Record<string, string>> = { "timers/promises": "setImmediate setTimeout" };

/** Hooks of React whose second result only asks for another rendering: https://react.dev/reference/react/useState */
export const STATE_HOOKS = "useOptimistic useReducer useState";

/** What code calls to tell of an error or of its progress, by the receiver's or the function's own name. */
export const LOGGER = /^(?:_?(?:console|debug|log|logger|winston|pino|Sentry)|\w+(?:Log|Logger|_log|_logger))$/;

/** Methods by which a logger is called. */
export const LOGGER_METHOD =
  /^(?:captureException|captureMessage|critical|debug|error|exception|fatal|info|log|silly|trace|verbose|warn|warning)$/;
