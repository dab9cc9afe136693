// Which files a text starts as programs of workers, by what it says alone: `new Worker(new URL("./work.js",
// import.meta.url))` and its kin. Too many rather than too few: such a file is left alone where blocking is looked for.

/** Relative paths, as they are written; empty for nearly every text. */
export function startedPrograms(text: string): readonly string[] {
  const imported = [...text.matchAll(WORKER_IMPORT)].map(([, path]) => path!);
  if (!STARTING.test(text)) return imported;
  const joined = [...text.matchAll(JOINED_PATH)].map(([, rest]) =>
    [...rest!.matchAll(LITERAL)].map(([, part]) => part).join("/"),
  );
  const direct = [...text.matchAll(DIRECT_PATH)].map(([, path]) => path!);
  return [...imported, ...joined, ...direct].filter((path) => path !== "" && !/^(?:\/|\w+:)/.test(path));
}

/** Constructors of workers, of Node.js, of browsers, and of pools of them. */
const STARTING = /\bnew\s+(?:[\w$]+\.)*(?:Worker|SharedWorker|Piscina|Tinypool)\s*\(|\bworkerpool\.pool\s*\(/;

/** What bundlers make a worker of: `import Work from "./work?worker"`. */
const WORKER_IMPORT = /\bfrom\s*["'](\.[^"'?]*)\?(?:[\w&=]*&)?(?:shared)?worker\b[^"']*["']/g;

/** `path.join(__dirname, "work", "main.js")` */
const JOINED_PATH =
  /\b(?:join|resolve)\(\s*(?:__dirname|import\.meta\.dirname|(?:path\.)?dirname\([^()]*(?:\([^()]*\))?[^()]*\))\s*,([^()]*)\)/g;

/** `new URL("./work.js", import.meta.url)`, `require.resolve("./work")`, `new Worker("./work.js")`, `filename: "./work.js"` */
const DIRECT_PATH =
  /(?:\bnew\s+URL\(\s*|\brequire\.resolve\(\s*|\bimport\.meta\.resolve\(\s*|Worker\(\s*|\bpool\(\s*|\bfilename:\s*|\b(?:__dirname|import\.meta\.dirname)(?:\s*\+\s*|\})\/?)["'`]?([^"'`()\s]+)["'`]/g;

const LITERAL = /["'`]([^"'`]*)["'`]/g;
