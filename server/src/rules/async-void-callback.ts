// A function that gives a promise stands where its result is ignored: nobody waits for it, and nobody sees it fail.
// Semantics of `checksVoidReturn` of typescript-eslint's `no-misused-promises`, but outside iteration only what can
// reject is reported; the other differences are on the rule's page.

import { say } from "../language/say.ts";
import type { PassedFunction } from "../facts/passed-function.ts";
import { catchInside } from "../fixes/catch-inside.ts";
import { iterationFixes } from "../fixes/iteration.ts";
import { snippet } from "../fixes/snippet.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { Span } from "../text/span.ts";
import {
  SyntaxKind,
  headOf,
  is,
  isAsync,
  isFunctionNode,
  skipOuter,
  spanOf,
  type Expression,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import type { RuleFinding } from "./finding.ts";
import { defineRule } from "./rule.ts";

export const asyncVoidCallback = defineRule<"passed-function">({
  name: "async-void-callback",
  family: "unawaited",
  summary:
    "An async function where its promise is ignored: `forEach` does not wait, an event handler's failure is lost.",
  concept: "unhandled-rejection",
  severity: "warning",
  equivalents: [
    { linter: "typescript-eslint", rule: "@typescript-eslint/no-misused-promises" },
    { linter: "oxlint", rule: "typescript/no-misused-promises" },
    { linter: "biome", rule: "lint/nursery/noMisusedPromises" },
    { linter: "biome", rule: "lint/suspicious/noMisusedPromises" },
  ],
  options: {
    strict: {
      schema: {
        type: "boolean",
        default: false,
        markdownDescription:
          "Whether functions are reported too that certainly never reject, wherever a function is expected whose result is ignored. Off, only iteration methods such as `forEach` are that strict.",
      },
    },
  },
  facts: ["passed-function"],

  *check(fact, file) {
    const span = spanOfFunction(fact);
    const isOfCollection = yield* isIterated(fact);
    // Types of callees are shared by many calls; the types of what functions return are not.
    if (!isOfCollection && !(yield* ask("void-place", fact.place))) return [];
    if (!(yield* mayGivePromise(fact))) return [];
    const isStrict = file.options["strict"] === true;
    if (isOfCollection && !isStrict && (yield* isLookedAfter(fact))) return [];
    if (isOfCollection) return [{ span, message: say`\`forEach\` does not wait for ${describe(fact)}.` }];
    const finding = (message: string): RuleFinding[] => [{ span, message, severity: "information" }];
    if (yield* mayReject(fact)) return finding(say`Nobody handles it when ${describe(fact)} rejects.`);
    return isStrict ? finding(say`Nobody waits for ${describe(fact)}.`) : [];
  },

  *fixes(_finding, fact, file) {
    if (yield* isIterated(fact)) return yield* iterationFixes(fact, file);
    // Where functions are reported that cannot reject, handling the rejection would change nothing; and in an executor it
    // would leave the promise pending.
    if (fact.fn === undefined || file.options["strict"] === true || isExecutor(fact)) return [];
    return yield* catchInside(fact.fn, fact.returned, file);
  },
});

/** An async function does; of what another function returns, and of what a name stands for, the type tells. */
function* mayGivePromise({ reference, returned, iterated }: PassedFunction): Inquiry<boolean> {
  if (reference !== undefined && iterated !== undefined) return (yield* ask("gives-promise", reference)) !== "never";
  if (returned === undefined) return true;
  const shape = yield* ask("promise-shape", returned);
  return shape === "promise" || shape === "maybe-promise";
}

/** `(video) => video.play().catch(report)`: as in a statement, it is known that nobody waits. */
function* isLookedAfter({ fn, returned }: PassedFunction): Inquiry<boolean> {
  const handler = fn?.body === returned && returned !== undefined ? handlerOf(returned) : undefined;
  return handler !== undefined && (yield* ask("callable", handler));
}

/** `report` of `video.play().catch(report)`. */
function handlerOf(returned: Expression): Expression | undefined {
  if (!is.isCallExpression(returned)) return undefined;
  const callee = skipOuter(returned.expression);
  if (!is.isPropertyAccessExpression(callee)) return undefined;
  return returned.arguments[["catch", "then"].indexOf(callee.name.text)];
}

function* isIterated({ iterated }: PassedFunction): Inquiry<boolean> {
  return iterated !== undefined && (yield* ask("collection-kind", iterated)) !== "none";
}

function isExecutor({ place }: PassedFunction): boolean {
  return place.kind === "argument" && is.isNewExpression(place.call) && place.call.expression.getText() === "Promise";
}

/** False also if there is no body to read, which acquits. */
function* mayReject({ fn, reference, returned, isOfReceived }: PassedFunction): Inquiry<boolean> {
  // To call a function is as unknown as to hand it over by its name.
  if (isOfReceived) return false;
  if (returned !== undefined && ((yield* isSomebodyElses(returned)) || (yield* isHandledSomehow(returned))))
    return false;
  const body = fn ?? (reference && (yield* ask("called-function", reference)));
  return body !== undefined && !(yield* ask("cannot-reject", body));
}

/** `() => callback()`, where nobody here knows which callback it is and whether it is one of those that give a promise. */
function* isSomebodyElses(returned: Expression): Inquiry<boolean> {
  if (!is.isCallExpression(returned) || (yield* ask("called-function", returned)) !== undefined) return false;
  return (yield* ask("promise-shape", returned)) === "maybe-promise";
}

/** `load().then(success, error)`, where nobody here knows what the handler does: it is there to handle. */
function* isHandledSomehow(returned: Expression): Inquiry<boolean> {
  const handler = handlerOf(returned);
  if (handler === undefined || isFunctionNode(skipOuter(handler))) return false;
  return (yield* ask("callable", handler)) && (yield* ask("called-function", handler)) === undefined;
}

function describe({ fn, reference }: PassedFunction): string {
  if (reference !== undefined) return `\`${snippet(reference)}\``;
  const name = fn && methodName(fn);
  if (name !== undefined) return `\`${name.getText()}\``;
  return fn !== undefined && isAsync(fn) ? say`this async function` : say`this function`;
}

/** The reference, or what stands before the function's body. */
function spanOfFunction({ fn, node }: PassedFunction): Span {
  if (fn === undefined) return spanOf(node);
  const { start, end } = headOf(fn);
  const name = methodName(fn);
  // Without decorators and access modifiers.
  const keyword = name && fn.modifiers?.find(({ kind }) => kind === SyntaxKind.AsyncKeyword);
  return { start: (keyword ?? name)?.getStart() ?? start, end };
}

function methodName(fn: FunctionNode): Node | undefined {
  return fn.kind === SyntaxKind.MethodDeclaration ? (fn as { name?: Node }).name : undefined;
}
