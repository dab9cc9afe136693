// The repairs of a promise that gets its handler too late: wait for it together with what comes before, or give it a
// handler at once.

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
import { indentOf, lineBreakOf, removeStatement } from "./lines.ts";
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
  const what = waits.length === 2 ? "both" : "all";
  return [fix(`Wait for ${what} together`, gatherEdits(waits, context), { isPreferred: true })];
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
  return [fix("Wait for all together", edits, { isPreferred: true })];
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
  return [fix("Attach a handler now", [insert(file, at, next)], { needsCheck })];
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
function gatherEdits(waits: readonly Wait[], { file, text }: FileContext): Edit[] {
  const last = waits.at(-1)!.statement;
  const parts = waits.flatMap((wait) => partsOf(wait, text));
  const operands = parts.map(({ operand }) => operand).join(", ");
  const gathered = `await Promise.all([${operands}])${text[last.end - 1] === ";" ? ";" : ""}`;
  const removed = waits.slice(0, -1).map(({ statement }) => removeStatement(statement, file, text));
  const span = { start: last.getStart(), end: last.end };
  const keyword = waits.find(({ binding }) => binding)?.binding?.keyword;
  const newText = keyword === undefined ? gathered : `${keyword} ${patternOf(parts)} = ${gathered}`;
  return [...removed, { file, span, newText }];
}

/** One element of the gather, as text. */
interface Part {
  readonly operand: string;
  readonly name: string | undefined;
  readonly type: string | undefined;
}

/** A wait as elements of a gather: one, or what a gather that it waits for already has. */
function partsOf({ operand, binding }: Wait, text: string): Part[] {
  const elements = gatheredBy(operand, text);
  const name = binding?.name;
  if (elements !== undefined && name === undefined) {
    return elements.map((each) => ({ operand: each.getText(), name: undefined, type: undefined }));
  }
  if (elements !== undefined && binding!.type === undefined && is.isArrayBindingPattern(name!)) {
    const names = name.elements.map((each) => (each.name === undefined ? undefined : each.getText()));
    const isWhole = names.length <= elements.length && !names.some((each) => each?.startsWith("..."));
    if (isWhole) {
      return elements.map((each, i) => ({ operand: each.getText(), name: names[i], type: undefined }));
    }
  }
  return [{ operand: operand.getText(), name: name?.getText(), type: binding?.type?.getText() }];
}

/** The `a` and `b` of `Promise.all([a, b])`. */
function gatheredBy(operand: Expression, text: string): readonly Expression[] | undefined {
  if (!is.isCallExpression(operand) || operand.expression.getText() !== "Promise.all") return undefined;
  const [list, ...others] = operand.arguments;
  if (list === undefined || others.length > 0 || operand.typeArguments !== undefined) return undefined;
  if (!is.isArrayLiteralExpression(list) || hasComment(operand, [operand.expression, ...list.elements], text)) {
    return undefined;
  }
  const isPlain = list.elements.every((each) => !is.isSpreadElement(each) && !is.isOmittedExpression(each));
  return isPlain ? list.elements : undefined;
}

/** `[x, , y]`, with the types of all if they have any. */
function patternOf(parts: readonly Part[]): string {
  const named = parts.slice(0, parts.findLastIndex(({ name }) => name !== undefined) + 1);
  const names = named.map(({ name }) => name ?? "").join(", ");
  const isTyped = parts.some(({ type }) => type !== undefined);
  const types = isTyped ? `: [${parts.map(({ type }) => type ?? "unknown").join(", ")}]` : "";
  return `[${names.trimStart()}]${types}`;
}
