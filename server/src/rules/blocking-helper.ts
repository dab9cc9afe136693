// A call of the project's own synchronous code, in code that runs as part of something asynchronous, from which something
// that blocks is reached: as bad as the blocking call itself, and harder to see.

import { awaitPlace } from "../fixes/await-place.ts";
import { makeAsync } from "../fixes/make-async.ts";
import { fix } from "../fixes/promise-statement.ts";
import { replaceBlockingCall } from "../fixes/replace-blocking-call.ts";
import { snippet } from "../fixes/snippet.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { Edit } from "../text/edit.ts";
import type { BlockingPath } from "../questions/blocking-path.ts";
import type { Runnable, RunningPlace } from "../facts/synchronous-code.ts";
import { is, lastName, outermost, skipOuter, spanOf, type Expression, type Node } from "../typescript/syntax.ts";
import { BLOCKING_OPTIONS, isStartUpFile, userCallNames, userCalls } from "./blocking-options.ts";
import type { FileContext } from "./file-context.ts";
import type { Evidence } from "./finding.ts";
import { runsInContext } from "./known-blocking-call.ts";
import { defineRule } from "./rule.ts";

export const blockingHelper = defineRule<"suspect-call">({
  name: "blocking-helper",
  family: "blocking",
  summary: "A call of synchronous code that reaches a blocking call, in asynchronous code.",
  concept: "blocking-call",
  severity: "information",
  equivalents: [],
  options: BLOCKING_OPTIONS,
  facts: ["suspect-call"],
  callNames: userCallNames,

  *check({ place, suspects, context }, file) {
    if (isStartUpFile(file)) return [];
    const callbacks = yield* runsInContext(context);
    if (callbacks === undefined) return [];
    const path = yield* ask("blocking-path", { at: place, suspects, calls: userCalls(file.options) });
    if (path === undefined) return [];
    const end = endName(path);
    const message = `\`${whatRuns(place)}\` blocks: it reaches \`${end}\`.`;
    return [{ span: spanOf(runExpression(place)), message, related: [...callbacks, ...hops(path)] }];
  },

  *fixes(_finding, { place, suspects }, file) {
    const path = yield* ask("blocking-path", { at: place, suspects, calls: userCalls(file.options) });
    const edits = path && (yield* asynchronousChain(path, file));
    if (path === undefined || edits === undefined) return [];
    const name = lastName(runExpression(place)) ?? "it";
    const title = `Make \`${name}\` asynchronous and await it everywhere`;
    // It changes the order in which things happen in many places: a decision, not a repair to make in passing.
    return [fix(title, edits, { isPreferred: false, needsCheck: true })];
  },
});

/** The edits that replace the call which blocks, make every function on the way async, and await every call of them. */
function* asynchronousChain(
  { call, known, implementations }: BlockingPath,
  file: FileContext,
): Inquiry<readonly Edit[] | undefined> {
  const syntax = call.getSourceFile();
  const around: FileContext = { ...file, file: syntax.fileName, syntax, text: syntax.text };
  // All implementations would have to change, and what they implement.
  if (implementations.size > 0) return undefined;
  const replacement = replaceBlockingCall(call, known, around);
  const place = awaitPlace(call);
  if (replacement === undefined || place.kind !== "function") return undefined;
  const chain = yield* makeAsync(place.fn, around, "project");
  return chain && [...replacement.edits, ...chain];
}

/** How the end of the chain is called where it is called, unless that name says nothing. */
function endName({ call, known }: BlockingPath): string {
  const name = known.name === "default" ? known.module : known.name.slice(known.name.lastIndexOf(".") + 1);
  return lastName(call.expression) === name ? snippet(skipOuter(call.expression)) : name;
}

/** What names the code that is run: the callee, the class, the tag, the property. */
function runExpression(place: RunningPlace): Expression {
  if (is.isCallExpression(place) || is.isNewExpression(place)) return place.expression;
  return is.isTaggedTemplateExpression(place) ? place.tag : place;
}

function whatRuns(place: RunningPlace): string {
  const name = snippet(skipOuter(runExpression(place)));
  if (is.isCallExpression(place)) return `${name}()`;
  return is.isNewExpression(place) ? `new ${name}()` : name;
}

/** Each step behind the first, with where it is. */
function hops({ places, call, implementations }: BlockingPath): Evidence[] {
  return places.flatMap((place, i) => {
    const implemented = implementations.get(place);
    const following = implemented === undefined ? [] : [implementation(place, implemented)];
    if (i === 0) return following;
    const message = `\`${whatRuns(place)}\` ${place === call ? "blocks" : "runs here"}`;
    return [{ message, file: place.getSourceFile().fileName, span: spanOf(runExpression(place)) }, ...following];
  });
}

/** Where what the place may run is written: the first of them, and how many there are. */
function implementation(place: RunningPlace, codes: readonly Runnable[]): Evidence {
  const code = codes[0]!;
  const name = (code as { name?: Node }).name ?? (outermost(code).parent as { name?: Node }).name ?? code;
  const number = codes.length === 1 ? "" : `, one of ${codes.length} implementations that all block`;
  const message = `\`${whatRuns(place)}\` runs this${number}`;
  return { message, file: code.getSourceFile().fileName, span: spanOf(name) };
}
