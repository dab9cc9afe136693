// Rewriting: waits that stand in statements of which some have to stay, since they make something of the result, return it
// or declare it in another way: one gathered wait in front of them gives each result a name. Refused (undefined) where a
// name or a comment would have no place.

import type { AwaitStep } from "../facts/await-step.ts";
import type { Inquiry } from "../questions/question.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Edit } from "../text/edit.ts";
import { NodeFlags, is, type Node, type VariableDeclarationList } from "../typescript/syntax.ts";
import { gatherCall, placeOf, withoutWaits, type GatherElement } from "./gather-call.ts";
import { freeName, nameForResult, replaceWait } from "./gather-expression.ts";
import { statementOf } from "./gather-statements.ts";
import { movedBefore } from "./made-before.ts";
import { commentBeside, commentsAbove, endOfPrevious, endWithComment } from "./statement-comments.ts";

/** @param made declarations that have to come first */
export function* gatherKept(
  steps: readonly AwaitStep[],
  { file, text }: Pick<FileContext, "file" | "text">,
  made: readonly Node[],
): Inquiry<Edit[] | undefined> {
  const [first] = steps;
  if (first === undefined || steps.some((step) => !hasPlace(step))) return undefined;
  const anchor = statementOf(first);
  const place = placeOf(anchor, text);
  const bindings: string[] = [];
  const elements: GatherElement[] = [];
  const edits: Edit[] = [];
  for (const step of steps) {
    const statement = statementOf(step);
    const isFirst = statement === anchor;
    const plain = plainBinding(step);
    if (plain === undefined) {
      const name = yield* freeName(wishedName(step), bindings, anchor);
      if (name === undefined) return undefined;
      bindings.push(name);
      edits.push(replaceWait(step, name, { file, text }));
    } else {
      if (commentBeside(statement, [plain, step.value], text) !== undefined) return undefined;
      bindings.push(plain.getText());
      if (!isFirst) {
        const span = { start: endOfPrevious(statement, text), end: endWithComment(statement, text) };
        edits.push({ file, span, newText: "" });
      }
    }
    const isMoved = plain !== undefined && !isFirst;
    elements.push({
      text: withoutWaits(step.value, text),
      above: isMoved ? commentsAbove(statement, text) : [],
      behind: plain === undefined ? "" : text.slice(statement.end, endWithComment(statement, text)).trim(),
    });
  }
  const isReplaced = plainBinding(first) !== undefined;
  const before = `const [${bindings.join(", ")}] = `;
  const end = /;\s*$/.test(text.slice(anchor.pos, anchor.end)) ? ";" : "";
  const call = gatherCall(`${place.indent}${before}`, elements, place);
  const start = anchor.getStart();
  const span = { start, end: isReplaced ? endWithComment(anchor, text) : start };
  const rest = isReplaced ? end : `${end}${place.lineBreak}${place.indent}`;
  const moved = movedBefore(anchor, made, { file, text });
  return [...moved, { file, span, newText: `${before}${call}${rest}` }, ...edits];
}

/** Statements with several declarators stay as they are; of conditionals, only what is whole can be named. */
function hasPlace({ target, wait, value }: AwaitStep): boolean {
  if (target.kind === "part" || target.kind === "dropped") return false;
  if (target.kind === "declared" && [...(target.node.parent as VariableDeclarationList).declarations].length > 1)
    return false;
  return value === wait.expression;
}

/** The name or pattern of a constant that gets nothing but the result. */
function plainBinding({ target, wait }: AwaitStep): Node | undefined {
  if (target.kind !== "declared" || target.node.type !== undefined || target.node.initializer !== wait)
    return undefined;
  const { name, parent } = target.node;
  const isConst = (parent.flags & NodeFlags.BlockScoped) === NodeFlags.Const;
  const isExported = is.isVariableStatement(parent.parent) && (parent.parent.modifiers?.length ?? 0) > 0;
  return isConst && !isExported ? name : undefined;
}

/** `configResult` for what `config` is made of. */
function wishedName({ target, operands: [operand], wrapping }: AwaitStep): string {
  if (target.kind === "declared" && is.isIdentifier(target.node.name) && wrapping !== undefined) {
    return `${target.node.name.text}Result`;
  }
  return operand === undefined ? "result" : nameForResult(operand);
}
