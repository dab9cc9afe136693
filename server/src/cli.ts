// The program `async-insight`: wires the command line to the process. What it does is in cli/.

import { AnalysisWorkspace, EngineMissingError, MissingPlaceError } from "./analysis/workspace.ts";
import { withForwardSlashes } from "./analysis/source-files.ts";
import type { Settings } from "./config/settings.ts";
import { rules } from "./rules/index.ts";

/** What shells make of the signals: 128 and the number of the signal. */
const exitCodes = new Map<unknown, number>([
  ["SIGHUP", 129],
  ["SIGINT", 130],
  ["SIGTERM", 143],
]);

const args = process.argv.slice(2);
const folder = currentFolder();
// Node 20 has no `Promise.withResolvers` yet.
let useSettings: (settings: Settings) => void = () => {};
const settings = new Promise<Settings>((resolve) => {
  useSettings = resolve;
});
const cancellation = new AbortController();
let hasFailedToPrint = false;
let progress = { say: (_text: string): void => {}, clear: (): void => {} };

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    cancellation.abort(signal);
    // It may be in the middle of a long answer that nobody waits for any more.
    void analysis?.dispose();
  });
}
// Whoever reads may have seen enough, as `head` does. The exit code still says what was found.
process.stdout.on("error", (error: Error & { code?: string }) => {
  if (error.code !== "EPIPE") failToPrint(error);
});

// The engine takes longest to get ready, so it starts before the arguments are looked at closely.
const analysis = asksForCheck(args)
  ? new AnalysisWorkspace({ folder, settingsFor: () => settings, mode: "scan" })
  : undefined;

// These look at what fixes lead to; to find that out later would mean to start the engine again.
if (args.some((word) => word === "--fix" || /json|sarif/.test(word))) analysis?.expectEdits();
analysis?.start();

main().catch(async (error: unknown) => {
  process.exitCode = await exitCodeFor(error);
});

async function main(): Promise<void> {
  process.exitCode = await run().catch(exitCodeFor);
  // With the engine gone nothing keeps the process alive, and what was printed is flushed before it ends.
  await analysis?.dispose();
}

/** Whoever reads what was printed must not take it for everything: a full disk, for example. */
function failToPrint(error: Error): void {
  if (hasFailedToPrint) return;
  hasFailedToPrint = true;
  process.stderr.write(`async-insight: the output can't be written: ${error.message}\n`);
  process.once("exit", () => (process.exitCode = 2));
}

function currentFolder(): string {
  try {
    return withForwardSlashes(process.cwd());
  } catch {
    process.stderr.write("async-insight: the current folder no longer exists; change to one that does\n");
    return process.exit(2);
  }
}

/** True unless the arguments only ask for help or the version. */
function asksForCheck(words: readonly string[]): boolean {
  return words[0] === "check" && !words.some((word) => word === "--help" || word === "-h");
}

async function run(): Promise<number> {
  const [{ check }, { readArguments }, { startProgress }] = await Promise.all([
    import("./cli/check.ts"),
    import("./cli/options.ts"),
    import("./cli/progress.ts"),
  ]);
  const request = readArguments(args, rules);
  if (request.kind === "print" || analysis === undefined) {
    if (request.kind === "print") process.stdout.write(request.text);
    return 0;
  }
  progress = await startProgress(process.stderr);
  return check(request.options, {
    analysis,
    useSettings,
    rules,
    folder,
    environment: process.env,
    print: (text) => process.stdout.write(text),
    say: (kind, text) => process.stderr.write(kind === "note" ? text : `${kind}: ${text}`),
    progress,
    isColored: isColored(process.stdout),
    width: process.stdout.columns || 100,
    signal: cancellation.signal,
  });
}

/** Says what went wrong and returns the exit code for it. */
async function exitCodeFor(error: unknown): Promise<number> {
  progress.clear();
  if (cancellation.signal.aborted) return exitCodes.get(cancellation.signal.reason) ?? 2;
  const { Failure, messageOf } = await import("./cli/failure.ts");
  const isExplained = [Failure, EngineMissingError, MissingPlaceError].some((kind) => error instanceof kind);
  process.stderr.write(`async-insight: ${isExplained ? "" : "internal error: "}${messageOf(error)}\n`);
  // A stack helps whoever repairs the program and nobody else.
  if (!isExplained && process.env.ASYNC_INSIGHT_DEBUG && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  return 2;
}

/** The conventions: NO_COLOR takes colours away, FORCE_COLOR brings them to where there is no terminal. */
function isColored(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== "0";
  return stream.isTTY && TERM !== "dumb";
}
