// Views of whole functions, built when somebody asks: a timeline, a summary of each asynchronous function, hints at what is
// pending. They come from the report's findings, the tree of its text and at most one round of questions about types.

import { answerInquiries } from "../questions/answer.ts";
import type { ProgramView } from "../questions/answerer.ts";
import type { PromiseShape } from "../questions/promise-shape.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { Timeline } from "../pictures/timeline.ts";
import { functionHints, type FunctionHint } from "../teaching/function-hints.ts";
import { functionRun, questionsOf, type FunctionRun } from "../teaching/function-run.ts";
import { functionNotes, functionSteps, type RunStep } from "../teaching/function-steps.ts";
import { asyncFunctionsOf, functionSummary, type FunctionSummary } from "../teaching/function-summary.ts";
import { functionTimeline } from "../teaching/function-timeline.ts";
import { callerLabel } from "../teaching/function-waits.ts";
import type { TaughtFile } from "../teaching/lesson.ts";
import { Waits } from "../teaching/waits.ts";
import type { Span } from "../text/span.ts";
import { touchesSpan } from "../text/span.ts";
import { getTokenAtPosition, is, isFunctionNode, spanOf } from "../typescript/syntax.ts";
import type { Expression, Node, SourceFile } from "../typescript/syntax.ts";
import type { FileReport } from "./report.ts";
import type { TaughtFiles } from "./taught-files.ts";

export type { FunctionHint } from "../teaching/function-hints.ts";
export type { FunctionSummary } from "../teaching/function-summary.ts";

/** One function as a picture and in words. */
export interface FunctionView {
  /** As people call it: its name, `module`, or `this function`. */
  readonly name: string;
  readonly span: Span;
  readonly timeline: Timeline;
  readonly steps: readonly RunStep[];
  readonly notes: readonly string[];
}

export class FunctionViews {
  readonly #files: TaughtFiles;

  constructor(files: TaughtFiles) {
    this.#files = files;
  }

  /** The innermost function around the place, or the file's top level, in which anything is waited for, started or blocked. */
  at(report: FileReport, offset: number): Promise<FunctionView | undefined> {
    return this.#files.use(report, async (view, taught) => {
      for (const container of containersAt(taught.syntax.file, offset)) {
        const waits = Waits.of(container, taught.syntax);
        const shown = waits && viewOf((await runsOf(view, [waits], taught))[0]!);
        if (shown !== undefined) return shown;
      }
      return undefined;
    });
  }

  /** All asynchronous functions of the file, in text order. Asks nothing about types. */
  async summaries(report: FileReport): Promise<readonly FunctionSummary[]> {
    const found = await this.#files.use(report, async (_view, taught) => {
      return asyncFunctionsOf(taught.syntax.file).flatMap((fn) => functionSummary(fn, taught) ?? []);
    });
    return found ?? [];
  }

  /** What is pending where, in the asynchronous functions that touch the span. */
  async hints(report: FileReport, span: Span): Promise<readonly FunctionHint[]> {
    const found = await this.#files.use(report, async (view, taught) => {
      const { file } = taught.syntax;
      const shown = asyncFunctionsOf(file).filter((fn) => touchesSpan(spanOf(fn), span));
      const waits = [...shown, file].flatMap((container) => Waits.of(container, taught.syntax) ?? []);
      return (await runsOf(view, waits, taught)).flatMap(functionHints);
    });
    return (found ?? []).filter(({ at }) => span.start <= at && at <= span.end).toSorted((a, b) => a.at - b.at);
  }
}

/** The runs of several functions, after one round of questions for all of them. */
async function runsOf(view: ProgramView, waits: readonly Waits[], file: TaughtFile): Promise<readonly FunctionRun[]> {
  const values = waits.flatMap(questionsOf);
  const answers =
    values.length === 0 ? [] : await answerInquiries(view, values.map(askShape), { chunk: values.length });
  const shapes = new Map<Expression, PromiseShape>(values.map((value, i) => [value, answers[i]!]));
  const isPromise = (value: Expression): boolean => (shapes.get(value) ?? "none") !== "none";
  return waits.map((each) => functionRun(each, file, isPromise));
}

function askShape(value: Expression): Inquiry<PromiseShape> {
  return ask("promise-shape", value);
}

function viewOf(run: FunctionRun): FunctionView | undefined {
  const timeline = functionTimeline(run);
  if (timeline === undefined) return undefined;
  const { container } = run;
  return {
    name: callerLabel(container),
    span: is.isSourceFile(container) ? { start: 0, end: container.end } : spanOf(container),
    timeline,
    steps: functionSteps(run),
    notes: functionNotes(run),
  };
}

/** From inside out: the functions whose text holds the place, heads included, and the file. */
function containersAt(file: SourceFile, offset: number): Node[] {
  const containers: Node[] = [];
  const token = getTokenAtPosition(file, Math.min(offset, Math.max(0, file.text.length - 1)));
  for (let node: Node | undefined = token; node !== undefined; node = node.parent) {
    if (isFunctionNode(node) && node.getStart() <= offset) containers.push(node);
  }
  return [...containers, file];
}
