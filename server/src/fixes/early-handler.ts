// The repairs of a promise that gets its handler too late: wait for it together with what comes before, or give it a
// handler at once.

import { say } from "../language/say.ts";
import type { Store } from "../facts/occurrences.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Fix } from "../rules/finding.ts";
import type { Edit } from "../text/edit.ts";
import {
  NodeFlags,
  findAncestor,
  is,
  outermost,
  skipOuter,
  statementList,
  type BindingName,
  type Expression,
  type ForOfStatement,
  type Node,
  type TypeNode,
} from "../typescript/syntax.ts";
import { insert, surround } from "./prefix.ts";
import { fix } from "./promise-statement.ts";

/** A statement that does nothing but wait: `await a;` or `const x = await a;`. */
interface Wait {
  readonly statement: Node;
  readonly operand: Expression;
  readonly binding:
    | { readonly keyword: string; readonly name: BindingName; readonly type: TypeNode | undefined }
    | undefined;
}

/**
 * `const x = await a; const y = await b;` to `const [x, y] = await Promise.all([a, b]);`: from the wait in between to the
 * late one and whatever follows it, if nothing but waits for promises that have been started stands there.
 */
export function gatherFix(suspension: Node, handler: Node, context: FileContext): Fix[] {
  const from = statementOf(suspension);
  const to = statementOf(outermost(handler).parent);
  const list = from && statementList(from);
  if (from === undefined || to === undefined || list === undefined) return [];
  const waits: Wait[] = [];
  for (let index = list.indexOf(from); index < list.length; index++) {
    const wait = waitIn(list[index]!, context.text);
    if (wait === undefined || !canRunTogether([...waits, wait])) break;
    waits.push(wait);
  }
  if (waits.length < 2 || !waits.some(({ statement }) => statement === to)) return [];
  const edits = gatherEdits(waits, context);
  return edits === undefined
    ? []
    : [
        fix(waits.length === 2 ? say`Wait for both together` : say`Wait for all together`, edits, {
          isPreferred: true,
        }),
      ];
}

/** `for await (const x of list)` to `for (const x of await Promise.all(list))`. */
export function gatherLoopFix(loop: ForOfStatement, { file, text }: FileContext): Fix[] {
  const { awaitModifier } = loop;
  if (awaitModifier === undefined) return [];
  const start = awaitModifier.getStart();
  const end = awaitModifier.end + /^\s*/.exec(text.slice(awaitModifier.end))![0].length;
  const edits = [
    { file, span: { start, end }, newText: "" },
    ...surround(file, loop.expression, "await Promise.all(", ")"),
  ];
  return [fix(say`Wait for all together`, edits, { isPreferred: true })];
}

/** `p.catch(() => {});` behind the statement that starts `p`: whoever awaits it later still sees the rejection. */
export function attachFix(store: Store, suspension: Node, isMany: boolean, { file, text }: FileContext): Fix[] {
  const { node, target } = store;
  const statement = is.isVariableDeclaration(node) ? node.parent.parent : node;
  if (statementList(statement) === undefined) return [];
  // Behind a wait in the same statement it would be too late as well.
  if (statement.pos <= suspension.pos && suspension.end <= statement.end) return [];
  const name = target.getText();
  const isTerminated = text[statement.end - 1] === ";";
  const call = `${isMany ? `Promise.all(${name})` : name}.catch(() => {})${isTerminated ? ";" : ""}`;
  // A comment at the end of the line stays with the statement that it is about.
  const rest = /^[ \t]*(?:\/\/.*|\/\*[^\n]*\*\/[ \t]*)?(?=\r?\n|$)/.exec(text.slice(statement.end));
  const at = statement.end + (rest?.[0].length ?? 0);
  const next = `${lineBreakOf(text)}${indentOf(statement, text)}${call}`;
  // The variable's own type may know no `catch`, and no element that can be gathered.
  const needsCheck = !is.isVariableDeclaration(node) || node.type !== undefined;
  return [fix(say`Attach a handler now`, [insert(file, at, next)], { needsCheck })];
}

function statementOf(wait: Node): Node | undefined {
  if (!is.isAwaitExpression(wait)) return undefined;
  return findAncestor(wait, (node) => is.isStatement(node));
}

/** The statement as a wait, or undefined if it does anything else or has comments inside. */
function waitIn(statement: Node, text: string): Wait | undefined {
  if (is.isExpressionStatement(statement)) {
    const { expression: wait } = statement;
    if (!is.isAwaitExpression(wait) || hasComment(statement, [wait.expression], text)) return undefined;
    return { statement, operand: wait.expression, binding: undefined };
  }
  if (!is.isVariableStatement(statement)) return undefined;
  const { declarationList: list, modifiers } = statement;
  const [declaration, ...others] = list.declarations;
  const wait = declaration?.initializer;
  if (modifiers !== undefined || wait === undefined || others.length > 0 || !is.isAwaitExpression(wait))
    return undefined;
  const keyword = KEYWORDS.get(list.flags & NodeFlags.BlockScoped);
  const { name, type } = declaration!;
  const kept = [name, ...(type ? [type] : []), wait.expression];
  if (keyword === undefined || hasComment(statement, kept, text)) return undefined;
  return { statement, operand: wait.expression, binding: { keyword, name, type } };
}

const KEYWORDS: ReadonlyMap<NodeFlags, string> = new Map([
  [NodeFlags.Const, "const"],
  [NodeFlags.Let, "let"],
  [NodeFlags.None, "var"],
]);

/** A comment stands in what the rewriting leaves out: outside the parts that it takes over as they are. */
function hasComment(statement: Node, kept: readonly Node[], text: string): boolean {
  let at = statement.getStart();
  for (const part of kept) {
    if (text.slice(at, part.getStart()).includes("/")) return true;
    at = part.end;
  }
  return text.slice(at, statement.end).includes("/");
}

/** Every wait but the first is for something that has been started, and that none of the waits before it gives. */
function canRunTogether(waits: readonly Wait[]): boolean {
  const bindings = waits.flatMap(({ binding }) => binding ?? []);
  if (new Set(bindings.map(({ keyword }) => keyword)).size > 1) return false;
  if (new Set(bindings.map(({ type }) => type === undefined)).size > 1) return false;
  const names = bindings.map(({ name }) => name.getText());
  return waits.slice(1).every(({ operand }) => {
    const promise = skipOuter(operand);
    return is.isIdentifier(promise) && !names.some((name) => new RegExp(`\\b${promise.text}\\b`).test(name));
  });
}

/** The gathered wait takes the place of the last one, so that the comments above each stay above it. */
function gatherEdits(waits: readonly Wait[], { file, text }: FileContext): Edit[] | undefined {
  const last = waits.at(-1)!.statement;
  const operands = waits.map(({ operand }) => operand.getText());
  const gathered = `await Promise.all([${operands.join(", ")}])${text[last.end - 1] === ";" ? ";" : ""}`;
  const removed = waits.slice(0, -1).map(({ statement }) => removal(statement, { file, text }));
  const start = last.getStart();
  return [...removed, { file, span: { start, end: last.end }, newText: `${declarationOf(waits)}${gathered}` }];
}

/** `const [x, y] = ` for what the waits declare, or nothing. */
function declarationOf(waits: readonly Wait[]): string {
  const keyword = waits.find(({ binding }) => binding)?.binding?.keyword;
  if (keyword === undefined) return "";
  const used = waits.slice(0, waits.findLastIndex(({ binding }) => binding) + 1);
  const names = used.map(({ binding }) => binding?.name.getText() ?? "").join(", ");
  const isTyped = used.some(({ binding }) => binding?.type !== undefined);
  const types = isTyped ? `: [${waits.map(({ binding }) => binding?.type?.getText() ?? "unknown").join(", ")}]` : "";
  return `${keyword} [${names.trimStart()}]${types} = `;
}

/** Removes a statement, and its line if nothing else stands there. */
function removal(statement: Node, { file, text }: Pick<FileContext, "file" | "text">): Edit {
  const [start, end] = [statement.getStart(), statement.end];
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const after = /^[ \t]*(?:\r?\n)?/.exec(text.slice(end))![0];
  const isWholeLine = text.slice(lineStart, start).trim() === "" && after.endsWith("\n");
  const span = isWholeLine
    ? { start: lineStart, end: end + after.length }
    : { start, end: end + after.replace(/\r?\n$/, "").length };
  return { file, span, newText: "" };
}

function indentOf(node: Node, text: string): string {
  const start = node.getStart();
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", start - 1) + 1, start))![0];
}

function lineBreakOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
