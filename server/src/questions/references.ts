// Question: where is what this name declares named in its project? Together with everything that has to agree with it: the
// member of an interface with all implementations, a base class's method with its overrides, a function with its overloads.

import type { Checker, NodeHandle, Symbol } from "../typescript/api.ts";
import { isOwnScript } from "../text/file-kind.ts";
import { identifiersOf } from "../typescript/scan.ts";
import { SyntaxKind, hasModifier, is, isJavaScript, type Node, type SourceFile } from "../typescript/syntax.ts";
import type { Answerer, ProgramView } from "./answerer.ts";
import { knownAliasTarget } from "./symbol-meaning.ts";

export interface NameOf {
  /** The name where something is declared or used. */
  readonly at: Node;
  /**
   * Uses that the engine does not see are looked for too, in all files of the project: those through values without a
   * type, and those of CommonJS modules.
   */
  readonly isThorough: boolean;
}

export interface References {
  /** The names, in declarations and where they are used; imports and exports under other names are followed. */
  readonly names: readonly Node[];
  /** Properties of the same name whose owner has no known type: each may be another use. */
  readonly possible: readonly Node[];
  /** What their classes extend or implement and is not known: it may prescribe what they return. */
  readonly unknownBases: readonly Node[];
}

export const answerReferences: Answerer<NameOf, References | undefined> = (view, abouts) =>
  Promise.all(abouts.map((about) => references(view, about)));

async function references(view: ProgramView, { at, isThorough }: NameOf): Promise<References | undefined> {
  const found = await view.checker.getReferencedSymbolsForNode(at, at.getStart());
  const handles = found.flatMap((entry) => entry.references);
  const resolved = await Promise.all(handles.map((handle) => handle.resolve(view.project)));
  const names = resolved.filter((node) => node !== undefined);
  if (names.length === 0 || names.length < resolved.length) return undefined;
  const unknownBases = await unknownAmong(view.checker, basesOf(names));
  const hidden = namesOutOfSight(names);
  if (hidden.size === 0 || !isThorough) return { names, possible: [], unknownBases };
  const meanings = await Promise.all(found.map(({ symbol }) => knownAliasTarget(view.checker, symbol)));
  const symbols = new Set(meanings.flatMap((symbol) => symbol?.id ?? []));
  const declarations = new Set(found.map(({ definition }) => keyOf(definition)));
  const { further, possible } = await othersOfSameName(view, { names, symbols, declarations, hidden });
  return { names: [...names, ...further], possible, unknownBases };
}

/** The expressions that name what the classes of these members extend and implement. */
function basesOf(names: readonly Node[]): Node[] {
  const owners = new Set(names.filter(isMember).map(({ parent }) => parent.parent));
  return [...owners].flatMap((owner) => {
    const clauses = (owner as { heritageClauses?: readonly Node[] }).heritageClauses ?? [];
    const types = clauses.flatMap((clause) => (clause as { types?: readonly Node[] }).types ?? []);
    return types.map((type) => lastNameOf((type as unknown as { expression: Node }).expression));
  });
}

function lastNameOf(expression: Node): Node {
  return is.isPropertyAccessExpression(expression) ? expression.name : expression;
}

async function unknownAmong(checker: Checker, nodes: readonly Node[]): Promise<Node[]> {
  if (nodes.length === 0) return [];
  const symbols = await checker.getSymbolAtLocation(nodes);
  const meanings = await Promise.all(symbols.map((symbol) => knownAliasTarget(checker, symbol)));
  return nodes.filter((_, i) => meanings[i] === undefined);
}

/**
 * The names under which the engine does not find every use: members, which may be used through values without a type;
 * what CommonJS modules export; and default exports, which dynamic imports call `default`.
 */
function namesOutOfSight(names: readonly Node[]): Set<string> {
  const hidden = new Set<string>();
  for (const name of names) {
    const { parent } = name;
    if (is.isPrivateIdentifier(name)) continue;
    if (isMember(name) || isExportedByAssignment(name)) hidden.add(textOf(name));
    if (is.isExportAssignment(parent) || hasModifier(parent, SyntaxKind.DefaultKeyword)) hidden.add("default");
  }
  return hidden;
}

/** Only what declares something: a use says nothing that its declaration does not say. */
function isMember({ parent }: Node): boolean {
  switch (parent.kind) {
    case SyntaxKind.MethodDeclaration:
    case SyntaxKind.MethodSignature:
    case SyntaxKind.PropertyDeclaration:
    case SyntaxKind.PropertySignature:
    case SyntaxKind.PropertyAssignment:
    case SyntaxKind.ShorthandPropertyAssignment:
      return true;
    default:
      return false;
  }
}

/** `exports.load = …` and other properties that JavaScript declares by assigning to them. */
function isExportedByAssignment(name: Node): boolean {
  const access = name.parent;
  return (
    isJavaScript(name.getSourceFile()) &&
    is.isPropertyAccessExpression(access) &&
    access.name === name &&
    is.isBinaryExpression(access.parent) &&
    (access.parent.left as Node) === access
  );
}

interface Known {
  readonly names: readonly Node[];
  /** Their ids, behind all aliases. */
  readonly symbols: ReadonlySet<number>;
  readonly declarations: ReadonlySet<string>;
  readonly hidden: ReadonlySet<string>;
}

async function othersOfSameName(
  view: ProgramView,
  known: Known,
): Promise<Pick<References, "possible"> & { readonly further: readonly Node[] }> {
  const { names, hidden } = known;
  const found = new Set(names);
  const candidates: Node[] = [];
  for (const file of await ownFiles(view)) {
    for (const text of hidden) {
      if (!file.text.includes(text)) continue;
      for (const node of identifiersOf(file).named(text, 0, file.end)) {
        if (!found.has(node) && mayBeUse(node)) candidates.push(node);
      }
    }
  }
  const symbols = candidates.length === 0 ? [] : await view.checker.getSymbolAtLocation(candidates);
  const further: Node[] = [];
  const possible: Node[] = [];
  await Promise.all(
    candidates.map(async (node, i) => {
      const meaning = await knownAliasTarget(view.checker, symbols[i]);
      if (meaning === undefined) possible.push(node);
      else if (isSame(meaning, known)) further.push(node);
    }),
  );
  // A name of a module without types says nothing, unless something is called by it.
  return { further, possible: possible.filter(isCalledProperty) };
}

function isSame(meaning: Symbol, { symbols, declarations }: Known): boolean {
  return symbols.has(meaning.id) || meaning.declarations.some((declaration) => declarations.has(keyOf(declaration)));
}

/** A property that is read, or a name that a pattern takes out of an object. */
function mayBeUse(node: Node): boolean {
  const { parent } = node;
  if (is.isPropertyAccessExpression(parent)) return parent.name === node;
  if (!is.isBindingElement(parent)) return false;
  return ((parent as { propertyName?: Node }).propertyName ?? parent.name) === node;
}

function isCalledProperty({ parent }: Node): boolean {
  return (
    is.isPropertyAccessExpression(parent) && is.isCallExpression(parent.parent) && parent.parent.expression === parent
  );
}

function keyOf({ path, index }: NodeHandle): string {
  return `${index}.${path}`;
}

/** The project's own sources, as opposed to what it depends on. */
async function ownFiles({ program }: ProgramView): Promise<SourceFile[]> {
  const names = await program.getSourceFileNames();
  const files = await Promise.all(names.filter(isOwnScript).map((name) => program.getSourceFile(name)));
  return files.filter((file) => file !== undefined);
}

function textOf(name: Node): string {
  return (name as unknown as { text?: string }).text ?? "";
}
