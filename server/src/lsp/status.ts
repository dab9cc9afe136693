// What the server tells about itself: `asyncInsight/status`, and work-done progress while a project is loading.

import type { Connection, WorkDoneProgressServerReporter } from "vscode-languageserver/node";
import type { FileReport } from "../analysis/report.ts";
import { unanswered } from "./unanswered.ts";

/** The notification's parameters. The client has its own description of them: the two sides share no code. */
export interface ServerStatus {
  readonly state: "starting" | "loading" | "analyzing" | "ready" | "idle" | "failed";
  /** For people, when there is something to say that the state does not. */
  readonly message?: string;
  /** The configuration file of the project that is meant. */
  readonly project?: string;
  /** In the document that was analysed last. */
  readonly findings?: number;
  /** What that took. */
  readonly milliseconds?: number;
  /** Why findings may be missing, as a sentence for people. */
  readonly limited?: string;
}

/** Analyses that take less are not worth a flicker. */
const ANALYZING_DELAY_MILLISECONDS = 250;

export class Status {
  readonly #connection: Connection;
  #sent = "";
  #running = 0;
  #timer: NodeJS.Timeout | undefined;
  #loading: Promise<WorkDoneProgressServerReporter> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  tell(status: ServerStatus): void {
    if (status.state === "failed" || status.state === "idle") this.#endLoading();
    const text = JSON.stringify(status);
    if (text === this.#sent) return;
    this.#sent = text;
    unanswered(this.#connection.sendNotification("asyncInsight/status", status));
  }

  /** Shows the start of the engine and the loading of the project, until the first report that follows. */
  beginLoading(): void {
    this.tell({ state: "loading" });
    if (this.#loading !== undefined) return;
    this.#loading = this.#connection.window.createWorkDoneProgress();
    this.#loading.then(
      (progress) => progress.begin("Async Insight: loading the project", undefined, undefined, false),
      // A client that cannot show it has lost nothing.
      () => undefined,
    );
  }

  /** Runs an analysis that a person waits for, and tells how it went. */
  async during(work: () => Promise<FileReport | undefined>): Promise<FileReport | undefined> {
    this.#running += 1;
    this.#timer ??= setTimeout(() => this.#tellAnalyzing(), ANALYZING_DELAY_MILLISECONDS);
    let report: FileReport | undefined;
    try {
      report = await work();
      return report;
    } finally {
      this.#running -= 1;
      if (this.#running === 0) {
        clearTimeout(this.#timer);
        this.#timer = undefined;
      }
      if (report !== undefined) {
        this.#endLoading();
        this.tell(readyStatus(report));
      }
    }
  }

  #tellAnalyzing(): void {
    if (this.#loading === undefined) this.tell({ state: "analyzing" });
  }

  #endLoading(): void {
    this.#loading?.then(
      (progress) => progress.done(),
      () => undefined,
    );
    this.#loading = undefined;
  }
}

function readyStatus(report: FileReport): ServerStatus {
  const limited = limitation(report);
  return {
    state: "ready",
    findings: report.findings.length,
    milliseconds: report.milliseconds,
    ...(report.project === undefined ? {} : { project: report.project }),
    ...(limited === undefined ? {} : { limited }),
  };
}

function limitation({ skipped, unresolvedImports }: FileReport): string | undefined {
  if (skipped !== undefined) return `not analyzed: ${skipped}`;
  if (unresolvedImports === 0) return undefined;
  return `analysis limited: ${unresolvedImports} unresolved ${unresolvedImports === 1 ? "import" : "imports"} in this file`;
}
