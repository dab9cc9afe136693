// What hovers teach, built when somebody asks: from the report's findings, the tree of its text, and one round of questions
// about types. Kept as long as the report, so that the second look at a place costs nothing, and a keystroke never pays.

import { fileSyntax } from "../facts/file-syntax.ts";
import type { FileSyntax } from "../facts/collector.ts";
import { answerInquiries } from "../questions/answer.ts";
import type { ProgramView } from "../questions/answerer.ts";
import type { PromiseShape } from "../questions/promise-shape.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { Rule } from "../rules/rule.ts";
import type { Lesson, TaughtFinding } from "../teaching/lesson.ts";
import { draftsOf, wordAt } from "../teaching/teach.ts";
import type { Expression, Node, SourceFile } from "../typescript/syntax.ts";
import type { FileReport } from "./report.ts";

export type { Lesson, Remark } from "../teaching/lesson.ts";

export class Lessons {
  readonly #families: ReadonlyMap<string, Rule["family"]>;
  /** By where the word begins. */
  readonly #byReport = new WeakMap<FileReport, Map<number, Promise<Lesson | undefined>>>();
  readonly #syntaxes = new WeakMap<SourceFile, FileSyntax>();

  constructor(rules: readonly Rule[]) {
    this.#families = new Map(rules.map(({ name, family }) => [name, family]));
  }

  /** The lesson at a place of the report's text, of which `file` is the tree; undefined where there is nothing to say. */
  at(report: FileReport, view: ProgramView, file: SourceFile, offset: number): Promise<Lesson | undefined> {
    const word = wordAt(file, offset);
    if (word === undefined) return Promise.resolve(undefined);
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

  async #teach(report: FileReport, view: ProgramView, file: SourceFile, word: Node): Promise<Lesson | undefined> {
    let syntax = this.#syntaxes.get(file);
    if (syntax === undefined) this.#syntaxes.set(file, (syntax = fileSyntax(file)));
    const drafts = draftsOf(word, { syntax, findings: this.#findingsOf(report) });
    const values = [...new Set(drafts.flatMap((draft) => draft.values))];
    const answers = await answerInquiries(view, values.map(askShape), { chunk: values.length });
    const shapes = new Map(values.map((value, i) => [value, answers[i]!]));
    for (const { complete } of drafts) {
      const lesson = complete((value) => shapes.get(value) ?? "none");
      if (lesson !== undefined) return lesson;
    }
    return undefined;
  }

  #findingsOf({ file, findings }: FileReport): TaughtFinding[] {
    return findings.flatMap(({ rule, span, related }) => {
      const family = this.#families.get(rule);
      const here = related.filter((each) => each.file === file).map((each) => each.span);
      return family === undefined ? [] : [{ family, span, related: here }];
    });
  }
}

function askShape(value: Expression): Inquiry<PromiseShape> {
  return ask("promise-shape", value);
}
