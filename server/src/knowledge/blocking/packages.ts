// Functions of npm packages that block, as data. Packages whose functions are named `fooSync` beside an asynchronous
// `foo` need no entry unless something is to be said of them: such pairs are recognised by their declarations.

import type { BlockingCall, BlockingCost } from "./blocking-call.ts";

/** The function without the suffix returns a promise and takes the same arguments. */
function pairs(module: string, cost: BlockingCost, names: string): BlockingCall[] {
  return names.split(" ").map((name) => ({
    module,
    name: `${name}Sync`,
    cost,
    counterpart: { name, style: "promise" },
  }));
}

/** The function without the suffix exists, but what it needs or gives is different. */
function advised(module: string, cost: BlockingCost, names: string, advice: string): BlockingCall[] {
  return names.split(" ").map((name) => ({ module, name, cost, advice }));
}

/** Packages that export one function, which returns a promise, with `sync` as a member. */
const WITH_SYNC =
  "cp-file del load-json-file locate-path make-dir move-file path-exists pkg-dir pkg-up read-pkg read-pkg-up which write-json-file write-pkg".split(
    " ",
  );

const FS_EXTRA =
  "copy createFile createLink createSymlink emptyDir emptydir ensureDir ensureFile ensureLink ensureSymlink mkdirp mkdirs move outputFile outputJSON outputJson pathExists readJSON readJson remove writeJSON writeJson";

const DATABASE_ADVICE = "Move the database into a worker thread, or use a client that answers with promises.";
const SHELL_ADVICE = "Use `exec` of `node:child_process`, or the functions of `node:fs/promises`.";

/** Functions of shelljs that work on files; the others only compute. */
const SHELL_FILES = "cat chmod cp find grep head ln ls mkdir mv rm sed sort tail tempdir test touch uniq which".split(
  " ",
);

export const PACKAGE_CALLS: readonly BlockingCall[] = [
  ...pairs("fs-extra", "file", FS_EXTRA),
  ...pairs("bcrypt", "cpu", "genSalt hash compare"),
  ...pairs("bcryptjs", "cpu", "genSalt hash compare"),
  ...pairs("glob", "file", "glob"),
  {
    module: "glob",
    name: "sync",
    cost: "file",
    advice: "Use `await glob(…)`, which gives a promise from version 9 on.",
  },
  ...advised(
    "glob",
    "file",
    "Glob.walkSync Glob.streamSync Glob.iterateSync globStreamSync globIterateSync",
    "Use the method without `Sync`.",
  ),
  ...pairs("globby", "file", "globby"),
  { module: "globby", name: "sync", cost: "file", advice: "Use `await globby(…)`." },
  ...pairs("fast-glob", "file", "glob"),
  { module: "fast-glob", name: "sync", cost: "file", counterpart: { name: "async", style: "promise" } },
  { module: "tinyglobby", name: "globSync", cost: "file", counterpart: { name: "glob", style: "promise" } },
  ...pairs("execa", "process", "execa execaCommand"),
  { module: "execa", name: "sync", cost: "process", advice: "Use `await execa(…)`." },
  { module: "execa", name: "commandSync", cost: "process", counterpart: { name: "command", style: "promise" } },
  ...advised("cross-spawn", "process", "sync spawnSync", "Use `spawn`, and wait for its `close` event."),
  ...pairs("rimraf", "file", "rimraf native manual posix windows moveRemove"),
  { module: "rimraf", name: "sync", cost: "file", advice: "Use `await rm(…, { recursive: true, force: true })`." },
  { module: "mkdirp", name: "mkdirpSync", cost: "file", counterpart: { name: "mkdirp", style: "promise" } },
  { module: "mkdirp", name: "sync", cost: "file", advice: "Use `await mkdir(…, { recursive: true })`." },
  ...SHELL_FILES.map((name) => ({ module: "shelljs", name, cost: "file" as const, advice: SHELL_ADVICE })),
  { module: "shelljs", name: "exec", cost: "process", advice: SHELL_ADVICE },
  { module: "sync-request", name: "default", cost: "network", advice: "Use `await fetch(…)`." },
  { module: "sync-fetch", name: "default", cost: "network", advice: "Use `await fetch(…)`." },
  ...advised("deasync", "sleep", "sleep runLoopOnce loopWhile", "Use `await` on the promise itself."),
  ...advised(
    "readline-sync",
    "dialog",
    "question prompt keyIn keyInYN keyInYNStrict keyInPause keyInSelect questionEMail questionNewPassword questionInt questionFloat questionPath promptLoop promptCL promptCLLoop",
    "Use `question` of `node:readline/promises`.",
  ),
  { module: "prompt-sync", name: "Prompt", cost: "dialog", advice: "Use `question` of `node:readline/promises`." },
  ...pairs("jsonfile", "file", "readFile writeFile"),
  ...WITH_SYNC.map((module) => ({
    module,
    name: "sync",
    cost: "file" as const,
    advice: "Use the function itself, which returns a promise.",
  })),
  { module: "resolve", name: "sync", cost: "file", advice: "Use `resolve(…)`, which calls back." },
  { module: "write-file-atomic", name: "sync", cost: "file", advice: "Use `await writeFileAtomic(…)`." },
  { module: "find-up", name: "sync", cost: "file", advice: "Use `await findUp(…)`." },
  ...pairs("find-up", "file", "findUp findUpMultiple pathExists"),
  ...advised(
    "cosmiconfig",
    "file",
    "PublicExplorerSync.load PublicExplorerSync.search",
    "Use `cosmiconfig(…)` instead of `cosmiconfigSync(…)`: its `load` and `search` return promises.",
  ),
  ...advised("better-sqlite3", "file", "Database.exec Database.pragma", DATABASE_ADVICE),
  ...advised("better-sqlite3", "file", "Statement.run Statement.get Statement.all Statement.iterate", DATABASE_ADVICE),
];

/** Packages of which no function blocks, or only the named ones do not, though they are named as if they did; by the reason. */
export const HARMLESS_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "The files are kept in memory.": [
    "@jsonjoy.com/fs-core",
    "@jsonjoy.com/fs-node",
    "@jsonjoy.com/fs-node-utils",
    "memfs",
    "memory-fs",
    "metro-memory-fs",
  ],
  "What the container makes needs nothing from outside, or it throws.": ["@loopback/context.Context.getSync"],
};
