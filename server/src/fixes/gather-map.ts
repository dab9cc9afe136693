// Rewriting step: let the callbacks of `map` wait, all at once, where a single `await` is not legal because `map` does not
// wait for its callback. Exact only if the callbacks change nothing, since they no longer run one after another.

import type { AsyncContext } from "../facts/async-context.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Edit } from "../text/edit.ts";
import {
  SyntaxKind,
  enclosingFunction,
  forEachDescendant,
  is,
  isAssignmentOperator,
  isAsync,
  skipOuter,
  type CallExpression,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import { awaitPlace } from "./await-place.ts";
import { canBeginWithParenthesis } from "./begin-with-parenthesis.ts";
import { needsParentheses } from "./parentheses.ts";
import { insert, surround } from "./prefix.ts";

/**
 * The edits that make the callback of `map` async and gather what it returns; undefined if the call is no part of such
 * a callback, or if the callback does more than compute a value.
 */
export function* gatherMap(
  call: CallExpression,
  { passedTo }: AsyncContext,
  file: FileContext,
): Inquiry<readonly Edit[] | undefined> {
  const map = passedTo[0]?.call;
  const callback = enclosingFunction(call);
  if (map === undefined || !is.isCallExpression(map) || callback === undefined || isAsync(callback)) return undefined;
  const arrow: Node = callback;
  if (!is.isArrowFunction(arrow)) return undefined;
  if (!map.arguments.some((argument) => skipOuter(argument) === arrow) || is.isBlock(arrow.body)) return undefined;
  if (!isOrderFree(arrow.body, call)) return undefined;
  const member = yield* ask("api-member", map);
  if (!member?.names.some((name) => /^(?:Readonly)?Array\.map$/.test(name))) return undefined;
  const { kind } = awaitPlace(map);
  if (kind !== "async" && kind !== "top-level") return undefined;
  if (kind === "top-level" && (yield* ask("top-level-await", map)) === "forbidden") return undefined;
  const gathered = gatherEdits(map, file);
  if (gathered === undefined) return undefined;
  const type = arrow.type === undefined ? [] : surround(file.file, arrow.type, "Promise<", ">");
  return [...gathered, insert(file.file, arrow.getStart(), "async "), ...type];
}

/** `await Promise.all(…)` around the call, unless it stands in one already. */
function gatherEdits(map: CallExpression, { file, text }: FileContext): Edit[] | undefined {
  const { parent } = map;
  if (is.isCallExpression(parent) && parent.expression.getText() === "Promise.all") return [];
  if (!needsParentheses(map)) return surround(file, map, "await Promise.all(", ")");
  return canBeginWithParenthesis(map, text) ? surround(file, map, "(await Promise.all(", "))") : undefined;
}

/** The expression assigns nothing, and calls only what is known to change nothing. */
function isOrderFree(body: Expression, blocking: CallExpression): boolean {
  let isFree = true;
  const visit = (node: Node) => {
    isFree &&= node === blocking || !mayChange(node);
    return isFree;
  };
  if (visit(body)) forEachDescendant(body, visit);
  return isFree;
}

function mayChange(node: Node): boolean {
  switch (node.kind) {
    case SyntaxKind.CallExpression:
      return !HARMLESS_CALLS.test((node as CallExpression).expression.getText());
    case SyntaxKind.BinaryExpression:
      return isAssignmentOperator((node as unknown as { operatorToken: Node }).operatorToken);
    case SyntaxKind.PostfixUnaryExpression:
    case SyntaxKind.DeleteExpression:
    case SyntaxKind.NewExpression:
    case SyntaxKind.TaggedTemplateExpression:
      return true;
    case SyntaxKind.PrefixUnaryExpression:
      return /^(?:\+\+|--)/.test(node.getText());
    default:
      return false;
  }
}

/** Functions that compute a path or look at a text. */
const HARMLESS_CALLS =
  /^(?:JSON\.parse|Number|String|(?:path\.)?(?:join|resolve|dirname|basename|extname|relative))$|\.(?:toString|trim|split|slice|startsWith|endsWith|includes|isFile|isDirectory)$/;
