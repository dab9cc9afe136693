// What hovers teach, built when somebody asks: from the report's findings, the tree of its text, and one round of questions
// about types. Kept as long as the report, so that the second look at a place costs nothing, and a keystroke never pays.
// Whoever has looked once will look again: the types that other places of the file need are asked for after the first look.

import { answerInquiries } from "../questions/answer.ts";
import type { ProgramView } from "../questions/answerer.ts";
import type { PromiseShape } from "../questions/promise-shape.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { Lesson, TaughtFile } from "../teaching/lesson.ts";
import { draftsOf, wordAt } from "../teaching/teach.ts";
import { forEachNodeOfKind } from "../typescript/scan.ts";
import { SyntaxKind, type Expression, type Node } from "../typescript/syntax.ts";
import type { FileReport } from "./report.ts";
import type { TaughtFiles } from "./taught-files.ts";

export type { Lesson, Remark } from "../teaching/lesson.ts";

/** Questions in one request of the preparation: small, because a hover may have to wait for one. */
const PREPARED_AT_ONCE = 20;
/** The calls nearest to the first look that are prepared. */
const MOST_PREPARED = 1200;

const CALLS: ReadonlySet<SyntaxKind> = new Set([SyntaxKind.CallExpression, SyntaxKind.NewExpression]);

export class Lessons {
  readonly #files: TaughtFiles;
  /** By where the word begins. */
  readonly #byReport = new WeakMap<FileReport, Map<number, Promise<Lesson | undefined>>>();
  readonly #shapes = new WeakMap<FileReport, Map<Expression, PromiseShape>>();
  /** The reports of which other places are being prepared, or have been. */
  readonly #prepared = new WeakSet<FileReport>();

  constructor(files: TaughtFiles) {
    this.#files = files;
  }

  /** The lesson at a place of the report's text; undefined where there is nothing to say, and once the text has changed. */
  async at(report: FileReport, offset: number, isCurrent: () => boolean): Promise<Lesson | undefined> {
    const lesson = await this.#files.use(report, (view, file) => this.#lessonAt(report, view, file, offset));
    if (!this.#prepared.has(report)) {
      this.#prepared.add(report);
      this.#files
        .use(report, (view, file) => this.#prepare(report, view, file, offset, isCurrent))
        .catch(() => {
          // Whoever looks at another place asks by themselves, and hears what is wrong.
        });
    }
    return lesson;
  }

  async #lessonAt(
    report: FileReport,
    view: ProgramView,
    file: TaughtFile,
    offset: number,
  ): Promise<Lesson | undefined> {
    const word = wordAt(file.syntax.file, offset);
    if (word === undefined) return undefined;
    let known = this.#byReport.get(report);
    if (known === undefined) this.#byReport.set(report, (known = new Map()));
    let lesson = known.get(word.pos);
    if (lesson === undefined) {
      const asked = this.#teach(report, view, file, word);
      known.set(word.pos, (lesson = asked));
      asked.catch(() => known.delete(word.pos));
    }
    return lesson;
  }

  async #teach(report: FileReport, view: ProgramView, file: TaughtFile, word: Node): Promise<Lesson | undefined> {
    const drafts = draftsOf(word, file);
    const values = [...new Set(drafts.flatMap((draft) => draft.values))];
    const shapes = await this.#shapesOf(values, report, view);
    for (const { complete, inquire } of drafts) {
      const [more = []] = inquire === undefined ? [] : await answerInquiries(view, [inquire()]);
      const lesson = complete((value) => shapes.get(value) ?? "none", more);
      if (lesson !== undefined) return lesson;
    }
    return undefined;
  }

  /**
   * Asks for the types that lessons elsewhere in the file are likely to need, the nearest first, until the report
   * is no longer current.
   */
  async #prepare(
    report: FileReport,
    view: ProgramView,
    file: TaughtFile,
    offset: number,
    isCurrent: () => boolean,
  ): Promise<void> {
    const calls: Expression[] = [];
    forEachNodeOfKind(file.syntax.file, CALLS, (node) => calls.push(node as Expression));
    const nearest = calls.toSorted((a, b) => Math.abs(a.pos - offset) - Math.abs(b.pos - offset));
    for (let start = 0; start < Math.min(nearest.length, MOST_PREPARED) && isCurrent(); start += PREPARED_AT_ONCE) {
      await this.#shapesOf(nearest.slice(start, start + PREPARED_AT_ONCE), report, view);
    }
  }

  async #shapesOf(
    values: readonly Expression[],
    report: FileReport,
    view: ProgramView,
  ): Promise<ReadonlyMap<Expression, PromiseShape>> {
    let shapes = this.#shapes.get(report);
    if (shapes === undefined) this.#shapes.set(report, (shapes = new Map()));
    const missing = values.filter((value) => !shapes.has(value));
    if (missing.length === 0) return shapes;
    const answers = await answerInquiries(view, missing.map(askShape), { chunk: missing.length });
    for (const [i, value] of missing.entries()) shapes.set(value, answers[i]!);
    return shapes;
  }
}

function askShape(value: Expression): Inquiry<PromiseShape> {
  return ask("promise-shape", value);
}
