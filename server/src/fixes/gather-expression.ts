// Rewriting: waits inside one expression become one gathered wait, with as little change as is exact: an array of waits
// becomes the gather itself, arguments are spread from it, and everything else gets its values from a declaration before
// the statement. Refused (undefined) where none of these is possible.

import type { AwaitRun } from "../facts/await-run.ts";
import type { AwaitStep } from "../facts/await-step.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Edit } from "../text/edit.ts";
import {
  SyntaxKind,
  calleeName,
  is,
  outermost,
  spanOf,
  statementList,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import { gatherCall, placeOf, withoutWaits, type GatherElement } from "./gather-call.ts";

type TextContext = Pick<FileContext, "file" | "text">;

export function* gatherExpression(
  steps: readonly AwaitStep[],
  run: Pick<AwaitRun, "whole">,
  context: TextContext,
): Inquiry<Edit[] | undefined> {
  const { file, text } = context;
  const elements = steps.map(({ value }): GatherElement => ({
    text: withoutWaits(value, text),
    above: [],
    behind: "",
  }));
  const place = placeOf(steps[0]!.wait, text);
  const holder = steps[0]!.wait.parent;
  const areSiblings = steps.every(({ wait }) => wait.parent === holder);
  if (areSiblings && is.isArrayLiteralExpression(holder) && holder.elements.length === steps.length) {
    if (hasCommentBeside(holder, steps, text)) return undefined;
    const call = gatherCall(lineBefore(holder, text), elements, place);
    return [{ file, span: spanOf(holder), newText: isEnclosed(holder) ? call : `(${call})` }];
  }
  if (areSiblings && is.isCallExpression(holder) && holder.arguments.length === steps.length) {
    const span = { start: steps[0]!.wait.getStart(), end: steps.at(-1)!.wait.end };
    if (hasCommentBeside(holder, steps, text)) return undefined;
    const call = gatherCall(`${lineBefore(steps[0]!.wait, text)}...(`, elements, place);
    return [{ file, span, newText: `...(${call})` }];
  }
  return yield* gatherBefore(steps, run, context);
}

function* gatherBefore(
  steps: readonly AwaitStep[],
  { whole }: Pick<AwaitRun, "whole">,
  context: TextContext,
): Inquiry<Edit[] | undefined> {
  const { file, text } = context;
  const statement = whole?.mayFollow === true ? statementAround(whole.expression) : undefined;
  if (statement === undefined) return undefined;
  const names: string[] = [];
  for (const step of steps) {
    const name = yield* freeName(wishedName(step), names, statement);
    if (name === undefined) return undefined;
    names.push(name);
  }
  const place = placeOf(statement, text);
  const elements = steps.map(({ value }): GatherElement => ({
    text: withoutWaits(value, text),
    above: [],
    behind: "",
  }));
  const before = `const [${names.join(", ")}] = `;
  const end = /;\s*$/.test(text.slice(statement.pos, statement.end)) ? ";" : "";
  const call = gatherCall(`${place.indent}${before}`, elements, place);
  const start = statement.getStart();
  return [
    { file, span: { start, end: start }, newText: `${before}${call}${end}${place.lineBreak}${place.indent}` },
    ...steps.map((step, index) => replaceWait(step, names[index]!, context)),
  ];
}

/** `{ user: await loadUser() }` becomes `{ user }` where the names are the same. */
export function replaceWait({ wait }: AwaitStep, name: string, { file }: TextContext): Edit {
  const property = wait.parent;
  const isShort =
    is.isPropertyAssignment(property) && property.name.getText() === name && property.initializer === wait;
  const hasComment = isShort && /\/[/*]/.test(property.getText());
  return { file, span: spanOf(isShort && !hasComment ? property : outermostParentheses(wait)), newText: name };
}

function outermostParentheses(node: Node): Node {
  let outer = node;
  while (is.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  return outer;
}

/** The statement before which the gathered wait can stand: nothing of it runs before the expression, or again. */
function statementAround(whole: Node): Node | undefined {
  const user = outermost(whole).parent;
  let statement: Node = user;
  if (is.isVariableDeclaration(user)) {
    if (!is.isVariableDeclarationList(user.parent) || user.parent.declarations.length !== 1) return undefined;
    statement = user.parent.parent;
  }
  switch (statement.kind) {
    case SyntaxKind.VariableStatement:
    case SyntaxKind.ExpressionStatement:
    case SyntaxKind.ReturnStatement:
    case SyntaxKind.ThrowStatement:
    case SyntaxKind.IfStatement:
      return statementList(statement) === undefined ? undefined : statement;
    default:
      return undefined;
  }
}

export function* freeName(wish: string, taken: readonly string[], at: Node): Inquiry<string | undefined> {
  for (const name of [wish, `${wish}Result`]) {
    if (!taken.includes(name) && !(yield* ask("name-in-scope", { name, at }))) return name;
  }
  return undefined;
}

/** The name of the property that gets the value, or what the called function is named for. */
function wishedName({ wait, operands: [operand] }: AwaitStep): string {
  const property = outermost(wait).parent;
  if (is.isPropertyAssignment(property) && is.isIdentifier(property.name)) return safe(property.name.text);
  return operand === undefined ? "result" : nameForResult(operand);
}

/** `user` for what `loadUser()` gives. */
export function nameForResult(operand: Expression): string {
  const called = is.isCallExpression(operand) ? calleeName(operand).getText() : "";
  const noun = called.replace(
    /^#?(?:compute|count|fetch|find|get|list|load|lookup|query|read|search|select)_?(?=[A-Z])/,
    "",
  );
  const word = /^[A-Za-z_$][\w$]*$/.test(noun) ? noun : "result";
  return safe(word[0]!.toLowerCase() + word.slice(1));
}

function safe(name: string): string {
  return RESERVED.has(name) ? `${name}Value` : name;
}

const RESERVED: ReadonlySet<string> = new Set(
  (
    "await break case catch class const continue debugger default delete do else enum export extends false finally for " +
    "function if implements import in instanceof interface let new null package private protected public return static " +
    "super switch this throw true try typeof var void while with yield"
  ).split(" "),
);

/** Comments between the waits would have no place. */
function hasCommentBeside(holder: Node, steps: readonly AwaitStep[], text: string): boolean {
  let rest = "";
  let position = is.isCallExpression(holder) ? holder.expression.end : holder.getStart();
  for (const { wait } of steps) {
    rest += text.slice(position, wait.getStart());
    position = wait.end;
  }
  return /\/[/*]/.test(rest + text.slice(position, holder.end));
}

function lineBefore(node: Node, text: string): string {
  const start = node.getStart();
  return text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
}

/** Around the node nothing binds more tightly than `await` does. */
function isEnclosed(node: Node): boolean {
  const { parent } = node;
  switch (parent.kind) {
    case SyntaxKind.ArrowFunction:
    case SyntaxKind.ParenthesizedExpression:
    case SyntaxKind.PropertyAssignment:
    case SyntaxKind.ReturnStatement:
    case SyntaxKind.VariableDeclaration:
      return true;
    case SyntaxKind.CallExpression:
      return !is.isCallExpression(parent) || parent.expression !== node;
    default:
      return false;
  }
}
