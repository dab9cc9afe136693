// What is known about failing: functions of the language, of Node.js and of the DOM that throw for arguments of the right
// type, those whose promises do not reject, and what code calls to tell of errors. Data only.

/**
 * Functions that throw for what they are given to read, by what declares them: an interface of the default library, a
 * module without its `node:`, or "" for what is global. Constructors stand under their own names.
 */
export const THROWS: Readonly<Record<string, string>> = {
  "": "BigInt RegExp URL atob btoa decodeURI decodeURIComponent eval require structuredClone",
  JSON: "parse",
  Storage: "setItem",
  assert: "assert deepEqual deepStrictEqual equal fail ifError match notEqual notStrictEqual ok strictEqual",
  child_process: "execFileSync execSync",
  fs:
    "accessSync appendFileSync chmodSync chownSync copyFileSync cpSync lstatSync mkdirSync mkdtempSync openSync " +
    "readFileSync readSync readdirSync readlinkSync realpathSync renameSync rmSync rmdirSync statSync symlinkSync " +
    "truncateSync unlinkSync utimesSync writeFileSync writeSync",
};

/** Methods that call at once the functions that they are given, and throw what those throw. */
export const CALLS_AT_ONCE: Readonly<Record<string, string>> = {
  Array: "every filter find findIndex findLast findLastIndex flatMap forEach map reduce reduceRight some sort toSorted",
  ArrayConstructor: "from",
  Map: "forEach",
  ReadonlyArray:
    "every filter find findIndex findLast findLastIndex flatMap forEach map reduce reduceRight some toSorted",
  ReadonlyMap: "forEach",
  ReadonlySet: "forEach",
  Set: "forEach",
  String: "replace replaceAll",
};

/**
 * Functions whose promises do not reject; by module or interface. Timers do if their third argument brings a signal to
 * abort them; `terminate` of a worker is fulfilled with its exit code.
 */
export const NEVER_REJECTS: Readonly<Record<string, string>> = {
  Worker: "terminate",
  "timers/promises": "setImmediate setTimeout",
};

/** Functions that state what is certain, by their own names. */
export const ASSERTION = /^(?:assert(?:[A-Z]\w*)?|invariant)$/;

/** What code calls to tell of an error or of its progress, by the receiver's or the function's own name. */
export const LOGGER = /^(?:_?(?:console|debug|log|logger|winston|pino|Sentry)|\w+(?:Log|Logger|_log|_logger))$/;

/** Methods by which a logger is called. */
export const LOGGER_METHOD =
  /^(?:captureException|captureMessage|critical|debug|error|exception|fatal|info|log|silly|trace|verbose|warn|warning)$/;
