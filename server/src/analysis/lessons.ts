// What hovers teach, built when somebody asks: from the report's findings, the tree of its text, and one round of questions
// about types. Kept as long as the report, so that the second look at a place costs nothing, and a keystroke never pays.
// Whoever has looked once will look again: the types that other places of the file need are asked for after the first look.

import { answerInquiries } from "../questions/answer.ts";
import type { ProgramView } from "../questions/answerer.ts";
import type { PromiseShape } from "../questions/promise-shape.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { Answers, Draft, Lesson, TaughtFile } from "../teaching/lesson.ts";
import { asyncFunctionsOf } from "../teaching/function-summary.ts";
import { draftsOf, wordAt } from "../teaching/teach.ts";
import { forEachNodeOfKind } from "../typescript/scan.ts";
import { SyntaxKind, type Expression, type Node } from "../typescript/syntax.ts";
import { FunctionCallers } from "./function-callers.ts";
import type { FileReport } from "./report.ts";
import type { TaughtFiles } from "./taught-files.ts";

export type { Lesson, PlaceElsewhere, Remark } from "../teaching/lesson.ts";

/** Questions in one request of the preparation: small, because a hover may have to wait for one. */
const PREPARED_AT_ONCE = 10;
/** The calls nearest to the first look that are prepared. */
const MOST_PREPARED = 1200;

/** The asynchronous functions nearest to the first look whose callers are searched for. */
const MOST_SEARCHED = 80;

const CALLS: ReadonlySet<SyntaxKind> = new Set([SyntaxKind.CallExpression, SyntaxKind.NewExpression]);

export class Lessons {
  readonly #files: TaughtFiles;
  readonly #callers: FunctionCallers;
  /** By where the word begins. */
  readonly #byReport = new WeakMap<FileReport, Map<number, Promise<Lesson | undefined>>>();
  readonly #shapes = new WeakMap<FileReport, Map<Expression, PromiseShape>>();
  /** What is known of the report's text; held as long as the report, and used as long as that is current. */
  readonly #taught = new WeakMap<FileReport, TaughtFile>();
  /** The reports of which other places are being prepared, or have been. */
  readonly #prepared = new WeakSet<FileReport>();

  constructor(files: TaughtFiles, textOf: (file: string) => string | undefined, patience?: number) {
    this.#files = files;
    this.#callers = new FunctionCallers(files, textOf, patience);
  }

  /** The lesson at a place of the report's text; undefined where there is nothing to say, and once the text has changed. */
  async at(report: FileReport, offset: number, isCurrent: () => boolean): Promise<Lesson | undefined> {
    const file = isCurrent() ? this.#taught.get(report) : undefined;
    if (file !== undefined) {
      const word = wordAt(file.syntax.file, offset);
      if (word === undefined) return undefined;
      const known = this.#byReport.get(report)?.get(word.pos) ?? this.#withoutAsking(report, file, word);
      if (known !== undefined) return known;
    }
    const lesson = await this.#files.use(report, (view, taught) => this.#lessonAt(report, view, taught, offset));
    if (!this.#prepared.has(report)) {
      this.#prepared.add(report);
      this.#files
        .use(report, (view, taught) => this.#prepare(report, view, taught, offset, isCurrent))
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
    this.#taught.set(report, file);
    const word = wordAt(file.syntax.file, offset);
    if (word === undefined) return undefined;
    const known = this.#lessonsOf(report);
    let lesson = known.get(word.pos);
    if (lesson === undefined) {
      const asked = this.#teach(report, view, file, word);
      known.set(word.pos, (lesson = asked));
      asked.catch(() => known.delete(word.pos));
    }
    return lesson;
  }

  /** Whoever needs only what has been prepared waits neither for the engine nor for a snapshot. */
  #withoutAsking(report: FileReport, file: TaughtFile, word: Node): Promise<Lesson | undefined> | undefined {
    const drafts = draftsOf(word, file);
    const shapes = this.#shapes.get(report);
    const callers = drafts.map(({ called }) => (called === undefined ? NO_CALLERS : this.#callers.known(called)));
    const isPrepared = drafts.every(({ values, typed = [], inquire }, i) => {
      const asksMore = typed.length > 0 || callers[i] === undefined || inquire !== undefined;
      return !asksMore && values.every((value) => shapes?.has(value) === true);
    });
    if (!isPrepared) return undefined;
    const found = firstComplete(drafts, (i) => {
      return { shapeOf: shapeIn(shapes), typeOf: () => undefined, callers: callers[i]?.callers, more: [] };
    });
    const lesson = Promise.resolve(found?.lesson);
    this.#lessonsOf(report).set(word.pos, lesson);
    return lesson;
  }

  #lessonsOf(report: FileReport): Map<number, Promise<Lesson | undefined>> {
    let known = this.#byReport.get(report);
    if (known === undefined) this.#byReport.set(report, (known = new Map()));
    return known;
  }

  async #teach(report: FileReport, view: ProgramView, file: TaughtFile, word: Node): Promise<Lesson | undefined> {
    const drafts = draftsOf(word, file);
    const values = [...new Set(drafts.flatMap((draft) => draft.values))];
    const typed = [...new Set(drafts.flatMap((draft) => draft.typed ?? []))];
    const [shapes, types, more, callers] = await Promise.all([
      this.#shapesOf(values, report, view),
      this.#typesOf(typed, view),
      Promise.all(drafts.map(async ({ inquire }) => inquire && (await answerInquiries(view, [inquire()]))[0])),
      Promise.all(drafts.map(async ({ called }) => called && this.#callers.soon(report, called))),
    ]);
    const found = firstComplete(drafts, (i) => ({
      shapeOf: shapeIn(shapes),
      typeOf: (value) => types.get(value),
      callers: callers[i],
      more: more[i] ?? [],
    }));
    // Whoever looks again shall hear the rest.
    if (found?.answers.callers?.kind === "unfinished") this.#byReport.get(report)?.delete(word.pos);
    return found?.lesson;
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
    const nearest = nearestTo(offset, calls);
    for (let start = 0; start < Math.min(nearest.length, MOST_PREPARED) && isCurrent(); start += PREPARED_AT_ONCE) {
      await this.#shapesOf(nearest.slice(start, start + PREPARED_AT_ONCE), report, view);
    }
    // One by one: each is a search of its own, and whoever looks at something else meanwhile comes in between.
    for (const fn of nearestTo(offset, asyncFunctionsOf(file.syntax.file)).slice(0, MOST_SEARCHED)) {
      if (!isCurrent()) return;
      await this.#callers.find(report, fn);
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

  async #typesOf(
    values: readonly Expression[],
    view: ProgramView,
  ): Promise<ReadonlyMap<Expression, string | undefined>> {
    if (values.length === 0) return new Map();
    const answers = await answerInquiries(
      view,
      values.map((value) => ask("type-text", value)),
    );
    return new Map(values.map((value, i) => [value, answers[i]]));
  }
}

function nearestTo<T extends Node>(offset: number, nodes: readonly T[]): T[] {
  return nodes.toSorted((a, b) => Math.abs(a.pos - offset) - Math.abs(b.pos - offset));
}

const NO_CALLERS = { callers: undefined };

/** The first draft about which there is something to say. */
function firstComplete(
  drafts: readonly Draft[],
  answersFor: (index: number) => Answers,
): { readonly lesson: Lesson; readonly answers: Answers } | undefined {
  for (const [i, { complete }] of drafts.entries()) {
    const answers = answersFor(i);
    const lesson = complete(answers);
    if (lesson !== undefined) return { lesson, answers };
  }
  return undefined;
}

function shapeIn(shapes: ReadonlyMap<Expression, PromiseShape> | undefined): Answers["shapeOf"] {
  return (value) => shapes?.get(value) ?? "none";
}

function askShape(value: Expression): Inquiry<PromiseShape> {
  return ask("promise-shape", value);
}
