// How the tables beside this file say what a function of the world does.

/**
 * - `reads`: nothing but looking at its receiver and arguments. Functions that it is given it may call.
 * - `changes`: it changes its receiver. `fills`: its first argument.
 * - `computes`: like `reads`, elsewhere: its result is a promise that takes time.
 * - `reads file`, `writes file`: the file at its first argument. `moves file`: those at its first two arguments.
 * - `reads …`, `writes …`: something else outside of the program.
 * - `sleeps`: nothing but time passes.
 * - `fetches`: the request decides, by its method.
 */
export type KnownEffect =
  | "reads"
  | "changes"
  | "fills"
  | "computes"
  | "reads file"
  | "writes file"
  | "moves file"
  | "reads network"
  | "writes console"
  | "reads time"
  | "reads process"
  | "writes process"
  | "reads page"
  | "writes page"
  | "sleeps"
  | "fetches";

/** Names by what declares them (an interface, a module without its `node:`, "" for globals) and by what they do. */
export type EffectTable = Readonly<Record<string, Readonly<Partial<Record<KnownEffect, string>>>>>;
