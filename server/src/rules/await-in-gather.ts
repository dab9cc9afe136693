// An `await` among the elements of a gather: the waits that were meant to overlap run one after the other. A gather of
// one is the same misunderstanding and is reported on the combinator.

import { say } from "../language/say.ts";
import type { Gather } from "../facts/gather.ts";
import { awaitDirectly, isRemovable, removeInnerAwaits } from "../fixes/await-directly.ts";
import { fix } from "../fixes/promise-statement.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import {
  SyntaxKind,
  forEachDescendant,
  is,
  isFunctionNode,
  skipOuter,
  spanOf,
  type AwaitExpression,
  type Node,
} from "../typescript/syntax.ts";
import type { RuleFinding } from "./finding.ts";
import { defineRule } from "./rule.ts";

export const awaitInGather = defineRule<"gather">({
  name: "await-in-gather",
  family: "unawaited",
  summary: "An `await` inside `Promise.all([…])` or its siblings, which waits before the gather begins.",
  concept: "gather",
  severity: "warning",
  winsOver: ["await-non-promise", "sequential-awaits"],
  equivalents: [
    // Comments of ESLint count for these too; ESLint without its plugin reports neither.
    { linter: "oxlint", rule: "unicorn/no-await-in-promise-methods" },
    { linter: "oxlint", rule: "unicorn/no-single-promise-in-promise-methods" },
  ],
  options: {},
  facts: ["gather"],

  *check(fact) {
    if (yield* isGatherOfOnePromise(fact)) {
      const message = say`\`Promise.${fact.combinator}\` has only one promise to wait for.`;
      return [{ span: spanOf(fact.call.expression), message }];
    }
    return fact.awaits.map((each): RuleFinding => ({ span: spanOf(each), message: describe(each, fact) }));
  },

  // oxlint-disable-next-line require-yield -- What asks nothing yields nothing.
  *fixes({ span }, fact, file) {
    const own = fact.awaits.find((each) => each.getStart() === span.start);
    if (own === undefined) {
      const direct = fact.single && awaitDirectly(fact, fact.single, file);
      if (direct === undefined) return [];
      const isTyped = fact.single!.use.kind === "declared" && fact.single!.use.declaration.type !== undefined;
      return [fix(say`Await it directly`, direct, { isPreferred: true, needsCheck: isTyped })];
    }
    if (!isRemovable(own)) return [];
    const edits = removeInnerAwaits(fact, file);
    const title = edits.length === 1 ? say`Remove the inner \`await\`` : say`Remove the inner \`await\`s`;
    return [fix(title, edits, { isPreferred: true, needsCheck: fact.call.typeArguments !== undefined })];
  },
});

/** An array or a value that is no promise is another mistake than a gather of one. */
function* isGatherOfOnePromise({ single }: Gather): Inquiry<boolean> {
  if (single === undefined) return false;
  const element = skipOuter(single.element);
  const shape = yield* ask("promise-shape", is.isAwaitExpression(element) ? element.expression : single.element);
  return shape === "promise" || shape === "maybe-promise";
}

function describe(inner: AwaitExpression, { list, combinator }: Gather): string {
  const isBeforeWork = list.elements.some((element) => element.pos >= inner.end && startsWork(element));
  return isBeforeWork
    ? say`What follows in \`Promise.${combinator}\` starts only after this \`await\`.`
    : say`This \`await\` is over before \`Promise.${combinator}\` begins to wait.`;
}

/** Something is called when the element is evaluated. */
function startsWork(element: Node): boolean {
  let starts = isStart(element);
  if (isFunctionNode(element)) return false;
  forEachDescendant(element, (node) => {
    if (isFunctionNode(node)) return false;
    starts ||= isStart(node);
    return !starts;
  });
  return starts;
}

function isStart({ kind }: Node): boolean {
  return (
    kind === SyntaxKind.CallExpression ||
    kind === SyntaxKind.NewExpression ||
    kind === SyntaxKind.TaggedTemplateExpression
  );
}
