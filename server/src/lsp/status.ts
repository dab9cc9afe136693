// What the server tells about itself: `asyncInsight/status`, and work-done progress while a project is loading.

import { say } from "../language/say.ts";
import type { Connection, WorkDoneProgressServerReporter } from "vscode-languageserver/node";
import type { FileReport } from "../analysis/report.ts";
import { limitation } from "../analysis/unresolved-imports.ts";
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
  /** The milliseconds that a file may take, if this one took more. */
  readonly budget?: number;
}

/** What a file may take before people are told that it is the file which is slow. */
const BUDGET_MILLISECONDS = 2000;

/** Analyses that take less are not worth a flicker. */
const ANALYZING_DELAY_MILLISECONDS = 250;

export class Status {
  readonly #connection: Connection;
  /** What is to be shown; told to the client as soon as it may be spoken to. */
  #current: ServerStatus = { state: "starting" };
  #told = "";
  #mayTell = false;
  #running = 0;
  #timer: NodeJS.Timeout | undefined;
  #loading: Promise<WorkDoneProgressServerReporter> | undefined;
  /** The last report that was told. */
  #shown: FileReport | undefined;
  /** The next analysis pays for what all later ones find done, so that its time says nothing about its file. */
  #isFirst = true;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Before its `initialized` the client must not be sent anything. */
  clientIsReady(): void {
    this.#mayTell = true;
    this.tell(this.#current);
  }

  tell(status: ServerStatus): void {
    this.#current = status;
    const text = JSON.stringify(status);
    if (!this.#mayTell || text === this.#told) return;
    this.#told = text;
    unanswered(this.#connection.sendNotification("asyncInsight/status", status));
  }

  engineStarts(): void {
    this.#isFirst = true;
    if (this.#loading === undefined) this.tell({ state: "starting" });
  }

  engineRuns(): void {
    if (this.#loading === undefined && this.#running === 0) this.tell({ state: "ready" });
  }

  /** @param status why: it gave its memory back, or it failed */
  engineEnded(status: ServerStatus): void {
    this.#endProgress();
    this.tell(status);
  }

  /** Shows that a project is being loaded. Nothing more precise than beginning and end is known of it. */
  beginLoading(): void {
    this.#isFirst = true;
    this.tell({ state: "loading" });
    if (this.#loading !== undefined) return;
    this.#loading = this.#connection.window.createWorkDoneProgress();
    this.#loading.then(
      (progress) => progress.begin(say`Async Insight: loading the project`, undefined, undefined, false),
      // A client that cannot show it has lost nothing.
      () => undefined,
    );
  }

  endLoading(): void {
    this.#endProgress();
    // Whoever waits for a report brings a status of their own in a moment.
    if (this.#running === 0 && this.#current.state === "loading") this.tell({ state: "ready" });
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
        this.#show(report);
        this.#isFirst = false;
      } else if (this.#running === 0 && this.#current.state === "analyzing") this.tell({ state: "ready" });
    }
  }

  /** Of the file that was analysed last, what is told is to stay true when it is analysed again and nobody waits for that. */
  renew(report: FileReport): void {
    if (this.#current.state !== "ready" || this.#shown === report || this.#shown?.file !== report.file) return;
    this.#show(report);
  }

  #show(report: FileReport): void {
    this.#shown = report;
    this.tell(readyStatus(report, this.#isFirst));
  }

  #tellAnalyzing(): void {
    if (this.#loading === undefined) this.tell({ state: "analyzing" });
  }

  #endProgress(): void {
    this.#loading?.then(
      (progress) => progress.done(),
      () => undefined,
    );
    this.#loading = undefined;
  }
}

function readyStatus(report: FileReport, isFirst: boolean): ServerStatus {
  const { findings, milliseconds, project, skipped, unresolvedImports } = report;
  const limited = skipped === undefined ? limitation(unresolvedImports, 1) : say`not analyzed: ${skipped}`;
  return {
    state: "ready",
    findings: findings.length,
    milliseconds,
    ...(project === undefined ? {} : { project }),
    ...(limited === undefined ? {} : { limited }),
    ...(!isFirst && milliseconds > BUDGET_MILLISECONDS ? { budget: BUDGET_MILLISECONDS } : {}),
  };
}
