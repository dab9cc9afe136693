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
  /** The analysis took longer than this many milliseconds, which is what a file may take. */
  readonly budget?: number;
}

/** What `asyncInsight/findings` answers: everything that scans and open documents have brought to light. */
export interface KnownFindings {
  readonly rules: readonly KnownRule[];
  readonly files: readonly KnownFile[];
  /** True if a scan has looked at files that nobody opened. */
  readonly hasScanned: boolean;
  readonly isScanning: boolean;
}

export type Family = "unawaited" | "blocking" | "sequential";

export interface KnownRule {
  readonly name: string;
  readonly family: Family;
  readonly summary: string;
}

export interface KnownFile {
  readonly uri: string;
  readonly findings: readonly KnownFinding[];
}

export interface KnownFinding {
  readonly rule: string;
  readonly message: string;
  /** 1 is an error, 4 a hint. */
  readonly severity: number;
  readonly range: { readonly start: Position; readonly end: Position };
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Which findings of a file `asyncInsight/fixFindings` is to repair: all, those of a rule, or the one that starts there. */
export interface FixTarget {
  readonly uri: string;
  readonly rule?: string;
  readonly start?: Position;
}

/** What `asyncInsight/timeline` answers: one function as a picture and in words. Offsets are UTF-16, in the document's text. */
export interface FunctionTimeline {
  readonly name: string;
  readonly range: { readonly start: Position; readonly end: Position };
  readonly svg: string;
  /** The picture in a sentence or a few. */
  readonly alternative: string;
  readonly steps: readonly { readonly words: string; readonly start: number; readonly end: number }[];
  readonly notes: readonly string[];
}

/** What `asyncInsight/scanWorkspace` answers. */
export interface ScanResult {
  readonly files: number;
  readonly findings: number;
  readonly cancelled: boolean;
}
