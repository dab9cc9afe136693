// The messages that client and server exchange beside the Language Server Protocol. Types only, and only of this side:
// client and server share no code, so the server has its own description of the same messages.

/** What the server is doing, sent as `asyncInsight/status` whenever it changes. */
export interface ServerStatus {
  readonly state: "starting" | "loading" | "analyzing" | "ready" | "idle" | "failed";
  readonly message?: string;
  /** The configuration file of the project that is meant. */
  readonly project?: string;
  /** In the document that was analysed last. */
  readonly findings?: number;
  readonly milliseconds?: number;
  /** Why the findings may be incomplete, as a sentence for people. */
  readonly limited?: string;
}

/** What `asyncInsight/scanWorkspace` answers. */
export interface ScanResult {
  readonly files: number;
  readonly findings: number;
  readonly cancelled: boolean;
}
