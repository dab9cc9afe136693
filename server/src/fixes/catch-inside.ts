// Rewriting step: let a function handle what fails in it, so that nobody has to wait for its promise.

import type { Inquiry } from "../questions/question.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Fix } from "../rules/finding.ts";
import type { Edit } from "../text/edit.ts";
import {
  SyntaxKind,
  forEachDescendant,
  is,
  isFunctionNode,
  skipOuter,
  type Block,
  type Expression,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import { insert } from "./prefix.ts";
import { fix, reporterAt } from "./promise-statement.ts";

const TITLE = "Catch rejections inside";

/**
 * The body in `try`, or `.catch` behind the promise of a function without `async`.
 * @param returned what such a function returns, if it is a call
 */
export function* catchInside(
  fn: FunctionNode,
  returned: Expression | undefined,
  { file, text }: FileContext,
): Inquiry<Fix[]> {
  const body = fn.body;
  // Default values run outside the body.
  if (body === undefined || fn.parameters.some(({ initializer }) => initializer !== undefined)) return [];
  const report = yield* reporterAt(body, text);
  if (report === undefined) return [];
  const edits = editsFor(body, returned, report, file, text);
  return edits === undefined ? [] : [fix(TITLE, edits, { isPreferred: true, needsCheck: true })];
}

function editsFor(
  body: Node,
  returned: Expression | undefined,
  report: string,
  file: string,
  text: string,
): Edit[] | undefined {
  if (returned !== undefined) {
    if (!is.isCallExpression(returned)) return undefined;
    return [insert(file, returned.end, `.catch((error) => { ${report}(error); })`)];
  }
  if (is.isBlock(body)) return wrapBlock(body, report, file, text);
  const value = skipOuter(body as Expression);
  const start = body.getStart();
  const operator = is.isAwaitExpression(value) || !is.isCallExpression(value) ? "" : "await ";
  // The braces of an object would be those of a block.
  if (is.isObjectLiteralExpression(value)) return undefined;
  return [
    insert(file, start, `{ try { ${operator}`),
    insert(file, body.end, `; } catch (error) { ${report}(error); } }`),
  ];
}

/** Keeps the block's lines and indents them by one more step. */
function wrapBlock(body: Block, report: string, file: string, text: string): Edit[] | undefined {
  const open = body.getStart() + 1;
  const close = body.end - 1;
  const promises = returnedPromises(body);
  if (promises === undefined || body.statements.length === 0) return undefined;
  const awaits = promises.map((promise) => insert(file, promise.getStart(), "await "));
  const lineStart = text.lastIndexOf("\n", close - 1) + 1;
  const outer = /^[ \t]*/.exec(text.slice(lineStart))![0];
  if (!text.slice(open, close).includes("\n") || lineStart + outer.length !== close) {
    return [insert(file, open, " try {"), ...awaits, insert(file, close, `} catch (error) { ${report}(error); } `)];
  }
  const first = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", body.statements[0]!.getStart() - 1) + 1))![0];
  const step = first.startsWith(outer) && first !== outer ? first.slice(outer.length) : "  ";
  const inner = outer + step;
  const edits = [insert(file, open, `\n${inner}try {`), ...awaits];
  const fixed = textsOverLines(body);
  for (let line = text.indexOf("\n", open) + 1; line > 0 && line < lineStart; line = text.indexOf("\n", line) + 1) {
    const isBlank = text[line] === "\n" || text[line] === "\r";
    if (!isBlank && !fixed.some(({ pos, end }) => pos < line && line < end)) edits.push(insert(file, line, step));
  }
  edits.push(insert(file, lineStart, `${inner}} catch (error) {\n${inner}${step}${report}(error);\n${inner}}\n`));
  return edits;
}

/** What is returned without `await` would reject outside the `try`; undefined if a value may or may not be a promise. */
function returnedPromises(body: Block): Expression[] | undefined {
  const found: Expression[] = [];
  let isClear = true;
  forEachDescendant(body, (node) => {
    if (isFunctionNode(node)) return false;
    if (!is.isReturnStatement(node) || node.expression === undefined) return true;
    const value = skipOuter(node.expression);
    if (is.isCallExpression(value)) found.push(node.expression);
    else if (MAY_BE_PROMISE.has(value.kind)) isClear = false;
    return true;
  });
  return isClear ? found : undefined;
}

const MAY_BE_PROMISE: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.BinaryExpression,
  SyntaxKind.ConditionalExpression,
  SyntaxKind.ElementAccessExpression,
  SyntaxKind.Identifier,
  SyntaxKind.NewExpression,
  SyntaxKind.PropertyAccessExpression,
  SyntaxKind.TaggedTemplateExpression,
]);

/** Templates, whose lines are part of their text. */
function textsOverLines(body: Block): { readonly pos: number; readonly end: number }[] {
  const found: { readonly pos: number; readonly end: number }[] = [];
  forEachDescendant(body, (node) => {
    const isTemplate =
      node.kind === SyntaxKind.TemplateExpression || node.kind === SyntaxKind.NoSubstitutionTemplateLiteral;
    if (isTemplate) found.push({ pos: node.getStart(), end: node.end });
  });
  return found;
}
