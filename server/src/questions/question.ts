// Every kind of question that a rule may ask, with its answer. How each is answered is in the file that bears its name;
// who collects and batches them is answer.ts.

import type { NamedRun, PassedCallback } from "../facts/handed-function.ts";
import type { Place } from "../facts/function-place.ts";
import type { CallExpression, Expression, FunctionNode } from "../typescript/syntax.ts";
import type { BlockingCallAt, FunctionBody } from "./blocking-calls.ts";
import type { BlockingPath, SuspectPlace } from "./blocking-path.ts";
import type { Call } from "./called-function.ts";
import type { ApiMember } from "./api-member.ts";
import type { AsynchronousSibling } from "./asynchronous-sibling.ts";
import type { CallbackRun } from "./callback-run.ts";
import type { Callee } from "./callee.ts";
import type { CollectionKind } from "./collection-kind.ts";
import type { ContextualReturn } from "./contextual-return.ts";
import type { Effects } from "./effect-summary.ts";
import type { GivesPromise } from "./gives-promise.ts";
import type { Independence, RunAt, Verdict } from "./independence.ts";
import type { LoopAt } from "./iteration-independence.ts";
import type { NameAt } from "./name-in-scope.ts";
import type { PromiseShape } from "./promise-shape.ts";
import type { NameOf, References } from "./references.ts";
import type { Disposal } from "./disposal.ts";
import type { Thenable } from "./thenable.ts";
import type { Usage } from "./usages.ts";
import type { TopLevelAwait } from "./top-level-await.ts";

/** Question kinds with what they ask about and what is answered. */
export interface Questions {
  /** Is the value of this expression a promise, or a collection of promises? */
  readonly "promise-shape": { readonly about: Expression; readonly answer: PromiseShape };
  /** Where is this function named, as far as the compiler tells at once? undefined if it has no name of its own. */
  readonly usages: { readonly about: FunctionNode; readonly answer: readonly Usage[] | undefined };
  /** What is its type, as TypeScript writes it? undefined if it has none. */
  readonly "type-text": { readonly about: Expression; readonly answer: string | undefined };
  /** Would `await` wait for the value of this expression? */
  readonly thenable: { readonly about: Expression; readonly answer: Thenable };
  /** Would `await` wait for the elements of this collection of the language? */
  readonly "element-thenable": { readonly about: Expression; readonly answer: Thenable };
  /** How is the value disposed of when its `using` ends? */
  readonly disposal: { readonly about: Expression; readonly answer: Disposal };
  /** May the value be missing although its type does not say so? */
  readonly "possibly-absent": { readonly about: Expression; readonly answer: boolean };
  /** Can the value be called? `any` and what is unknown can. */
  readonly callable: { readonly about: Expression; readonly answer: boolean };
  /** Which declaration does the call resolve to? undefined if none is known. */
  readonly callee: { readonly about: CallExpression; readonly answer: Callee | undefined };
  /** Which of the language's collections is the value of this expression? */
  readonly "collection-kind": { readonly about: Expression; readonly answer: CollectionKind };
  /** Which function of the project runs when the call is made? undefined if none certainly does. */
  readonly "called-function": { readonly about: Call; readonly answer: FunctionNode | undefined };
  /** Is it certain that the promise of the function, or of the expression, never rejects? */
  readonly "cannot-reject": { readonly about: FunctionNode | Expression; readonly answer: boolean };
  /** Which member of which module is called or handed over? undefined for functions of the project and unknown ones. */
  readonly "api-member": { readonly about: NamedRun; readonly answer: ApiMember | undefined };
  /** When does the call run the function that it is given there? undefined if it is not known to. */
  readonly "callback-run": { readonly about: PassedCallback; readonly answer: CallbackRun | undefined };
  /** Is there `foo` beside the `fooSync`, or around the `foo.sync`, that this resolves to? */
  readonly "asynchronous-sibling": { readonly about: NamedRun; readonly answer: AsynchronousSibling };
  /** Does the function that is the value of this expression return a promise when it is called? */
  readonly "gives-promise": { readonly about: Expression; readonly answer: GivesPromise };
  /** Does the place of a function expect one whose result is ignored? */
  readonly "void-place": { readonly about: Place; readonly answer: boolean };
  /** By which chain of synchronous calls does the code that runs here reach something that blocks? undefined if by none. */
  readonly "blocking-path": { readonly about: SuspectPlace; readonly answer: BlockingPath | undefined };
  /** Which calls that block does the function make by itself? */
  readonly "blocking-calls": { readonly about: FunctionBody; readonly answer: readonly BlockingCallAt[] };
  /** What does evaluating this expression and waiting for it read and change, its calls included? */
  readonly effects: { readonly about: Expression; readonly answer: Effects };
  /** Which waits of the run may overlap, and why not the others? */
  readonly independence: { readonly about: RunAt; readonly answer: Independence };
  /** May the iterations of the loop overlap up to their last waits, and if not, why? */
  readonly "iteration-independence": { readonly about: LoopAt; readonly answer: Verdict };
  /** Where is what this name declares named, overrides and implementations included? undefined if it cannot be told. */
  readonly references: { readonly about: NameOf; readonly answer: References | undefined };
  /** What does the place of a function expression expect it to return? */
  readonly "contextual-return": { readonly about: FunctionNode; readonly answer: ContextualReturn };
  /** Does the name mean a value there? */
  readonly "name-in-scope": { readonly about: NameAt; readonly answer: boolean };
  /** May the top level of the file that holds this node await? */
  readonly "top-level-await": { readonly about: Expression; readonly answer: TopLevelAwait };
}

export type QuestionKind = keyof Questions;

export type Question = {
  readonly [K in QuestionKind]: { readonly kind: K; readonly about: Questions[K]["about"] };
}[QuestionKind];

export type Answer<K extends QuestionKind = QuestionKind> = Questions[K]["answer"];

/** Reads straight down, asks by yielding, and returns what it found out. */
export type Inquiry<T> = Generator<Question, T, Answer>;

/** Asks one question: `const shape = yield* ask("promise-shape", expression)`. */
export function* ask<K extends QuestionKind>(kind: K, about: Questions[K]["about"]): Inquiry<Answer<K>> {
  const question = { kind, about } as Question;
  // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- the compiler wants it
  return (yield question) as Answer<K>;
}
