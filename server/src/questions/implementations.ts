// Question: which functions of the project may a call of an interface's or abstract class's method run? Found by name
// first, in the texts of the project, then by type: what declares that it implements the owner, or fits it. Tests do not
// count. Who calls with a type may call anything that fits it, so if one cannot be told there is no answer.

import type { NodeHandle, Symbol, Type } from "../typescript/api.ts";
import { isForeign } from "../text/file-kind.ts";
import { identifiersOf } from "../typescript/scan.ts";
import {
  SyntaxKind,
  calleeName,
  hasModifier,
  is,
  isFunctionNode,
  outermost,
  skipOuter,
  type CallExpression,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import type { Answerer, ProgramView } from "./answerer.ts";
import { codeOfSymbol } from "./called-function.ts";
import { aliasTarget } from "./symbol-meaning.ts";

/** Members of that name, and files that mention it, above which a look at all of them costs more than it tells. */
const MOST_CANDIDATES = 40;
const MOST_FILES = 200;

/** How far up what a class extends and implements is looked at. */
const MOST_ANCESTORS = 5;

/** Undefined if the call is certain to run what it names, or if its implementations cannot be told; never empty. */
export const answerImplementations: Answerer<CallExpression, readonly FunctionNode[] | undefined> = async (
  view,
  calls,
) => {
  if (view.filesMentioning === undefined || calls.length === 0) return calls.map(() => undefined);
  const symbols = await view.checker.getSymbolAtLocation(calls.map(calleeName));
  return Promise.all(
    symbols.map(async (symbol, i) => {
      const call = calls[i]!;
      const functions = symbol && (await implementationsOf(view, symbol, call));
      for (const fn of functions ?? []) view.onFollow?.(call, fn);
      return functions;
    }),
  );
};

/** A member that may be what is run, by its name. */
interface Candidate {
  readonly name: Node;
  readonly member: Node;
}

async function implementationsOf(
  view: ProgramView,
  method: Symbol,
  call: CallExpression,
): Promise<readonly FunctionNode[] | undefined> {
  const callee = skipOuter(call.expression);
  const owner = await method.getParent();
  if (owner === undefined || !is.isPropertyAccessExpression(callee)) return undefined;
  if (!(await areVirtual(view, method.declarations))) return undefined;
  const candidates = await candidatesNamed(view, method.name);
  if (candidates === undefined || candidates.length === 0) return undefined;
  const [declared, receiver, members] = await Promise.all([
    view.checker.getDeclaredTypeOfSymbol(owner),
    view.checker.getTypeAtLocation(callee.expression),
    view.checker.getSymbolAtLocation(candidates.map(({ name }) => name)),
  ]);
  const targets = [declared, receiver].filter((type) => type !== undefined);
  const related = await Promise.all(
    candidates.map(async (each, i) => {
      const symbol = members[i];
      return symbol === undefined || (await isImplementation(view, each, symbol, owner, targets)) ? [symbol] : [];
    }),
  );
  const codes = await Promise.all(related.flat().map(async (symbol) => symbol && codeOfSymbol(view, symbol)));
  const isKnown = codes.length > 0 && codes.every((code) => code !== undefined && isFunctionNode(code));
  return isKnown ? codes : undefined;
}

/** All are methods without a body, of interfaces and abstract classes that the project declares. */
async function areVirtual(view: ProgramView, declarations: readonly NodeHandle[]): Promise<boolean> {
  const areSignatures = declarations.every(
    ({ kind, path }) =>
      (kind === SyntaxKind.MethodSignature || kind === SyntaxKind.MethodDeclaration) && !isForeign(path),
  );
  if (declarations.length === 0 || !areSignatures) return false;
  const nodes = await Promise.all(declarations.map((each) => each.resolve(view.project)));
  return nodes.every(
    (node) => node !== undefined && (!is.isMethodDeclaration(node) || hasModifier(node, SyntaxKind.AbstractKeyword)),
  );
}

/** The members of that name that have a value; undefined if there are too many, or one is given its value elsewhere. */
async function candidatesNamed(view: ProgramView, name: string): Promise<readonly Candidate[] | undefined> {
  const files = (await view.filesMentioning?.(name)) ?? [];
  if (files.length > MOST_FILES) return undefined;
  const trees = await Promise.all(files.map((file) => view.program.getSourceFile(file)));
  const found: Candidate[] = [];
  for (const tree of trees) {
    if (tree === undefined) return undefined;
    for (const node of identifiersOf(tree).named(name, 0, tree.end)) {
      if (isAssigned(node)) return undefined;
      const member = node.parent;
      if (MEMBERS.has(member.kind) && (member as { name?: Node }).name === node && hasValue(member)) {
        found.push({ name: node, member });
      }
    }
  }
  return found.length > MOST_CANDIDATES ? undefined : found;
}

const MEMBERS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.MethodDeclaration,
  SyntaxKind.GetAccessor,
  SyntaxKind.PropertyAssignment,
  SyntaxKind.PropertyDeclaration,
  SyntaxKind.ShorthandPropertyAssignment,
]);

function hasValue(member: Node): boolean {
  if (hasModifier(member, SyntaxKind.StaticKeyword)) return false;
  if (is.isMethodDeclaration(member)) return member.body !== undefined;
  return !is.isPropertyDeclaration(member) || member.initializer !== undefined;
}

/** `loader.load = …` */
function isAssigned(name: Node): boolean {
  const access = name.parent;
  if (!is.isPropertyAccessExpression(access) || access.name !== name) return false;
  const { parent } = outermost(access);
  return (
    is.isBinaryExpression(parent) && parent.left === access && parent.operatorToken.kind === SyntaxKind.EqualsToken
  );
}

async function isImplementation(
  view: ProgramView,
  { member }: Candidate,
  symbol: Symbol,
  owner: Symbol,
  targets: readonly Type[],
): Promise<boolean> {
  const { checker } = view;
  const holder = member.parent;
  const isLiteral = is.isObjectLiteralExpression(holder);
  if (!isLiteral && (await isHeir(view, holder, owner, MOST_ANCESTORS))) return true;
  const held = isLiteral ? undefined : await symbol.getParent();
  const type = isLiteral
    ? await checker.getTypeAtLocation(holder)
    : held && (await checker.getDeclaredTypeOfSymbol(held));
  if (type === undefined) return true;
  const fits = await Promise.all(targets.map((target) => checker.isTypeAssignableTo(type, target)));
  return fits.includes(true);
}

/** The class or interface says that it extends or implements the owner, directly or through others. */
async function isHeir(view: ProgramView, holder: Node, owner: Symbol, depth: number): Promise<boolean> {
  const { heritageClauses } = holder as {
    heritageClauses?: readonly { readonly types: readonly { readonly expression: Node }[] }[];
  };
  const bases = [...(heritageClauses ?? [])].flatMap(({ types }) =>
    types.map(({ expression }) => lastPart(expression)),
  );
  if (bases.length === 0 || depth === 0) return false;
  const symbols = await view.checker.getSymbolAtLocation(bases);
  const heirs = await Promise.all(
    symbols.map(async (found) => {
      if (found === undefined) return false;
      const base = await aliasTarget(view.checker, found);
      if (base.id === owner.id) return true;
      const nodes = await Promise.all(
        base.declarations.filter(({ path }) => !isForeign(path)).map((each) => each.resolve(view.project)),
      );
      const inherited = await Promise.all(
        nodes.map(async (node) => node !== undefined && isHeir(view, node, owner, depth - 1)),
      );
      return inherited.includes(true);
    }),
  );
  return heirs.includes(true);
}

function lastPart(expression: Node): Node {
  return is.isPropertyAccessExpression(expression) ? expression.name : expression;
}
