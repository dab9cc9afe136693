// What a rule says about code: plain data with spans, ready for any output. No node, no type, no protocol word.

import type { Edit } from "../text/edit.ts";
import type { Span } from "../text/span.ts";

/** How loud a finding is. The names are those of editors; "off" exists only in settings. */
export type Severity = "hint" | "information" | "warning" | "error";

/** A place that shows why a finding is believed. */
export interface Evidence {
  readonly message: string;
  readonly file: string;
  readonly span: Span;
  /** It says where the finding ends: what looks like a part of it and is none. */
  readonly isLimit?: boolean;
}

/** What a rule's check returns. The pipeline adds the rule's name and the severity that is in force. */
export interface RuleFinding {
  readonly span: Span;
  /** One short sentence: what happens, then nothing else. Code stands in backticks. */
  readonly message: string;
  readonly related?: readonly Evidence[];
  /** What to do instead, for people, where no fix does it. Hovers show it. */
  readonly advice?: string;
  /** The code has no effect and may be shown faded. */
  readonly isUnnecessary?: boolean;
  /** Overrides the rule's default severity, for rules that know degrees of certainty. A user's setting wins over it. */
  readonly severity?: Severity;
}

/** A finding as it is reported. */
export interface Finding extends RuleFinding {
  readonly rule: string;
  readonly file: string;
  readonly severity: Severity;
  readonly related: readonly Evidence[];
}

/** One way to repair a finding. */
export interface Fix {
  /** Named for exactly what it does, in the imperative, code in backticks. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** May be applied without a person looking: it can change neither order nor results. */
  readonly isSafe: boolean;
  /** The one that truly solves the problem; at most one a finding. */
  readonly isPreferred: boolean;
  /**
   * Its static preconditions leave a doubt that only the compiler can settle. Such a fix is type-checked speculatively
   * before it is offered for good (when an editor resolves it, when the command line prints it).
   */
  readonly needsCheck: boolean;
  /** It changes code far from the finding, so that people should look at what it does, kind by kind. */
  readonly isFarReaching?: boolean;
}

/** A repair that people would look for and that is not possible here. */
export interface Refusal {
  /** The title that the fix would have. */
  readonly title: string;
  /** What is in the way, and where: half a sentence that goes on after "because". */
  readonly obstacle: Evidence;
}

/** What can be done about a finding, best first, and what cannot. */
export interface Offers {
  readonly fixes: readonly Fix[];
  readonly refusals: readonly Refusal[];
}
