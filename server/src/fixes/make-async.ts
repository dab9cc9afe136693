// Rewriting step: make a function async, together with everything in the project that calls it. Refused (undefined)
// wherever a caller is unknown or would see the difference; the speculative type check has the last word.

import { ask, type Inquiry } from "../questions/question.ts";
import type { Usage } from "../questions/usages.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Edit } from "../text/edit.ts";
import {
  SyntaxKind,
  enclosingFunction,
  hasModifier,
  is,
  isAsync,
  isFunctionNode,
  isGenerator,
  isJavaScript,
  outermost,
  skipTrivia,
  statementList,
  type Expression,
  type FunctionNode,
  type Node,
  type TypeNode,
} from "../typescript/syntax.ts";
import { awaitPlace } from "./await-place.ts";
import { insert, prefix, surround } from "./prefix.ts";

/**
 * How far the change may go. `nearby`: to a few functions that nothing depends on, and to places that can await already.
 * `project`: to whoever uses the result, however many functions become async by that; exported ones too.
 */
export type Reach = "nearby" | "project";

/** Callers of callers of callers: beyond this the change is a project, not a quick fix. */
const MOST_FUNCTIONS: Readonly<Record<Reach, number>> = { nearby: 4, project: 50 };

/** What one rewrite has decided so far. */
interface Plan {
  readonly file: FileContext;
  readonly reach: Reach;
  readonly functions: Set<FunctionNode>;
  readonly edits: Edit[];
}

/**
 * The edits that make `fn` async and await its calls, wherever they are. They do not touch the body of `fn` except
 * where it calls itself.
 */
export function* makeAsync(
  fn: FunctionNode,
  file: FileContext,
  reach: Reach = "nearby",
): Inquiry<readonly Edit[] | undefined> {
  const plan: Plan = { file, reach, functions: new Set(), edits: [] };
  return (yield* addFunction(fn, plan)) ? plan.edits : undefined;
}

/** The name that a title shows for the function: its own, or that of what holds it. */
export function functionName(fn: FunctionNode): string | undefined {
  const own = (fn as { name?: Node & { text?: string } }).name?.text;
  if (own !== undefined) return own;
  const holder = fn.parent;
  const isHolder =
    is.isVariableDeclaration(holder) || is.isPropertyDeclaration(holder) || is.isPropertyAssignment(holder);
  return isHolder ? (holder.name as { text?: string }).text : undefined;
}

function* addFunction(fn: FunctionNode, plan: Plan): Inquiry<boolean> {
  if (plan.functions.has(fn)) return true;
  if (plan.functions.size >= MOST_FUNCTIONS[plan.reach] || !canBecomeAsync(fn)) return false;
  plan.functions.add(fn);
  const usages = yield* callersOf(fn, plan);
  if (usages === undefined) return false;
  plan.edits.push(...asyncSignature(fn));
  for (const usage of usages) if (!(yield* addUsage(usage, plan))) return false;
  return true;
}

/** Code that we cannot see may call what the package exports; who changes the project as a whole has decided on that. */
function mayHaveUnknownCallers({ file, reach }: Plan): boolean {
  return file.isPublished && reach === "nearby";
}

/** Every place that sees what the function returns; none for a callback whose receiver waits for promises. */
function* callersOf(fn: FunctionNode, plan: Plan): Inquiry<readonly Usage[] | undefined> {
  if (isInlineCallback(fn)) return (yield* ask("contextual-return", fn)) === "promise" ? [] : undefined;
  if (!isDeclaredAlone(fn)) return undefined;
  if (isExported(fn) && mayHaveUnknownCallers(plan)) return undefined;
  return yield* ask("usages", fn);
}

function* addUsage(usage: Usage, plan: Plan): Inquiry<boolean> {
  if (isImportOrExport(usage.name)) {
    return !(isReexported(usage.name) && mayHaveUnknownCallers(plan));
  }
  const { call } = usage;
  if (call === undefined || isForeign(usage.name)) return false;
  const outer = outermost(call);
  const parent = outer.parent;
  if (is.isAwaitExpression(parent) || is.isVoidExpression(parent)) return true;
  const path = call.getSourceFile().fileName;
  if (is.isExpressionStatement(parent)) {
    if (!(yield* becomesAwaitable(call, plan))) return false;
    plan.edits.push(...prefix(path, outer, "await"));
    return true;
  }
  const caller = enclosingFunction(call);
  const isReturned = is.isReturnStatement(parent) || (parent as unknown) === caller;
  if (isReturned && caller !== undefined && (isAsync(caller) || plan.functions.has(caller))) return true;
  // The value is used: it may be awaited in place; for a change nearby no further function is changed for it.
  const isLegal = plan.reach === "project" ? yield* becomesAwaitable(call, plan) : awaitPlace(call).kind === "async";
  if (!isLegal) return false;
  const needsParentheses =
    is.isPropertyAccessExpression(parent) ||
    is.isElementAccessExpression(parent) ||
    (is.isCallExpression(parent) && parent.expression === outer);
  plan.edits.push(...(needsParentheses ? surround(path, outer, "(await ", ")") : prefix(path, outer, "await")));
  return !is.isSpreadElement(parent);
}

/** `await` is legal at the call, or becomes so by making the caller async too. */
function* becomesAwaitable(call: Expression, plan: Plan): Inquiry<boolean> {
  const place = awaitPlace(call);
  switch (place.kind) {
    case "async":
      return true;
    case "top-level":
      return (yield* ask("top-level-await", call)) === "allowed";
    case "function":
      return yield* addFunction(place.fn, plan);
    case "nowhere":
      return false;
  }
}

/** The function's kind, modifiers and return type allow it to become async at all. */
function canBecomeAsync(fn: FunctionNode): boolean {
  if (fn.body === undefined || isAsync(fn) || isGenerator(fn)) return false;
  if (fn.kind === SyntaxKind.Constructor || fn.kind === SyntaxKind.GetAccessor || fn.kind === SyntaxKind.SetAccessor) {
    return false;
  }
  // A predicate narrows only in a synchronous function, and an assertion must run at once.
  if (fn.type?.kind === SyntaxKind.TypePredicate) return false;
  // JavaScript may state its return type in a comment that we do not rewrite.
  return !(isJavaScript(fn.getSourceFile()) && /@(?:returns?|type)\b/.test(leadingComment(fn)));
}

/** `async` and, for an explicit return type, `Promise<…>`. */
function asyncSignature(fn: FunctionNode): Edit[] {
  const source = fn.getSourceFile();
  const path = source.fileName;
  const modifiers = (fn as { modifiers?: readonly Node[] }).modifiers;
  const last = modifiers?.at(-1);
  // Behind the modifiers and on the line of the name, since no line break may follow `async`.
  const start = last === undefined ? fn.getStart() : skipTrivia(source.text, last.end);
  const edits = [insert(path, start, "async ")];
  if (fn.type !== undefined && !isPromiseType(fn.type)) edits.push(...surround(path, fn.type, "Promise<", ">"));
  return edits;
}

function isPromiseType(type: TypeNode): boolean {
  return is.isTypeReferenceNode(type) && is.isIdentifier(type.typeName) && type.typeName.text === "Promise";
}

function isInlineCallback(fn: FunctionNode): boolean {
  if (fn.kind !== SyntaxKind.ArrowFunction && fn.kind !== SyntaxKind.FunctionExpression) return false;
  const holder = fn.parent;
  return !(is.isVariableDeclaration(holder) || is.isPropertyDeclaration(holder));
}

/** Nothing beside the function itself says what it returns: no overload, annotation, interface or base class. */
function isDeclaredAlone(fn: FunctionNode): boolean {
  if (fn.kind === SyntaxKind.FunctionDeclaration) return "name" in fn && fn.name !== undefined && !hasOverloads(fn);
  const holder = (fn as Node).kind === SyntaxKind.MethodDeclaration ? (fn as Node) : fn.parent;
  if (is.isVariableDeclaration(holder)) return holder.type === undefined && is.isIdentifier(holder.name);
  if (!is.isMethodDeclaration(holder) && !is.isPropertyDeclaration(holder)) return false;
  if (is.isPropertyDeclaration(holder) && holder.type !== undefined) return false;
  const owner = holder.parent as { heritageClauses?: readonly Node[]; members?: readonly Node[] };
  if (owner.members === undefined || hasModifier(holder, SyntaxKind.OverrideKeyword)) return false;
  const isPrivate = is.isPrivateIdentifier(holder.name) || hasModifier(holder, SyntaxKind.PrivateKeyword);
  return (isPrivate || !owner.heritageClauses?.length) && !hasOverloads(holder);
}

function hasOverloads(declaration: Node): boolean {
  const siblings = statementList(declaration) ?? (declaration.parent as { members?: readonly Node[] }).members ?? [];
  const name = (declaration as { name?: Node }).name?.getText();
  return [...siblings].some(
    (other) =>
      other !== declaration &&
      other.kind === declaration.kind &&
      (other as { body?: Node }).body === undefined &&
      (other as { name?: Node }).name?.getText() === name,
  );
}

function isExported(fn: FunctionNode): boolean {
  for (let node: Node = fn; node.parent !== undefined; node = node.parent) {
    if (hasModifier(node, SyntaxKind.ExportKeyword)) return true;
    if (is.isPropertyDeclaration(node) || is.isMethodDeclaration(node)) {
      if (is.isPrivateIdentifier(node.name) || hasModifier(node, SyntaxKind.PrivateKeyword)) return false;
    } else if (node !== fn && isFunctionNode(node)) return false;
  }
  return false;
}

function isImportOrExport(name: Node): boolean {
  const parent = name.parent;
  return is.isImportSpecifier(parent) || is.isImportClause(parent) || is.isExportSpecifier(parent);
}

function isReexported(name: Node): boolean {
  return is.isExportSpecifier(name.parent);
}

function isForeign(node: Node): boolean {
  const path = node.getSourceFile().fileName;
  return path.includes("/node_modules/") || /\.d\.[cm]?ts$/.test(path);
}

function leadingComment(fn: FunctionNode): string {
  const holder = is.isVariableDeclaration(fn.parent) ? fn.parent.parent.parent : (fn as Node);
  return holder.getSourceFile().text.slice(holder.pos, holder.getStart());
}
