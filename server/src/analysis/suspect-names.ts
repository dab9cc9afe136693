// Under which names may the code of a project block? Told by names alone, so that nearly every call can be passed over
// without asking the compiler: whoever runs something of a suspect name is suspect too, from the functions that call
// something known to block, up to ten calls away. Files are read as text first, and as trees only where their text
// mentions a suspect.
//
// What is kept is plain data, by text: after an edit one file is looked at anew.

import { posix } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Suspects } from "../facts/collector.ts";
import { DATABASE_MENTION, blockingNamesIn, isConventional, type BlockingNames } from "../facts/blocking-names.ts";
import { asyncNamesIn } from "../facts/async-names.ts";
import { startedPrograms } from "../facts/started-programs.ts";
import { withoutExtension } from "../facts/worker-thread.ts";
import { namedCodeIn, type EarlierCode, type NamedCode } from "../facts/named-code.ts";
import { MOST_HOPS } from "../knowledge/blocking/calls.ts";
import { isOwnScript } from "../text/file-kind.ts";
import type { Program } from "../typescript/api.ts";
import { fileNamesOf } from "../typescript/projects.ts";
import { aliasesOf, anyOf, declarationsOf, defaultImportsOf, membersNamed } from "./name-patterns.ts";
import { TextSearch } from "./text-search.ts";

/** What is known of a file's text. */
interface Read {
  readonly file: string;
  readonly text: string;
  /** By what the project knows of: which names may mean something that blocks; undefined if none does. */
  readonly blocking: Map<string, BlockingNames | undefined>;
  /** The paths of the programs that it starts as workers, as they are written. */
  readonly started: readonly string[];
  /** The names of its asynchronous functions. */
  readonly asyncNames: readonly string[];
  /** Undefined until the tree was read. */
  code: readonly NamedCode[] | undefined;
  /** What the file was before, until the tree is read. */
  before: EarlierCode | undefined;
}

/** Code that may lead to something that blocks, and where it was found. */
interface Suspect {
  readonly read: Read;
  readonly code: NamedCode;
}

/**
 * Reading the texts of a large project for the first time takes longer than the compiler's answers to other questions, which
 * wait for their turn meanwhile.
 */
const LONGEST_BEGINNING_MILLISECONDS = 2;
const LONGEST_TURN_MILLISECONDS = 10;

/** So many texts are read and understood in about 50 ms, which nobody notices. */
const MANY_FILES = 200;

export class SuspectNames {
  readonly #textOf: (file: string) => string | undefined;
  readonly #files = new Map<string, Read>();
  readonly #byProgram = new WeakMap<Program, Map<string, Promise<Suspects>>>();
  /** By project and names that settings add: what was found last, and the search that found it. */
  readonly #latest = new Map<string, Suspects>();
  readonly #searches = new Map<string, TextSearch<Read>>();

  /** Words that files were looked for by, and that search, which has no end. */
  readonly #sought = new Set<string>();
  readonly #seeking = new TextSearch<Read>();

  #changes = 0;

  /** @param textOf the present text of a file; the same string as long as it has not changed */
  constructor(textOf: (file: string) => string | undefined) {
    this.#textOf = textOf;
  }

  /** How often something else was found than before, so that files which have not changed have to be looked at. */
  get changes(): number {
    return this.#changes;
  }

  /**
   * Found once for each state of the program; the same object as before if nothing has changed.
   * @param callNames names of functions that settings add to those that block
   */
  in(program: Program, config: string, callNames: ReadonlySet<string>): Promise<Suspects> {
    let found = this.#byProgram.get(program);
    if (found === undefined) this.#byProgram.set(program, (found = new Map()));
    const key = [config, ...callNames].join(" ");
    let suspects = found.get(key);
    if (suspects === undefined) {
      const search = new TextSearch<Read>(this.#searches.get(key));
      suspects = this.#find(program, config, callNames, search).then((present) => {
        search.end();
        this.#searches.set(key, search);
        const before = this.#latest.get(key);
        if (before !== undefined && isSame(before, present)) return before;
        if (before !== undefined) this.#changes++;
        this.#latest.set(key, present);
        return present;
      });
      found.set(key, suspects);
    }
    return suspects;
  }

  /** True if so much of the program has not been read yet that somebody who waits for `in` will notice. */
  async willTakeLong(program: Program): Promise<boolean> {
    let unread = 0;
    for (const file of ownSources(await fileNamesOf(program))) if (!this.#files.has(file)) unread++;
    return unread > MANY_FILES;
  }

  /** The project's files whose texts mention the word. From then on it counts as a change when a member of that name comes or goes. */
  async filesMentioning(program: Program, word: string): Promise<readonly string[]> {
    this.#sought.add(word);
    const pattern = anyOf(new Set([word]));
    const files = await this.#readTexts(program);
    return files.filter((read) => this.#seeking.isFound(read, pattern)).map(({ file }) => file);
  }

  async #readTexts(program: Program): Promise<readonly Read[]> {
    const found: Read[] = [];
    let due = performance.now() + LONGEST_BEGINNING_MILLISECONDS;
    for (const file of ownSources(await fileNamesOf(program))) {
      if (performance.now() > due) {
        await setImmediate();
        due = performance.now() + LONGEST_TURN_MILLISECONDS;
      }
      const read = this.#readText(file);
      if (read !== undefined) found.push(read);
    }
    return found;
  }

  async #find(
    program: Program,
    config: string,
    callNames: ReadonlySet<string>,
    search: TextSearch<Read>,
  ): Promise<Suspects> {
    const files = await this.#readTexts(program);
    const names = new Set<string>();
    const getters = new Set<string>();
    const suspects = new Set<NamedCode>();
    let latest = await this.#seeds(program, files, callNames, search);
    for (let hops = 0; latest.length > 0 && hops < MOST_HOPS; hops++) {
      const fresh = new Set<string>();
      for (const { read, code } of latest) {
        suspects.add(code);
        for (const name of namesFor(code, read, files, search)) if (!names.has(name)) fresh.add(name);
        if (code.isGetter) for (const name of code.names) getters.add(name);
      }
      if (fresh.size === 0) break;
      const [any, renaming] = [anyOf(fresh), aliasesOf(fresh)];
      const mentioning = files.filter((read) => search.isFound(read, any));
      for (const [, renamed, stored] of mentioning.flatMap((read) => search.matches(read, renaming))) {
        fresh.add((renamed ?? stored)!);
      }
      for (const name of fresh) names.add(name);
      await this.#readCode(program, mentioning);
      latest = mentioning.flatMap((read) =>
        read
          .code!.filter((code) => !suspects.has(code) && runs(code, read.text, fresh, getters))
          .map((code) => ({ read, code })),
      );
    }
    return {
      names,
      getters,
      workers: workersOf(files, config),
      asyncNames: new Set(files.flatMap((read) => read.asyncNames)),
    };
  }

  /** The code that calls something which blocks by its name. */
  async #seeds(
    program: Program,
    files: readonly Read[],
    callNames: ReadonlySet<string>,
    search: TextSearch<Read>,
  ): Promise<readonly Suspect[]> {
    const hasDatabase = files.some((read) => search.isFound(read, DATABASE_MENTION));
    const found = new Map(files.map((read) => [read, blockingIn(read, callNames, hasDatabase)]));
    // A function of the project blocks by what it does, whatever it is called.
    const conventional = new Set(["sync", ...[...found.values()].flatMap((names) => [...(names?.byConvention ?? [])])]);
    const own = ownNames(conventional, files, search);
    const likely = files.filter((read) => {
      const names = found.get(read);
      return names !== undefined && !(names.isOnlyConvention && [...names.byConvention].every((name) => own.has(name)));
    });
    await this.#readCode(program, likely);
    return likely.flatMap((read) => {
      const { test } = found.get(read)!;
      const isBlocking = (name: string) => test(name) && !(isConventional(name) && own.has(name));
      return read.code!.filter((code) => [...code.runs].some(isBlocking)).map((code) => ({ read, code }));
    });
  }

  #readText(file: string): Read | undefined {
    const text = this.#textOf(file);
    const known = this.#files.get(file);
    if (text === undefined || known?.text === text) return known;
    const read: Read = {
      file,
      text,
      blocking: new Map(),
      started: startedPrograms(text),
      asyncNames: asyncNamesIn(text),
      code: undefined,
      before: known?.code === undefined ? known?.before : { text: known.text, code: known.code },
    };
    this.#files.set(file, read);
    if (known !== undefined && [...this.#sought].some((word) => this.#hasOtherMembers(known, read, word))) {
      this.#changes++;
    }
    return read;
  }

  /** Other members of that name seem to be written there than before. */
  #hasOtherMembers(before: Read, after: Read, word: string): boolean {
    const pattern = membersNamed(word);
    return this.#seeking.matches(before, pattern).length !== this.#seeking.matches(after, pattern).length;
  }

  async #readCode(program: Program, files: readonly Read[]): Promise<void> {
    await Promise.all(
      files.map(async (read) => {
        if (read.code !== undefined) return;
        const tree = await program.getSourceFile(read.file);
        read.code = tree === undefined ? [] : namedCodeIn(tree, read.before);
        read.before = undefined;
      }),
    );
  }
}

const sourcesByNames = new WeakMap<ReadonlySet<string>, readonly string[]>();

/** The files among those of a program that the project's own code is in; picked out once. */
function ownSources(names: ReadonlySet<string>): readonly string[] {
  let own = sourcesByNames.get(names);
  if (own === undefined) {
    own = [...names].filter(isOwnScript);
    sourcesByNames.set(names, own);
  }
  return own;
}

/** What the files start as workers: paths mean what is beside the file, or beside the project's configuration. */
function workersOf(files: readonly Read[], config: string): ReadonlySet<string> {
  const workers = new Set<string>();
  for (const { file, started } of files) {
    for (const path of started) {
      for (const folder of [posix.dirname(file), posix.dirname(config)]) {
        const program = withoutExtension(posix.join(folder, path));
        // What is started is built from a source that may lie elsewhere.
        const source = program.replace(/\/(?:build|dist|lib|out)\/(?!.*\/(?:build|dist|lib|out)\/)/, "/src/");
        for (const each of [program, source]) workers.add(each).add(`${each}/index`);
      }
    }
  }
  return workers;
}

/**
 * Which of the names the project gives to functions of its own. Those are followed like any others, while the convention
 * speaks of what dependencies declare.
 */
function ownNames(names: ReadonlySet<string>, files: readonly Read[], search: TextSearch<Read>): ReadonlySet<string> {
  const pattern = declarationsOf(names);
  const mentioning = files.filter((read) => search.isFound(read, "Sync\\b|\\bsync\\b"));
  return new Set(mentioning.flatMap((read) => search.matches(read, pattern).map(([, name]) => name!)));
}

/** The names under which other files may run the code: for a default export, those that its importers gave it. */
function namesFor(
  { names }: NamedCode,
  { file }: Read,
  files: readonly Read[],
  search: TextSearch<Read>,
): readonly string[] {
  if (!names.includes("default")) return names;
  const pattern = defaultImportsOf(file);
  const given = files.flatMap((read) => search.matches(read, pattern).map(([, name]) => name!));
  return [...names, ...given].filter((name) => name !== "default");
}

function runs(code: NamedCode, text: string, names: ReadonlySet<string>, getters: ReadonlySet<string>): boolean {
  for (const name of names) if (code.runs.has(name)) return true;
  const read = [...getters].filter((name) => names.has(name));
  if (read.length === 0) return false;
  return new RegExp(`\\.${anyOf(new Set(read))}`).test(text.slice(code.span.start, code.span.end));
}

/** Looked for once in each text. */
function blockingIn(
  { text, blocking }: Read,
  callNames: ReadonlySet<string>,
  hasDatabase: boolean,
): BlockingNames | undefined {
  const key = `${hasDatabase} ${[...callNames].join(" ")}`;
  if (!blocking.has(key)) blocking.set(key, blockingNamesIn(text, callNames, hasDatabase));
  return blocking.get(key);
}

function isSame(a: Suspects, b: Suspects): boolean {
  return (Object.keys(a) as (keyof Suspects)[]).every((key) => areEqual(a[key], b[key]));
}

function areEqual(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}
