// `new Promise(async …)`: what the executor throws after its first `await` rejects the executor's own promise, which
// nobody has, and not the one that was created.

import { phrase, say, translated } from "../language/say.ts";
import { asyncInsteadOfExecutor } from "../fixes/async-instead-of-executor.ts";
import { fix } from "../fixes/promise-statement.ts";
import { ask } from "../questions/question.ts";
import {
  SyntaxKind,
  forEachDescendant,
  headOf,
  is,
  isAsync,
  isFunctionNode,
  isGenerator,
  spanOf,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import { defineRule } from "./rule.ts";

const MESSAGE = phrase("If this executor throws, the promise never settles.");

export const asyncPromiseExecutor = defineRule<"promise-executor">({
  name: "async-promise-executor",
  family: "unawaited",
  summary: "An async function as the executor of `new Promise`: what it throws does not reject the promise.",
  concept: "promise",
  severity: "warning",
  equivalents: [
    { linter: "eslint", rule: "no-async-promise-executor" },
    { linter: "oxlint", rule: "no-async-promise-executor" },
    { linter: "biome", rule: "lint/suspicious/noAsyncPromiseExecutor" },
    { linter: "deno_lint", rule: "no-async-promise-executor" },
  ],
  options: {},
  facts: ["promise-executor"],

  *check({ executor }) {
    if (isFunctionNode(executor))
      return mayLoseError(executor) ? [{ span: headOf(executor), message: translated(MESSAGE) }] : [];
    const fn = yield* ask("called-function", executor);
    if (fn === undefined || !isAsync(fn) || isGenerator(fn) || !mayLoseError(fn)) return [];
    const declared = { message: say`the executor`, file: fn.getSourceFile().fileName, span: headOf(fn) };
    return [{ span: spanOf(executor), message: translated(MESSAGE), related: [declared] }];
  },

  // oxlint-disable-next-line require-yield -- What asks nothing yields nothing.
  *fixes(_finding, { creation, executor }, file) {
    const edits = isFunctionNode(executor) ? asyncInsteadOfExecutor(creation, executor, file) : undefined;
    return edits === undefined
      ? []
      : [fix(say`Use the async function itself`, edits, { isPreferred: true, needsCheck: true })];
  },
});

/** Something in the function may throw where no `catch` resolves or rejects the promise. */
function mayLoseError(fn: FunctionNode): boolean {
  const settlers = new Set(fn.parameters.flatMap(({ name }) => (is.isIdentifier(name) ? [name.text] : [])));
  return fn.body !== undefined && mayThrow(fn.body, settlers);
}

/** Calls and waits may throw; reading, comparing and building values count as harmless. */
function mayThrow(node: Node, settlers: ReadonlySet<string>): boolean {
  switch (node.kind) {
    case SyntaxKind.ThrowStatement:
    case SyntaxKind.AwaitExpression:
    case SyntaxKind.TaggedTemplateExpression:
      return true;
    case SyntaxKind.CallExpression:
      if (!isSettling(node, settlers)) return true;
      break;
    case SyntaxKind.NewExpression:
      if (!is.isNewExpression(node) || !node.expression.getText().endsWith("Error")) return true;
      break;
    case SyntaxKind.ForOfStatement:
      if ((node as { awaitModifier?: Node }).awaitModifier !== undefined) return true;
      break;
    case SyntaxKind.TryStatement:
      // Whoever settles the promise in a `catch` has thought of errors; how they report them first is their business.
      if (is.isTryStatement(node) && node.catchClause !== undefined) return !settles(node.catchClause.block, settlers);
      break;
    default:
      if (isFunctionNode(node)) return false;
  }
  let throws = false;
  node.forEachChild((child) => (throws ||= mayThrow(child, settlers)));
  return throws;
}

function settles(block: Node, settlers: ReadonlySet<string>): boolean {
  let found = false;
  forEachDescendant(block, (node) => {
    if (isFunctionNode(node)) return false;
    found ||= isSettling(node, settlers);
    return !found;
  });
  return found;
}

/** `resolve(…)` or `reject(…)`, by whatever names the executor has for them. */
function isSettling(node: Node, settlers: ReadonlySet<string>): boolean {
  return is.isCallExpression(node) && is.isIdentifier(node.expression) && settlers.has(node.expression.text);
}
