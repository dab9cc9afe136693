// Loops of which names and forms tell that one thing after another is the point: attempts, pauses, batches.

import {
  NodeFlags,
  forEachDescendant,
  is,
  isFunctionNode,
  skipOuter,
  type AwaitExpression,
  type CallExpression,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import { rootName } from "./accumulation.ts";
import { hasCall } from "./await-step.ts";
import { bindingOf } from "./binding.ts";
import type { FileSyntax } from "./collector.ts";
import type { LoopHead, WaitingLoop } from "./loop-head.ts";

export function isDeliberate(loop: WaitingLoop, head: LoopHead, waits: readonly AwaitExpression[]): boolean {
  if (ATTEMPTS.test(head.names.join(" ")) || (head.kind === "numbers" && ATTEMPTS.test(head.over.getText())))
    return true;
  if (head.names.some((name) => BATCHES.test(name))) return true;
  // Whoever looks between two iterations whether to go on does not want all of them started.
  if (STOPS.test(loop.statement.getText())) return true;
  return waits.some(isPauseOrBatch) || catchChangesState(loop.statement, head);
}

/** The call that a wait starts; undefined for one of something that runs already. */
export function startedBy(wait: AwaitExpression): Expression | undefined {
  const operand = skipOuter(wait.expression);
  return is.isCallExpression(operand) && !isLookedAfter(operand) ? operand : undefined;
}

/** `pending.catch(report)`: the promise is there already. */
function isLookedAfter(call: CallExpression): boolean {
  const callee = skipOuter(call.expression);
  return is.isPropertyAccessExpression(callee) && LOOKS_AFTER.has(callee.name.text) && !hasCall(callee.expression);
}

const LOOKS_AFTER: ReadonlySet<string> = new Set(["catch", "finally"]);

const ATTEMPTS = /attempt|retr(?:y|ies)|\btries\b|backoff/i;

/** Work was cut into pieces so that not all of it is done at once. */
const BATCHES = /^(?:batch|chunk|page|slice|window)$|(?:Batch|Chunk)$/;

const STOPS = /\b(?:aborted|cancell?ed|is(?:Aborted|Cancell?ed|Stopped)|stopped|throwIf\w+)\b/;

const PAUSE =
  /^(?:(?:backoff|delay|nextTick|pause|poll|retry|setImmediate|setTimeout|sleep|throttle|tick|timeout)(?![a-z])|wait$)/;

/** `await sleep(10)`, `await new Promise(…)`, `await Promise.all(batch.map(…))`. */
export function isPauseOrBatch(wait: AwaitExpression): boolean {
  const operand = skipOuter(wait.expression);
  if (is.isNewExpression(operand)) return true;
  if (!is.isCallExpression(operand)) return false;
  const callee = skipOuter(operand.expression);
  if (is.isIdentifier(callee)) return PAUSE.test(callee.text) || callee.text === "pMap";
  if (!is.isPropertyAccessExpression(callee)) return false;
  if (PAUSE.test(callee.name.text)) return true;
  if (callee.expression.getText() !== "Promise" || callee.name.text === "resolve") return false;
  const list = operand.arguments[0] && skipOuter(operand.arguments[0]);
  return list === undefined || !is.isArrayLiteralExpression(list) || list.elements.some(is.isSpreadElement);
}

/** What a failed iteration leaves behind may matter to the next one. */
function catchChangesState(body: Node, head: LoopHead): boolean {
  let isFound = false;
  forEachDescendant(body, (node) => {
    if (isFunctionNode(node)) return false;
    if (is.isCatchClause(node)) isFound ||= changesState(node.block, head);
    return !isFound;
  });
  return isFound;
}

function changesState(block: Node, { names }: LoopHead): boolean {
  let isFound = false;
  forEachDescendant(block, (node) => {
    if (is.isBinaryExpression(node) && is.isAssignmentOperator(node.operatorToken.kind)) {
      isFound ||= !names.includes(rootName(node.left));
    } else if (is.isPostfixUnaryExpression(node)) {
      isFound = true;
    } else if (is.isCallExpression(node)) {
      const callee = skipOuter(node.expression);
      isFound ||= is.isPropertyAccessExpression(callee) && CHANGES.test(callee.name.text);
    }
    return !isFound;
  });
  return isFound;
}

const CHANGES = /^(?:add|delete|push|set|splice|unshift)$/;

/** How many iterations there are, if somebody has written it down. */
export function numberOf({ kind, over }: LoopHead, syntax: FileSyntax): number | undefined {
  const node = skipOuter(over);
  if (kind === "numbers") return is.isNumericLiteral(node) ? Number(node.text) : undefined;
  const list = kind === "items" ? literalOf(node, syntax) : undefined;
  return list !== undefined && is.isArrayLiteralExpression(list) && !list.elements.some(is.isSpreadElement)
    ? list.elements.length
    : undefined;
}

function literalOf(node: Expression, syntax: FileSyntax): Expression | undefined {
  if (!is.isIdentifier(node)) return node;
  const declaration = bindingOf(node, syntax);
  if (declaration === undefined || !is.isVariableDeclaration(declaration)) return undefined;
  const isConst = (declaration.parent.flags & NodeFlags.BlockScoped) === NodeFlags.Const;
  if (!isConst || declaration.initializer === undefined) return undefined;
  // What is filled later is longer than it was written.
  const isFilled = [...syntax.identifiers.named(node.text, 0, syntax.file.end)].some(
    ({ parent }) => is.isPropertyAccessExpression(parent) && /^(?:push|splice|unshift)$/.test(parent.name.text),
  );
  return isFilled ? undefined : skipOuter(declaration.initializer);
}
