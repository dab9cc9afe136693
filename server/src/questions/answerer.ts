// The contract between the rounds of questions and the kinds of question.

import type { Checker, Program, Project } from "../typescript/api.ts";
import type { Era } from "./era.ts";
import type { Inquiry } from "./question.ts";
import type { Runnable } from "../facts/synchronous-code.ts";
import type { Node, SourceFile } from "../typescript/syntax.ts";

/** What answers come from: one project in one snapshot. Nothing obtained through it may outlive the snapshot. */
export interface ProgramView {
  readonly project: Project;
  readonly program: Program;
  readonly checker: Checker;
  /** What may be taken over from earlier snapshots; missing where nobody knows. */
  readonly era?: Era | undefined;
  /**
   * Told whenever an answer about code at `from` was found by reading the body of `to`, or by looking through all of a file:
   * an edit there may change the answer. Missing where nobody keeps answers.
   */
  readonly onFollow?: ((from: Node, to: Runnable | SourceFile) => void) | undefined;
  /**
   * The project's own files whose texts mention the word, tests left out; who uses it is told again when that changes. Missing
   * where nobody reads texts: then what would have to be searched for is not known.
   */
  readonly filesMentioning?: ((word: string) => Promise<readonly string[]>) | undefined;
}

/** Answers questions of one kind, all that were asked in a round at once, in their order. */
export type Answerer<About, Answer> = (view: ProgramView, abouts: readonly About[]) => Promise<Answer[]>;

/** The same for questions whose answers consist of other answers. */
export type ComposedAnswerer<About, Answer> = (
  view: ProgramView,
  abouts: readonly About[],
  inquire: Inquire,
) => Promise<Answer[]>;

/** Runs inquiries side by side. */
export type Inquire = <T>(inquiries: readonly Inquiry<T>[]) => Promise<T[]>;
