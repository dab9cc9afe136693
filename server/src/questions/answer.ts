// Drives inquiries side by side: everything that they ask at the same time is one round, and a round asks the engine
// once per kind of question. No rule ever makes a round trip of its own.

import { groupBy } from "../text/group-by.ts";
import type { ComposedAnswerer, Inquire, ProgramView } from "./answerer.ts";
import { answerApiMember } from "./api-member.ts";
import { answerAsynchronousSibling } from "./asynchronous-sibling.ts";
import { answerBlockingCalls } from "./blocking-calls.ts";
import { answerBlockingPath } from "./blocking-path.ts";
import { answerCallable } from "./callable.ts";
import { answerCallbackRun } from "./callback-run.ts";
import { answerCalledFunction } from "./called-function.ts";
import { answerCallee } from "./callee.ts";
import { answerCannotReject } from "./cannot-reject.ts";
import { answerCollectionKind } from "./collection-kind.ts";
import { answerContextualReturn } from "./contextual-return.ts";
import { answerGivesPromise } from "./gives-promise.ts";
import { answerEffects } from "./effects.ts";
import { answerIndependence } from "./independence.ts";
import { answerIterationIndependence } from "./iteration-independence.ts";
import { answerNameInScope } from "./name-in-scope.ts";
import { answerDisposal } from "./disposal.ts";
import { answerElementThenable } from "./element-thenable.ts";
import { answerPossiblyAbsent } from "./possibly-absent.ts";
import { answerPromiseShape, preparePromiseShapes } from "./promise-shape.ts";
import type { Answer, Inquiry, Question, QuestionKind, Questions } from "./question.ts";
import { answerReferences } from "./references.ts";
import type { SourceFile } from "../typescript/syntax.ts";
import { answerThenable, prepareThenables } from "./thenable.ts";
import { answerTopLevelAwait } from "./top-level-await.ts";
import { answerTypeText } from "./type-text.ts";
import { answerUsages } from "./usages.ts";
import { answerVoidPlace } from "./void-place.ts";

const ANSWERERS: { readonly [K in QuestionKind]: ComposedAnswerer<Questions[K]["about"], Questions[K]["answer"]> } = {
  "promise-shape": answerPromiseShape,
  "type-text": answerTypeText,
  usages: answerUsages,
  thenable: answerThenable,
  "element-thenable": answerElementThenable,
  disposal: answerDisposal,
  "possibly-absent": answerPossiblyAbsent,
  callable: answerCallable,
  callee: answerCallee,
  "api-member": answerApiMember,
  "callback-run": answerCallbackRun,
  "asynchronous-sibling": answerAsynchronousSibling,
  "collection-kind": answerCollectionKind,
  "called-function": answerCalledFunction,
  "blocking-calls": answerBlockingCalls,
  "blocking-path": answerBlockingPath,
  "cannot-reject": answerCannotReject,
  "gives-promise": answerGivesPromise,
  "void-place": answerVoidPlace,
  effects: answerEffects,
  independence: answerIndependence,
  "iteration-independence": answerIterationIndependence,
  references: answerReferences,
  "contextual-return": answerContextualReturn,
  "name-in-scope": answerNameInScope,
  "top-level-await": answerTopLevelAwait,
};

/**
 * The engine can't be interrupted inside a request, so a long batch is cut: between chunks the work can stop and other
 * files' requests get their turn.
 */
const EDITOR_CHUNK = 50;

export interface RoundOptions {
  /** How many questions of a kind go into one request; a scan, which waits for nobody, asks for more at once. */
  readonly chunk?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with each round's questions and answers: what `npm run explain` prints. */
  readonly onRound?: ((questions: readonly Question[], answers: readonly Answer[]) => void) | undefined;
}

/** Starts what nearly every file's first round needs, while the caller fetches and reads the syntax tree. */
export function prepareAnswers(view: ProgramView): void {
  preparePromiseShapes(view);
}

/** Starts what the first analysis of a file needs, while the caller reads its syntax tree. */
export function prepareFirstAnswers(view: ProgramView, file: SourceFile): void {
  prepareThenables(view, file);
}

/**
 * Runs the inquiries to their ends and returns their results in order.
 * @throws the signal's reason when it fires, checked between chunks
 */
export async function answerInquiries<T>(
  view: ProgramView,
  inquiries: readonly Inquiry<T>[],
  options: RoundOptions = {},
): Promise<T[]> {
  const results = Array.from<T>({ length: inquiries.length });
  let waiting: { readonly index: number; readonly inquiry: Inquiry<T>; readonly question: Question }[] = [];
  const advance = (index: number, inquiry: Inquiry<T>, step: IteratorResult<Question, T>) => {
    if (step.done === true) results[index] = step.value;
    else waiting.push({ index, inquiry, question: step.value });
  };
  for (const [index, inquiry] of inquiries.entries()) advance(index, inquiry, inquiry.next());
  while (waiting.length > 0) {
    const round = waiting;
    waiting = [];
    const answers = await answerRound(
      view,
      round.map(({ question }) => question),
      options,
    );
    for (const [i, { index, inquiry }] of round.entries()) advance(index, inquiry, inquiry.next(answers[i]));
  }
  return results;
}

async function answerRound(
  view: ProgramView,
  questions: readonly Question[],
  options: RoundOptions,
): Promise<Answer[]> {
  const answers = Array.from<Answer>({ length: questions.length });
  const byKind = groupBy(questions.keys(), (index) => questions[index]!.kind);
  const answerKind = async (kind: QuestionKind, indexes: readonly number[]) => {
    const size = options.chunk ?? EDITOR_CHUNK;
    for (let start = 0; start < indexes.length; start += size) {
      options.signal?.throwIfAborted();
      const chunk = indexes.slice(start, start + size);
      const answered = await answerChunk(
        view,
        kind,
        chunk.map((index) => questions[index]!.about),
        { chunk: options.chunk, signal: options.signal },
      );
      for (const [i, index] of chunk.entries()) answers[index] = answered[i];
    }
  };
  // Side by side: an answer takes several requests one after another, and the engine has work while one travels.
  await Promise.all([...byKind].map(([kind, indexes]) => answerKind(kind, indexes)));
  options.onRound?.(questions, answers);
  return answers;
}

function answerChunk(
  view: ProgramView,
  kind: QuestionKind,
  abouts: readonly unknown[],
  options: RoundOptions,
): Promise<Answer[]> {
  const inquire: Inquire = (inquiries) => answerInquiries(view, inquiries, options);
  // A question's kind and what it is about belong together by construction: see `ask`.
  return (ANSWERERS[kind] as ComposedAnswerer<unknown, Answer>)(view, abouts, inquire);
}
