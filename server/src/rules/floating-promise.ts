// A statement starts a promise and drops it: nobody awaits, returns, stores or handles it.
// Semantics of typescript-eslint's `no-floating-promises` with its default options; the deliberate differences are on
// the rule's page.

import { say } from "../language/say.ts";
import { snippet } from "../fixes/snippet.ts";
import { awaitFixes, handleFixes, returnFixes, voidFixes, type LostPromise } from "../fixes/promise-statement.ts";
import type { StartedValue } from "../facts/started-values.ts";
import { FIRE_AND_FORGET, isNamed, type CallName } from "../knowledge/fire-and-forget.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import { is, isFunctionNode, skipOuter, spanOf, type Expression } from "../typescript/syntax.ts";
import type { FileContext } from "./file-context.ts";
import { isHeldBefore } from "./held-before.ts";
import { defineRule } from "./rule.ts";

export const floatingPromise = defineRule<"discarded-value">({
  name: "floating-promise",
  family: "unawaited",
  summary: "A promise that nobody waits for: its result is lost, and so is its error.",
  concept: "unhandled-rejection",
  severity: "warning",
  equivalents: [
    { linter: "typescript-eslint", rule: "@typescript-eslint/no-floating-promises" },
    { linter: "oxlint", rule: "typescript/no-floating-promises" },
    { linter: "biome", rule: "lint/nursery/noFloatingPromises" },
    { linter: "biome", rule: "lint/suspicious/noFloatingPromises" },
    { linter: "biome", rule: "lint/correctness/noFloatingPromises" },
    { linter: "deno_lint", rule: "no-floating-promises" },
  ],
  options: {
    allow: {
      schema: {
        type: "array",
        default: [],
        items: {
          type: "object",
          required: ["package", "name"],
          properties: {
            package: { type: "string", description: "The npm package or Node module that declares the function." },
            name: {
              type: "string",
              description: "The function's name, with what it is declared in: `FastifyInstance.register`. `*` for all.",
            },
          },
          additionalProperties: false,
        },
        markdownDescription:
          'Calls whose promise nobody needs to wait for, by the declaration that they resolve to: `[{ "package": "my-queue", "name": "Queue.add" }]`.',
      },
    },
    presets: {
      schema: {
        type: "boolean",
        default: true,
        markdownDescription:
          "Whether calls that a framework documents as fire-and-forget are allowed: tests of `node:test`, plugins and routes of fastify, navigation of react-router.",
      },
    },
  },
  facts: ["discarded-value"],

  *check(fact, file) {
    const lost = yield* lostPromises(fact.values, file);
    if (lost.length === 0) return [];
    return [{ span: spanOf(fact.expression), message: say`Nothing waits for ${describe(lost[0]!)}.` }];
  },

  *fixes(_finding, fact, file) {
    const lost = yield* lostPromises(fact.values, file);
    const loss = { expression: fact.expression, lost };
    const isMany = lost.some(({ shape }) => shape === "promises" || shape === "maybe-promises");
    return [
      ...(yield* awaitFixes(loss, file, isMany ? say`Await them all` : say`Add \`await\``)),
      ...(yield* returnFixes(fact.statement, loss, file)),
      ...(yield* handleFixes(loss, file)),
      ...voidFixes(loss, file),
    ];
  },
});

function describe({ promises, shape }: LostPromise): string {
  const node = skipOuter(promises);
  if (is.isTaggedTemplateExpression(node)) return say`the promise of \`${snippet(node.tag)}\``;
  if (is.isCallExpression(node) && isFunctionNode(skipOuter(node.expression))) return say`this async function`;
  const isMany = shape === "promises" || shape === "maybe-promises";
  return isMany ? say`the promises in \`${snippet(node)}\`` : `\`${snippet(node)}\``;
}

/** The values that are promises, have no handler and are on no allow list. */
export function* lostPromises(values: readonly StartedValue[], file: FileContext): Inquiry<LostPromise[]> {
  const lost: LostPromise[] = [];
  for (const value of values) {
    const shape = yield* ask("promise-shape", value.expression);
    if (shape === "none") continue;
    const isMany = shape === "promises" || shape === "maybe-promises";
    // An awaited promise is waited for; what it resolves to may still be promises.
    if (value.isAwaited && !isMany) continue;
    if (!isMany && value.handler !== undefined && (yield* ask("callable", value.handler))) continue;
    if (!isMany && takesNodeCallback(value.expression)) continue;
    if (yield* isHeldBefore(value.expression, shape)) continue;
    if (yield* isAllowed(value.expression, file)) continue;
    lost.push({ expression: value.expression, promises: promisesOf(value), shape });
  }
  return lost;
}

/**
 * `usage(pids, (error, result) => …)`: a function that serves both styles gives its promise to those who bring no
 * callback, and the callback hears of the error.
 */
function takesNodeCallback(expression: Expression): boolean {
  if (!is.isCallExpression(expression)) return false;
  const last = expression.arguments.at(-1);
  const callback = last && skipOuter(last);
  if (callback === undefined || !isFunctionNode(callback) || callback.parameters.length < 2) return false;
  const name = callback.parameters[0]!.name;
  return is.isIdentifier(name) && /^_*err(?:or)?$/i.test(name.text);
}

/** The expression that is, or holds, the promises: what is awaited, if that was not enough. */
function promisesOf({ expression }: StartedValue): Expression {
  return is.isAwaitExpression(expression) ? expression.expression : expression;
}

function* isAllowed(expression: Expression, { options, mayUse }: FileContext): Inquiry<boolean> {
  if (!is.isCallExpression(expression)) return false;
  const allowed = [
    ...((options["allow"] ?? []) as readonly CallName[]),
    ...(options["presets"] === false ? [] : FIRE_AND_FORGET.filter((call) => mayUse(call.package))),
  ];
  if (allowed.length === 0) return false;
  const callee = yield* ask("callee", expression);
  return callee?.package !== undefined && isNamed(allowed, callee.package, callee.name);
}
