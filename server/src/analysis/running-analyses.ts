// The analyses that are under way, one for each file: whoever asks about the same text in the same world shares it, and what
// nobody wants any more is ended. What an analysis does is for others to say.

import type { KnownReport } from "./known-reports.ts";
import type { FileReport } from "./report.ts";
import { StaleError } from "./stale-error.ts";

export interface RunningAnalysis {
  readonly result: Promise<KnownReport>;
  /** Resolves if there is something to tell before the result. */
  readonly first: Promise<FileReport>;
}

/** Ends with the signal's reason when that fires; may call `onFirst` once. */
export type Analyse = (signal: AbortSignal, onFirst: (report: FileReport) => void) => Promise<KnownReport>;

interface Started extends RunningAnalysis {
  readonly key: string;
  readonly abort: AbortController;
}

export class RunningAnalyses {
  readonly #running = new Map<string, Started>();

  /**
   * The analysis of the file that is under way, or a new one.
   * @param key what it is about: one about anything else is ended
   */
  run(file: string, key: string, analyse: Analyse): RunningAnalysis {
    const before = this.#running.get(file);
    if (before?.key === key && !before.abort.signal.aborted) return before;
    this.end(file, `${file} is analysed anew`);
    const abort = new AbortController();
    let result: Promise<KnownReport> | undefined;
    const first = new Promise<FileReport>((resolve) => {
      result = analyse(abort.signal, resolve);
    });
    const started = { key, abort, first, result: result! };
    this.#running.set(file, started);
    const forget = () => {
      if (this.#running.get(file) === started) this.#running.delete(file);
    };
    started.result.then(forget, forget);
    return started;
  }

  /** Ends the analysis of the file; whoever waits for it gets a StaleError with the reason. */
  end(file: string, reason: string): void {
    this.#running.get(file)?.abort.abort(new StaleError(reason));
  }

  endAll(reason: string): void {
    for (const file of this.#running.keys()) this.end(file, reason);
  }
}
