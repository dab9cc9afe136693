// Functions of Node.js that block, as data. A test compares the list with the installed @types/node, so that what a new
// version adds is noticed.

import type { BlockingCall, BlockingCost, Counterpart } from "./blocking-call.ts";

/** Functions of `fs` whose namesakes in `fs/promises` take the same arguments and give the same results. */
const IN_PROMISES = words(
  "access chmod chown copyFile cp lchmod lchown link lutimes mkdir mkdtemp opendir readdir readlink realpath rename rm",
  "rmdir statfs symlink truncate unlink utimes",
);

/** Functions that only look. */
const READING = new Set(words("access exists lstat readFile readdir readlink realpath stat statfs"));

/** The first argument of these may be a file descriptor, which `fs/promises` does not take. */
const WITH_DESCRIPTORS = words("appendFile readFile writeFile");

/** `throwIfNoEntry: false` makes these return undefined; the promise versions always reject. */
const WITH_ABSENCE = words("lstat stat");

/** Functions about file descriptors, which exist with a callback only. */
const ABOUT_DESCRIPTORS = words("close fchmod fchown fdatasync fstat fsync ftruncate futimes open");

/** Like these, but the promise of `promisify` holds more than the number. */
const COUNTING: Readonly<Record<string, string>> = {
  read: "bytesRead",
  readv: "bytesRead",
  write: "bytesWritten",
  writev: "bytesWritten",
};

const PROMISES = "fs/promises";

const FILES: readonly BlockingCall[] = [
  ...IN_PROMISES.map((name) => fs(name, { name, module: PROMISES, style: "promise" })),
  ...WITH_DESCRIPTORS.map((name) => fs(name, { name, module: PROMISES, style: "promise", refusesDescriptors: true })),
  ...WITH_ABSENCE.map((name) =>
    fs(name, { name, module: PROMISES, style: "promise", options: 1, without: ["throwIfNoEntry"] }),
  ),
  ...ABOUT_DESCRIPTORS.map((name) => fs(name, { name, style: "callback" })),
  ...Object.entries(COUNTING).map(([name, result]) => fs(name, { name, style: "callback", result })),
  fs("exists", { name: "access", module: PROMISES, style: "promise", chain: ".then(() => true, () => false)" }),
  // Its results come one by one.
  fs("glob", { name: "glob", module: PROMISES, style: "promise", wrapper: "Array.fromAsync" }),
  {
    module: "fs",
    name: "realpathSync.native",
    cost: "file",
    counterpart: { name: "realpath", module: PROMISES, style: "promise" },
  },
  {
    module: "fs",
    name: "mkdtempDisposableSync",
    cost: "file",
    advice: "Use `await using` with `mkdtempDisposable` of `node:fs/promises`.",
  },
  ...["Dir.readSync", "Dir.closeSync"].map((name): BlockingCall => ({
    module: "fs",
    name,
    cost: "file",
    counterpart: { name: name.slice("Dir.".length, -"Sync".length), style: "promise" },
  })),
  {
    module: "fs",
    name: "Utf8Stream.flushSync",
    cost: "file",
    advice: "Use `flush`, which calls back when the data is written.",
  },
];

const EXEC_DIFFERENCE = "stderr and errors arrive differently";

const PROCESSES: readonly BlockingCall[] = [
  ...[
    { name: "exec", options: 1 },
    { name: "execFile", options: 2 },
  ].map(({ name, options }): BlockingCall => ({
    module: "child_process",
    name: `${name}Sync`,
    cost: "process",
    counterpart: {
      name,
      style: "callback",
      result: "stdout",
      options,
      // Output that goes elsewhere, and input, are not among the options of the asynchronous functions.
      without: ["stdio", "input"],
      defaultsToText: true,
      difference: EXEC_DIFFERENCE,
    },
  })),
  {
    module: "child_process",
    name: "spawnSync",
    cost: "process",
    advice: "Use `spawn`, and wait for its `close` event.",
  },
];

const CRYPTOGRAPHY: readonly BlockingCall[] = words(
  "argon2 checkPrime generateKey generateKeyPair generatePrime hkdf pbkdf2 scrypt",
).map((name) => callback("crypto", name, "cpu"));

const COMPRESSION: readonly BlockingCall[] = words(
  "brotliCompress brotliDecompress deflate deflateRaw gunzip gzip inflate inflateRaw unzip zstdCompress zstdDecompress",
).map((name) => callback("zlib", name, "cpu"));

const WORKER = "Move the database into a worker thread, or use a client that answers with promises.";

const DATABASE: readonly BlockingCall[] = [
  ...words("open exec applyChangeset deserialize loadExtension serialize").map((name) => `DatabaseSync.${name}`),
  ...words("all get iterate run").flatMap((name) => [`StatementSync.${name}`, `SQLTagStore.${name}`]),
].map((name) => ({ module: "sqlite", name, cost: "file", advice: WORKER }));

export const NODE_CALLS: readonly BlockingCall[] = [
  ...FILES,
  ...PROCESSES,
  ...CRYPTOGRAPHY,
  ...COMPRESSION,
  ...DATABASE,
  {
    module: "global",
    name: "Atomics.wait",
    cost: "sleep",
    advice: "Use `Atomics.waitAsync`, whose `value` is a promise when it has to wait.",
  },
];

/**
 * Functions of Node.js that belong to what blocks by their names or classes and do not, by the reason. With the list above
 * they are all that Node's types declare of the kind, which a test makes sure of.
 */
export const NOT_BLOCKING: Readonly<Record<string, readonly string[]>> = {
  "Filling a buffer with random bytes takes less time than waiting for a thread to do it.": ["crypto.randomFillSync"],
  "It calls a function, and blocks no longer than that does.": ["diagnostics_channel.TracingChannel.traceSync"],
  "An address is bound at once; names are not looked up.": ["dgram.Socket.bindSync", "dgram.Socket.connectSync"],
  "It changes a setting, or looks at one.": [
    ...words(
      "aggregate close createSession createTagStore enableDefensive enableLoadExtension function location setAuthorizer",
    ).map((name) => `sqlite.DatabaseSync.${name}`),
    ...words("columns setAllowBareNamedParameters setAllowUnknownNamedParameters setReadBigInts setReturnArrays").map(
      (name) => `sqlite.StatementSync.${name}`,
    ),
    "sqlite.SQLTagStore.clear",
  ],
  "It compiles a statement; what takes time is to run it.": ["sqlite.DatabaseSync.prepare"],
};

function fs(name: string, counterpart: Counterpart): BlockingCall {
  return { module: "fs", name: `${name}Sync`, cost: "file", counterpart, changesNothing: READING.has(name) };
}

function callback(module: string, name: string, cost: BlockingCost): BlockingCall {
  return { module, name: `${name}Sync`, cost, counterpart: { name, style: "callback" }, changesNothing: true };
}

function words(...lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(" "));
}
