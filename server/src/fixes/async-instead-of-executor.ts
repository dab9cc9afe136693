// Rewriting step: `new Promise(async (resolve, reject) => { … resolve(x); })` becomes `(async () => { … return x; })()`.
// Refused (undefined) unless every path settles the promise exactly once and as the last thing that it does, so that
// `return` and `throw` at the same places mean the same.

import type { FileContext } from "../rules/file-context.ts";
import type { Edit } from "../text/edit.ts";
import {
  SyntaxKind,
  forEachDescendant,
  is,
  isFunctionNode,
  isJavaScript,
  statementList,
  type CallExpression,
  type FunctionNode,
  type NewExpression,
  type Node,
  type ReturnStatement,
} from "../typescript/syntax.ts";
import { canBeginWithParenthesis } from "./begin-with-parenthesis.ts";
import { surround } from "./prefix.ts";

/** One call of `resolve` or `reject`, as a statement. */
interface Settlement {
  readonly call: CallExpression;
  readonly isRejection: boolean;
  readonly statement: Node;
  /** The `return;` behind it. */
  readonly exit: ReturnStatement | undefined;
}

export function asyncInsteadOfExecutor(
  creation: NewExpression,
  executor: FunctionNode,
  context: FileContext,
): Edit[] | undefined {
  // Parentheses or assertions around the executor, or a statement that would then go on from the line before.
  if (creation.arguments?.length !== 1 || creation.arguments[0] !== (executor as Node)) return undefined;
  if (!canBeginWithParenthesis(creation, context.text)) return undefined;
  const head = rewriteHead(creation, executor, context);
  const body = rewriteBody(executor, context);
  return head && body && [...head, ...body];
}

function rewriteHead(creation: NewExpression, executor: FunctionNode, context: FileContext): Edit[] | undefined {
  const { file, text } = context;
  const parameters = [...executor.parameters];
  const [first, last] = [parameters[0], parameters.at(-1)];
  if (first === undefined || last === undefined || parameters.length > 2) return undefined;
  const arePlain = parameters.every(
    ({ name, initializer, dotDotDotToken }) => is.isIdentifier(name) && !initializer && !dotDotDotToken,
  );
  const types = creation.typeArguments ?? [];
  if (!arePlain || executor.type !== undefined || types.length > 1) return undefined;
  const isParenthesized = text[first.pos - 1] === "(";
  const end = isParenthesized ? last.end + (/^\s*,?\s*\)/.exec(text.slice(last.end))?.[0].length ?? NaN) : last.end;
  const list = { start: isParenthesized ? first.pos - 1 : first.getStart(), end };
  const start = { start: creation.getStart(), end: executor.getStart() };
  const rest = { start: executor.end, end: creation.end };
  if (Number.isNaN(end) || [list, start, rest].some((span) => hasComment(text.slice(span.start, span.end)))) {
    return undefined;
  }
  const type =
    types[0] === undefined || isJavaScript(creation.getSourceFile()) ? "" : `: Promise<${types[0].getText()}>`;
  return [
    { file, span: start, newText: "(" },
    { file, span: list, newText: `()${type}` },
    { file, span: rest, newText: ")()" },
  ];
}

function rewriteBody(executor: FunctionNode, context: FileContext): Edit[] | undefined {
  const { body } = executor;
  const [resolve, reject] = executor.parameters.map(({ name }) => name.getText());
  if (body === undefined || resolve === undefined) return undefined;
  // A function that is no arrow has `arguments` of its own: the executor's are `resolve` and `reject`.
  const hasArguments = executor.kind !== SyntaxKind.ArrowFunction && uses(executor, ["arguments"]).length > 0;
  if (hasArguments || (executor as { name?: Node }).name !== undefined) return undefined;
  const names = reject === undefined ? [resolve] : [resolve, reject];
  const named = uses(body, names);
  if (!is.isBlock(body)) return rewriteExpression(body, named, resolve, context);
  const settlements = named.map((use) => settlementAt(use, executor, reject));
  const known = settlements.filter((each) => each !== undefined);
  if (known.length === 0 || known.length < settlements.length) return undefined;
  const ends = new Set(known.flatMap(({ statement, exit }) => (exit === undefined ? [statement] : [statement, exit])));
  if (!returnsIn(body).every((each) => ends.has(each)) || !isSettled(body.statements, ends)) return undefined;
  const edits = known.map((each) => rewriteSettlement(each, context));
  return edits.includes(undefined) ? undefined : edits.flatMap((each) => each!);
}

/** `async (resolve) => resolve(await f())`. */
function rewriteExpression(body: Node, named: readonly Node[], resolve: string, context: FileContext) {
  if (!is.isCallExpression(body) || named.length !== 1 || body.expression !== named[0]) return undefined;
  if ((named[0] as { text?: string }).text !== resolve || !hasOneArgument(body)) return undefined;
  const edits = unwrapArgument(body, "", context);
  const isObject = is.isObjectLiteralExpression(body.arguments[0]!);
  return edits && isObject ? [...edits, ...surround(context.file, body.arguments[0]!, "(", ")")] : edits;
}

/** Identifiers with one of the names that are no members' names; a name that something inside hides counts too. */
function uses(node: Node, names: readonly string[]): Node[] {
  const found: Node[] = [];
  forEachDescendant(node, (each) => {
    if (!is.isIdentifier(each) || !names.includes(each.text)) return;
    const { parent } = each;
    const isMember = (is.isPropertyAccessExpression(parent) || is.isPropertyAssignment(parent)) && parent.name === each;
    if (!isMember) found.push(each);
  });
  return found;
}

/** The settlement that the name stands for; undefined if it is anything else, or if anything happens after it. */
function settlementAt(use: Node, executor: FunctionNode, reject: string | undefined): Settlement | undefined {
  const call = use.parent;
  if (!is.isCallExpression(call) || call.expression !== use || call.questionDotToken !== undefined) return undefined;
  if (call.typeArguments !== undefined || (call.arguments.length > 0 && !hasOneArgument(call))) return undefined;
  const statement = call.parent;
  if (!is.isExpressionStatement(statement) && !is.isReturnStatement(statement)) return undefined;
  const isRejection = (use as { text?: string }).text === reject;
  const exit = is.isReturnStatement(statement) ? undefined : exitBehind(statement);
  const isLast = is.isReturnStatement(statement) || exit !== undefined;
  return staysAsItWas(statement, executor, isRejection, isLast) ? { call, isRejection, statement, exit } : undefined;
}

function hasOneArgument(call: CallExpression): boolean {
  return call.arguments.length === 1 && !is.isSpreadElement(call.arguments[0]!);
}

function exitBehind(statement: Node): ReturnStatement | undefined {
  const list = statementList(statement);
  const next = list?.[list.indexOf(statement) + 1];
  return next !== undefined && is.isReturnStatement(next) && next.expression === undefined ? next : undefined;
}

/** Leaving the function at the statement runs no more and no less than going on from it does. */
function staysAsItWas(statement: Node, executor: FunctionNode, isRejection: boolean, isLast: boolean): boolean {
  let leaves = isLast;
  for (let child: Node = statement; child.parent !== executor; child = child.parent) {
    const { parent } = child;
    // Called later, or by somebody else.
    if (isFunctionNode(parent)) return false;
    if (is.isTryStatement(parent)) {
      // What `finally` does would come before the promise is settled.
      if (parent.finallyBlock !== undefined) return false;
      if (isRejection && child === parent.tryBlock && parent.catchClause !== undefined) return false;
    }
    if (leaves) continue;
    switch (parent.kind) {
      case SyntaxKind.Block:
        if ((parent as unknown as { statements: readonly Node[] }).statements.at(-1) !== child) return false;
        break;
      case SyntaxKind.IfStatement:
      case SyntaxKind.TryStatement:
      case SyntaxKind.CatchClause:
        break;
      default:
        return false;
    }
  }
  return true;
}

/** Every way through the statements ends in a settlement or a `throw`. */
function isSettled(statements: readonly Node[], ends: ReadonlySet<Node>): boolean {
  const last = statements.at(-1);
  if (last === undefined) return false;
  if (ends.has(last) || is.isThrowStatement(last)) return true;
  if (is.isBlock(last)) return isSettled(last.statements, ends);
  if (is.isIfStatement(last)) {
    return (
      isSettled([last.thenStatement], ends) && last.elseStatement !== undefined && isSettled([last.elseStatement], ends)
    );
  }
  if (!is.isTryStatement(last) || !isSettled(last.tryBlock.statements, ends)) return false;
  return last.catchClause === undefined || isSettled(last.catchClause.block.statements, ends);
}

function returnsIn(body: Node): Node[] {
  const found: Node[] = [];
  forEachDescendant(body, (node) => {
    if (is.isReturnStatement(node)) found.push(node);
    return !isFunctionNode(node);
  });
  return found;
}

function rewriteSettlement(settlement: Settlement, context: FileContext): Edit[] | undefined {
  const { call, isRejection, statement, exit } = settlement;
  const { file, text } = context;
  const keyword = isRejection ? "throw" : "return";
  const start = statement.getStart();
  if (call.arguments.length === 1) {
    const edits = unwrapArgument(call, `${keyword} `, context, start);
    if (edits === undefined || exit === undefined) return edits;
    if (text.slice(statement.end, exit.getStart()).trim() !== "") return undefined;
    return [...edits, { file, span: { start: statement.end, end: exit.end }, newText: "" }];
  }
  if (hasComment(text.slice(start, call.end))) return undefined;
  if (isRejection) {
    const thrown = { file, span: { start, end: call.end }, newText: "throw undefined" };
    if (exit === undefined) return [thrown];
    if (text.slice(statement.end, exit.getStart()).trim() !== "") return undefined;
    return [thrown, { file, span: { start: statement.end, end: exit.end }, newText: "" }];
  }
  // `resolve();` says nothing where the function ends anyway, or where `return;` follows.
  const isEnd = isFunctionNode(statement.parent.parent) && !is.isReturnStatement(statement);
  if (exit === undefined && !isEnd) return [{ file, span: { start, end: call.end }, newText: "return" }];
  const indent = /(?:\r?\n)?[ \t]*$/.exec(text.slice(statement.pos, start))![0];
  return [{ file, span: { start: start - indent.length, end: statement.end }, newText: "" }];
}

/** Leaves of a call's stretch, or of that from `start` on, only the argument. */
function unwrapArgument(call: CallExpression, before: string, { file, text }: FileContext, start = call.getStart()) {
  const argument = call.arguments[0]!;
  const head = { start, end: argument.getStart() };
  const tail = { start: argument.end, end: call.end };
  if (hasComment(text.slice(head.start, head.end)) || hasComment(text.slice(tail.start, tail.end))) return undefined;
  return [
    { file, span: head, newText: before },
    { file, span: tail, newText: "" },
  ];
}

function hasComment(code: string): boolean {
  return /\/[/*]/.test(code);
}
