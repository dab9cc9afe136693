// What is known of a function that blocks: how it is named, what it costs, and what does the same without blocking.
// The functions themselves are in the files beside this one, one for each platform, and together in calls.ts.

/** What the thread waits for: nothing else runs on it meanwhile. */
export type BlockingCost = "file" | "process" | "cpu" | "sleep" | "dialog" | "network";

export interface BlockingCall {
  /** A Node module without `node:`, an npm package, or `global` for what needs no import. */
  readonly module: string;
  /** The export, or a member of it: `readFileSync`, `DatabaseSync.exec`; `default` is what the module itself is. */
  readonly name: string;
  readonly cost: BlockingCost;
  /** It reads or computes and changes nothing, so that several may run in any order. */
  readonly changesNothing?: boolean;
  /** It blocks only if the argument at this position is `false`. */
  readonly onlyIfFalse?: number;
  /** What does the same and lets others run; undefined if nothing does exactly the same. */
  readonly counterpart?: Counterpart;
  /** What to do instead, for people; needed where there is no counterpart. */
  readonly advice?: string;
}

/** The asynchronous function that takes the same arguments. */
export interface Counterpart {
  /** Empty for what the blocking function is a member of: `glob` of `glob.sync`. */
  readonly name: string;
  /** The module that exports it, if it is not the one that exports the blocking function. */
  readonly module?: string;
  /** A function with a callback is called through `promisify`. */
  readonly style: "promise" | "callback";
  /** The member of what it resolves to that is the blocking function's result: `stdout` for `exec`. */
  readonly result?: string;
  /** Follows the call and makes the blocking function's result of the promise. */
  readonly chain?: string;
  /** The function that the call is wrapped in to make the blocking function's result of what it returns. */
  readonly wrapper?: string;
  /** Options of the blocking function that it does not know or that mean something else: with them there is no fix. */
  readonly without?: readonly string[];
  /** The position, from 0, of the options, where `without` or `encoding` speaks of them. */
  readonly options?: number;
  /** It gives strings unless it is told otherwise, while the blocking function gives buffers. */
  readonly defaultsToText?: boolean;
  /** The first argument may be a file descriptor, which it does not take. */
  readonly refusesDescriptors?: boolean;
  /** How its outcome differs, for the title of the fix. */
  readonly difference?: string;
}

/** A function that blocks, as users name it. */
export interface UserCall {
  readonly package: string;
  readonly name: string;
  readonly replacement?: string;
}
