// The contract of a refactoring: a rewriting that somebody asks for, where no finding asks for it. What can be told from
// syntax decides whether it is offered; whoever chooses it vouches for what cannot be proven, and is told what that is.

import type { FileSyntax } from "../facts/collector.ts";
import type { Inquiry } from "../questions/question.ts";
import type { Edit } from "../text/edit.ts";
import type { Span } from "../text/span.ts";
import type { SourceFile } from "../typescript/syntax.ts";

export interface Refactoring {
  /** In kebab-case, like its file. */
  readonly name: string;
  /** In the imperative, for exactly what it does. */
  readonly title: string;
  /** From syntax alone, because editors ask with every selection. Undefined where the selection is about something else. */
  offer(selection: Span, syntax: FileSyntax): Offer | Refusal | undefined;
}

export interface Offer {
  /** Asks what syntax can't tell. Called when somebody has chosen the refactoring. */
  rewrite(file: RewrittenFile): Inquiry<Rewriting | Refusal>;
}

/** The selection is what the refactoring is for, and it can't be done there. */
export interface Refusal {
  /** Why, in one sentence. */
  readonly reason: string;
}

/** What a rewriting may know of the file. */
export interface RewrittenFile {
  readonly file: string;
  readonly text: string;
  readonly syntax: SourceFile;
}

export interface Rewriting {
  readonly edits: readonly Edit[];
  /** What the change means, in one sentence. */
  readonly effect: string;
  /** What could not be proven, in a sentence each: whoever wants the change vouches for it. */
  readonly doubts: readonly string[];
}

export function isRefusal(outcome: object): outcome is Refusal {
  return "reason" in outcome;
}
