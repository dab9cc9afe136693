// A call of the project's own synchronous code, in code that runs as part of something asynchronous, from which something
// that blocks is reached: as bad as the blocking call itself, and harder to see.

import { say } from "../language/say.ts";
import { asynchronousChain } from "../fixes/asynchronous-chain.ts";
import { fix } from "../fixes/promise-statement.ts";
import { snippet } from "../fixes/snippet.ts";
import { ask } from "../questions/question.ts";
import type { BlockingPath } from "../questions/blocking-path.ts";
import type { Runnable, RunningPlace } from "../facts/synchronous-code.ts";
import {
  is,
  isName,
  lastName,
  outermost,
  referenceOf,
  skipOuter,
  spanOf,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import { BLOCKING_OPTIONS, isStartUpFile, userCallNames, userCalls } from "./blocking-options.ts";
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
  options: {
    ...BLOCKING_OPTIONS,
    keepExports: {
      schema: {
        type: "boolean",
        default: false,
        markdownDescription:
          "Whether functions that a published package exports stay synchronous, since code that is not here may call them. The fix is then refused where it would change one.",
      },
    },
  },
  mayRefuse: true,
  facts: ["suspect-call"],
  callNames: userCallNames,

  *check({ place, suspects, context }, file) {
    if (isStartUpFile(file)) return [];
    // Most of what is handed over under such a name is no function.
    if (isName(place) && (yield* ask("called-function", place)) === undefined) return [];
    const callbacks = yield* runsInContext(context);
    if (callbacks === undefined) return [];
    const path = yield* ask("blocking-path", { at: place, suspects, calls: userCalls(file.options) });
    if (path === undefined) return [];
    const end = endName(path);
    const message = say`\`${whatRuns(place)}\` blocks: it reaches \`${end}\`.`;
    return [{ span: spanOf(runExpression(place)), message, related: [...callbacks, ...hops(path)] }];
  },

  *fixes(_finding, { place, suspects }, file) {
    const calls = userCalls(file.options);
    const path = yield* ask("blocking-path", { at: place, suspects, calls });
    if (path === undefined) return [];
    const title = say`Make \`${lastName(runExpression(place)) ?? "…"}\` asynchronous and await it everywhere`;
    const keepsExports = file.options["keepExports"] === true;
    const chain = yield* asynchronousChain(path, file, { calls, keepsExports });
    if ("obstacle" in chain) return [{ title, ...chain }];
    // It changes the order in which things happen in many places: a decision, not a repair to make in passing.
    return [fix(title, chain.edits, { isPreferred: false, needsCheck: true, isFarReaching: true })];
  },
});

/** How the end of the chain is called where it is called, unless that name says nothing. */
function endName({ call, known }: BlockingPath): string {
  const name = known.name === "default" ? known.module : known.name.slice(known.name.lastIndexOf(".") + 1);
  const called = skipOuter(runExpression(call));
  return lastName(called) === name ? snippet(called) : name;
}

/** What names the code that is run: the callee, the class, the tag, the property, what is handed over. */
function runExpression(place: RunningPlace): Expression {
  if (isName(place)) return referenceOf(place);
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
    const message = place === call ? say`\`${whatRuns(place)}\` blocks` : say`\`${whatRuns(place)}\` runs here`;
    return [{ message, file: place.getSourceFile().fileName, span: spanOf(runExpression(place)) }, ...following];
  });
}

/** Where what the place may run is written: the first of them, and how many there are. */
function implementation(place: RunningPlace, codes: readonly Runnable[]): Evidence {
  const code = codes[0]!;
  const name = (code as { name?: Node }).name ?? (outermost(code).parent as { name?: Node }).name ?? code;
  const message =
    codes.length === 1
      ? say`\`${whatRuns(place)}\` runs this`
      : say`\`${whatRuns(place)}\` runs this, one of ${codes.length} implementations that all block`;
  return { message, file: code.getSourceFile().fileName, span: spanOf(name) };
}
