// Rewriting: waits that stand in statements of their own become one gathered wait at the place of the first. Refused
// (undefined) where the declarations cannot be put together or a comment would have no place.

import type { AwaitStep } from "../facts/await-step.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Edit } from "../text/edit.ts";
import { NodeFlags, is, isJavaScript, type Expression, type Node, type TypeNode } from "../typescript/syntax.ts";
import { gatherCall, placeOf, withoutWaits, type GatherElement } from "./gather-call.ts";
import { movedBefore } from "./made-before.ts";
import { commentBeside, commentsAbove, endOfPrevious, endWithComment } from "./statement-comments.ts";

/** What a step becomes: a place in the pattern and an element of the array. */
interface Part {
  readonly binding: string;
  readonly type: TypeNode | undefined;
  readonly value: Expression;
  /** What of the statement is kept; comments elsewhere in it have no place. */
  readonly kept: readonly Node[];
}

/** @param before declarations that have to come first */
export function gatherStatements(
  steps: readonly AwaitStep[],
  { file, text, syntax }: Pick<FileContext, "file" | "syntax" | "text">,
  before: readonly Node[],
): Edit[] | undefined {
  const statements = [...new Set(steps.map(statementOf))];
  const [first, ...others] = statements;
  if (first === undefined || !statements.every((statement) => isWhollyGathered(statement, steps))) return undefined;
  const heads = new Set(statements.filter((statement) => !isDropped(statement)).map(headOf));
  if (heads.size > 1) return undefined;
  const [head = ""] = heads;
  const parts: Part[] = [];
  for (const step of steps) {
    const part = partOf(step);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  const kept = parts.flatMap((part) => part.kept);
  if (statements.some((statement) => commentBeside(statement, kept, text) !== undefined)) return undefined;
  const annotation = annotationOf(parts);
  if (annotation === undefined || (annotation !== "" && isJavaScript(syntax))) return undefined;
  const place = placeOf(first, text);
  const elements = steps.map((step, index): GatherElement => {
    const statement = statementOf(step);
    const isFirstOf = statementOf(steps[index - 1] ?? step) !== statement;
    const isLastOf = steps[index + 1] === undefined || statementOf(steps[index + 1]!) !== statement;
    const above = index > 0 && isFirstOf ? commentsAbove(statement, text) : [];
    return {
      text: withoutWaits(parts[index]!.value, text),
      above,
      behind: isLastOf ? commentBehind(statement, text) : "",
    };
  });
  const hasSemicolon = text.slice(first.getStart(), first.end).endsWith(";");
  // Without semicolons a bracket would go on with the line before.
  const guard = head === "" && heads.size > 0 && !hasSemicolon ? ";" : "";
  const start = heads.size === 0 ? "" : `${guard}${head}${patternOf(parts)}${annotation} = `;
  const call = gatherCall(`${place.indent}${start}`, elements, place);
  return [
    ...movedBefore(first, before, { file, text }),
    {
      file,
      span: { start: first.getStart(), end: endWithComment(first, text) },
      newText: `${start}${call}${hasSemicolon ? ";" : ""}`,
    },
    ...others.map((statement) => ({
      file,
      span: { start: endOfPrevious(statement, text), end: endWithComment(statement, text) },
      newText: "",
    })),
  ];
}

/** The statement that the step is, or is a declarator of. */
export function statementOf({ target }: AwaitStep): Node {
  switch (target.kind) {
    case "declared":
      return target.node.parent.parent;
    case "assigned":
      return target.node.parent;
    case "dropped":
    case "returned":
      return target.node;
    default:
      throw new Error("a part of an expression has no statement of its own");
  }
}

/** Every declarator of the statement is one of the steps. */
function isWhollyGathered(statement: Node, steps: readonly AwaitStep[]): boolean {
  if (!is.isVariableStatement(statement)) return is.isExpressionStatement(statement);
  const own = steps.filter((step) => statementOf(step) === statement);
  return own.length === statement.declarationList.declarations.length;
}

/** `await …;` gives nothing to bind. */
function isDropped(statement: Node): boolean {
  return is.isExpressionStatement(statement) && is.isAwaitExpression(statement.expression);
}

/** What stands before the pattern: `const `, `export let `, or nothing. */
function headOf(statement: Node): string {
  if (!is.isVariableStatement(statement)) return "";
  const { declarationList, modifiers = [] } = statement;
  const kind = declarationList.flags & NodeFlags.BlockScoped;
  const keyword = kind === NodeFlags.Const ? "const" : kind === NodeFlags.Let ? "let" : "var";
  return [...[...modifiers].map((modifier) => modifier.getText()), keyword, ""].join(" ");
}

function partOf({ target, value }: AwaitStep): Part | undefined {
  if (target.kind === "assigned") {
    const { left, right } = target.node;
    const isPlain = isWhole(right, value) && (is.isIdentifier(left) || is.isPropertyAccessExpression(left));
    return isPlain ? { binding: left.getText(), type: undefined, value, kept: [left, value] } : undefined;
  }
  if (target.kind === "dropped") return { binding: "", type: undefined, value, kept: [value] };
  if (target.kind !== "declared") return undefined;
  const { name, type, initializer } = target.node;
  const kept = [name, value, ...(type === undefined ? [] : [type])];
  if (isWhole(initializer!, value)) return { binding: name.getText(), type, value, kept };
  const access = withoutParentheses(initializer!);
  // `const x = (await f()).data` is `const { data: x } = await f()`.
  if (!is.isPropertyAccessExpression(access) || !isWhole(access.expression, value) || access.questionDotToken)
    return undefined;
  if (!is.isIdentifier(name) || !is.isIdentifier(access.name) || type !== undefined) return undefined;
  const member = access.name.text;
  const binding = member === name.text ? `{ ${member} }` : `{ ${member}: ${name.text} }`;
  return { binding, type, value, kept: [name, value, access.name] };
}

/** Assertions about the result would be none about the promise. */
function isWhole(expression: Expression, value: Expression): boolean {
  const inner = withoutParentheses(expression);
  return inner === value || (is.isAwaitExpression(inner) && inner.expression === value);
}

function withoutParentheses(expression: Expression): Expression {
  let inner = expression;
  while (is.isParenthesizedExpression(inner)) inner = inner.expression;
  return inner;
}

/** A hole for each result that nobody uses, but none at the end. */
function patternOf(parts: readonly Part[]): string {
  const used = parts.slice(0, parts.findLastIndex(({ binding }) => binding !== "") + 1);
  return `[${used.map(({ binding }) => binding).join(", ")}]`;
}

/** The tuple of all types, nothing if none is stated; undefined if only some are. */
function annotationOf(parts: readonly Part[]): string | undefined {
  const types = parts.map(({ binding, type }) => type?.getText() ?? (binding === "" ? "unknown" : undefined));
  if (parts.every(({ type }) => type === undefined)) return "";
  return types.every((type) => type !== undefined) ? `: [${types.join(", ")}]` : undefined;
}

function commentBehind(statement: Node, text: string): string {
  return text.slice(statement.end, endWithComment(statement, text)).trim();
}

/** The steps are statements, or declarators of one, and no parts of an expression. */
export function areStatements(steps: readonly AwaitStep[]): boolean {
  return steps.every(({ target }) => target.kind !== "part");
}
