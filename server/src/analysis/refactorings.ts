// The refactorings that there are, offered for a selection from the tree of the report's text, and carried out when somebody
// chooses one. A rewriting that would not compile is a refusal.

import { answerInquiries } from "../questions/answer.ts";
import { gatherAwaits } from "../refactorings/gather-awaits.ts";
import { isRefusal, type Refactoring, type Refusal, type Rewriting } from "../refactorings/refactoring.ts";
import { startNow } from "../refactorings/start-now.ts";
import type { Span } from "../text/span.ts";
import type { Repairs } from "./repairs.ts";
import type { FileReport } from "./report.ts";
import { StaleError } from "./stale-error.ts";
import type { TaughtFiles } from "./taught-files.ts";

export { isRefusal, type Refusal, type Rewriting } from "../refactorings/refactoring.ts";

const REFACTORINGS: readonly Refactoring[] = [gatherAwaits, startNow];

export interface OfferedRefactoring {
  readonly name: string;
  readonly title: string;
  /** Given if it can't be done here. */
  readonly refusal: Refusal | undefined;
}

export class Refactorings {
  readonly #files: TaughtFiles;
  readonly #repairs: Repairs;

  constructor(files: TaughtFiles, repairs: Repairs) {
    this.#files = files;
    this.#repairs = repairs;
  }

  /** Those that are about what is selected. Asks nothing about types. */
  async at(report: FileReport, selection: Span): Promise<readonly OfferedRefactoring[]> {
    const found = await this.#files.use(report, async (_view, { syntax }) =>
      REFACTORINGS.flatMap((refactoring) => {
        const offered = refactoring.offer(selection, syntax);
        if (offered === undefined) return [];
        const { name, title } = refactoring;
        return [{ name, title, refusal: isRefusal(offered) ? offered : undefined }];
      }),
    );
    return found ?? [];
  }

  /**
   * What the refactoring of that name does to the selection.
   * @throws StaleError if the report is no longer about the current text
   */
  async carryOut(
    report: FileReport,
    name: string,
    selection: Span,
    signal?: AbortSignal,
  ): Promise<Rewriting | Refusal> {
    const refactoring = REFACTORINGS.find((each) => each.name === name);
    const outcome = await this.#files.use(report, async (view, { syntax }) => {
      const offered = refactoring?.offer(selection, syntax);
      if (offered === undefined || isRefusal(offered)) return offered;
      const { file, text } = syntax;
      const [rewriting] = await answerInquiries(view, [offered.rewrite({ file: report.file, text, syntax: file })], {
        signal,
      });
      return rewriting;
    });
    if (outcome === undefined) throw new StaleError(`${report.file} has changed`);
    if (isRefusal(outcome) || (await this.#repairs.typeChecks(outcome.edits, signal))) return outcome;
    return { reason: "The types do not allow it: the code would not compile." };
  }
}
