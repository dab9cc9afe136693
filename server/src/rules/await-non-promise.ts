// Something is awaited that is no promise: there is nothing to wait for, and the rest of the function runs a moment later
// for no reason. Semantics of typescript-eslint's `await-thenable`; the deliberate differences are on the rule's page.

import { say } from "../language/say.ts";
import type { AwaitedValue } from "../facts/awaited-value.ts";
import type { GatheredArray } from "../facts/gathered-array.ts";
import { fix } from "../fixes/promise-statement.ts";
import { surround } from "../fixes/prefix.ts";
import { removeAwait, removeAwaitUsing, removeForAwait } from "../fixes/remove-await.ts";
import { snippet } from "../fixes/snippet.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import { is, outermost, skipOuter, spanOf, type Expression, type Node } from "../typescript/syntax.ts";
import type { Edit } from "../text/edit.ts";
import type { FileContext } from "./file-context.ts";
import type { Fix, RuleFinding } from "./finding.ts";
import { isUnboundByType, returnsNothing } from "./declared-result.ts";
import { defineRule } from "./rule.ts";

export const awaitNonPromise = defineRule<"awaited-value" | "gathered-array">({
  name: "await-non-promise",
  family: "unawaited",
  summary: "An `await` of something that is no promise: there is nothing to wait for.",
  concept: "promise",
  severity: "hint",
  equivalents: [
    { linter: "typescript-eslint", rule: "@typescript-eslint/await-thenable" },
    { linter: "oxlint", rule: "typescript/await-thenable" },
    { linter: "biome", rule: "lint/nursery/useAwaitThenable" },
  ],
  options: {},
  facts: ["awaited-value", "gathered-array"],

  *check(fact) {
    if (fact.kind === "gathered-array") return yield* checkGathered(fact);
    switch (fact.form) {
      case "await":
        return yield* checkAwait(fact);
      case "for":
        return (yield* holdsNoPromises(fact.value))
          ? [
              unnecessary(
                fact,
                say`\`${snippet(fact.value)}\` holds no promises: \`for\` without \`await\` does the same.`,
              ),
            ]
          : [];
      case "using":
        return (yield* ask("disposal", fact.value)) === "sync"
          ? [unnecessary(fact, say`\`${snippet(fact.value)}\` is disposed of at once: \`using\` does the same.`)]
          : [];
    }
  },

  *fixes(finding, fact, file) {
    if (fact.kind === "awaited-value" && finding.isUnnecessary === true) return removal(fact, file);
    const shape = yield* ask("promise-shape", fact.value);
    if (shape !== "promises") return [];
    const isOnly = fact.kind === "gathered-array" && fact.list.elements.length === 1;
    // Whoever uses the result of a list of one counts on its shape.
    if (isOnly && !isStatement(fact.node)) return [];
    const edits = isOnly ? withoutList(fact, file) : surround(file.file, fact.value, "Promise.all(", ")");
    return [fix(say`Await them all`, edits, { isPreferred: true, needsCheck: true })];
  },
});

/** `Promise.all([items.map(load)])`: the list has one element, and that is no promise. */
function* checkGathered({ combinator, value }: GatheredArray): Inquiry<RuleFinding[]> {
  if ((yield* ask("promise-shape", value)) !== "promises") return [];
  const message = say`\`${snippet(value)}\` is an array: \`Promise.${combinator}\` does not wait for the promises in it.`;
  return [{ span: spanOf(value), severity: "warning", message }];
}

/** `await call;` */
function isStatement(call: Node): boolean {
  const { parent } = outermost(call);
  return is.isAwaitExpression(parent) && is.isExpressionStatement(outermost(parent).parent);
}

/** `Promise.all(items.map(load))`. */
function withoutList({ list }: GatheredArray, { file }: FileContext): Edit[] {
  const start = list.getStart();
  const close = list.end - 1;
  // A comma and comments may as well stand behind an argument.
  return [
    { file, span: { start, end: start + 1 }, newText: "" },
    { file, span: { start: close, end: close + 1 }, newText: "" },
  ];
}

function* checkAwait(fact: AwaitedValue): Inquiry<RuleFinding[]> {
  const { value } = fact;
  const answer = yield* ask("thenable", value);
  if (answer !== "never" && answer !== "void") return [];
  if (answer === "void" && !(yield* returnsNothing(value))) return [];
  if (answer === "never" && (yield* isUnboundByType(value))) return [];
  const name = `\`${snippet(value)}\``;
  if (answer === "void") return [unnecessary(fact, say`${name} returns nothing to wait for.`)];
  const span = spanOf(fact.node);
  const shape = yield* ask("promise-shape", value);
  if (shape !== "none") {
    // Statements belong to the rule about promises that nobody waits for, as far as that one looks at them.
    if (fact.isDropped) return [];
    return [
      { span, severity: "warning", message: say`${name} is an array: \`await\` does not wait for the promises in it.` },
    ];
  }
  const isCall = is.isCallExpression(skipOuter(value));
  if (!isCall && (yield* ask("callable", value))) {
    return [
      {
        span,
        severity: "warning",
        message: say`${name} is a function that is not called: there is nothing to wait for.`,
      },
    ];
  }
  return [unnecessary(fact, say`${name} is no promise: there is nothing to wait for.`)];
}

function unnecessary(fact: AwaitedValue, message: string): RuleFinding {
  return { span: spanOfAwait(fact), message, isUnnecessary: true };
}

/** The whole expression, or the keyword of a statement. */
function spanOfAwait({ node }: AwaitedValue): RuleFinding["span"] {
  if (is.isAwaitExpression(node)) return spanOf(node);
  if (is.isForOfStatement(node)) return spanOf(node.awaitModifier!);
  const start = node.getStart();
  return { start, end: start + "await".length };
}

function* holdsNoPromises(value: Expression): Inquiry<boolean> {
  switch (yield* ask("collection-kind", value)) {
    case "map":
    case "typed-array":
      return true;
    case "array":
    case "set":
    case "iterator":
      return (yield* ask("element-thenable", value)) === "never";
    default:
      return false;
  }
}

function removal({ node }: AwaitedValue, { file, text }: FileContext): Fix[] {
  const edits = is.isAwaitExpression(node)
    ? removeAwait(node, file, text)
    : is.isForOfStatement(node)
      ? removeForAwait(node, file, text)
      : removeAwaitUsing(node, file, text);
  return edits === undefined ? [] : [fix(say`Remove \`await\``, edits, { isPreferred: true })];
}
