// Question: which member of which module is called, or handed over by its name: by the declaration that it resolves to, and
// through every form of import? Callees are looked up in batches; only what is stored in a variable first costs a request for each call.
//
// Where a module has no types, what the file's import or `require` says is evidence enough: `fs.readFileSync` of
// `require("fs")` can be nothing else. A function of the project is no member of a module, whatever it is called.

import { SymbolFlags, type NodeHandle, type Symbol } from "../typescript/api.ts";
import { isForeign, isStandardLibrary, packageOf } from "../text/file-kind.ts";
import { calledExpression, calledName, type NamedRun } from "../facts/handed-function.ts";
import { is, skipOuter, type Node } from "../typescript/syntax.ts";
import type { Answerer, ProgramView } from "./answerer.ts";
import { importedMember } from "./imported-member.ts";
import { GLOBAL, knownAliasTarget } from "./symbol-meaning.ts";

export interface ApiMember {
  /** A Node module without `node:`, an npm package, or `global` for the language, browsers, Deno and Bun. */
  readonly module: string;
  /**
   * What the member is called, dots between an owner and its member. Several where the declaration does not tell what
   * of it is exported: `main.sync` of a package that exports `main` is its `sync` as well.
   */
  readonly names: readonly string[];
}

export const answerApiMember: Answerer<NamedRun, ApiMember | undefined> = async (view, runs) => {
  const symbols = await symbolsOfRuns(view, runs);
  return Promise.all(runs.map((run, i) => memberOf(view, run, symbols[i])));
};

/** What the names stand for; for `{ load }` the function, and not the property. */
export async function symbolsOfRuns(
  { checker }: ProgramView,
  runs: readonly NamedRun[],
): Promise<readonly (Symbol | undefined)[]> {
  const symbols = await checker.getSymbolAtLocation(runs.map(calledName));
  return Promise.all(
    runs.map(async ({ parent }, i) => {
      return is.isShorthandPropertyAssignment(parent) ? checker.getShorthandAssignmentValueSymbol(parent) : symbols[i];
    }),
  );
}

async function memberOf(view: ProgramView, run: NamedRun, symbol: Symbol | undefined): Promise<ApiMember | undefined> {
  if (symbol === undefined) return untypedMember(view, calledExpression(run));
  const target = await knownAliasTarget(view.checker, symbol);
  if (target === undefined) return memberOfImport(view, symbol, []);
  const named = await namedMember(view, target, symbol);
  if (named !== undefined) return named;
  const declaration = target.valueDeclaration ?? target.declarations[0];
  if (declaration === undefined || isForeign(declaration.path)) return undefined;
  if ((target.flags & SymbolFlags.Variable) === 0) return undefined;
  return storedMember(view, run, declaration);
}

/** The module and name of a declared symbol; undefined for what the project declares. */
async function namedMember(view: ProgramView, symbol: Symbol, local?: Symbol): Promise<ApiMember | undefined> {
  const names = [symbol.name];
  let parent = await symbol.getParent();
  for (; parent !== undefined; parent = await parent.getParent()) {
    if (parent.name.startsWith('"')) {
      const module = moduleNamed(parent.name.slice(1, -1));
      return module === undefined ? undefined : { module, names: [names.join(".")] };
    }
    if (parent.name === GLOBAL) break;
    names.unshift(parent.name);
  }
  const declaration = symbol.valueDeclaration ?? symbol.declarations[0];
  if (declaration === undefined || !isForeign(declaration.path)) return undefined;
  const name = names.join(".");
  const isGlobal = GLOBAL_OBJECTS.test(name) || isStandardLibrary(declaration.path);
  const module = isGlobal ? undefined : await moduleAround(view, declaration);
  if (module === undefined) return { module: "global", names: [name] };
  // What a package declares outside a module is exported as a whole: `export = main`, `export default main`.
  const exported = names.slice(1).join(".");
  return { module, names: [name, ...(exported === "" && local !== symbol ? ["default"] : [exported])] };
}

/** The module that holds a declaration which it does not export by that name. */
async function moduleAround(view: ProgramView, declaration: NodeHandle): Promise<string | undefined> {
  const packageName = packageOf(declaration.path);
  // Node's types, and those that a project writes itself, describe several modules in a file.
  if (packageName !== undefined && packageName !== "node") return packageName;
  let node: Node | undefined = await declaration.resolve(view.project);
  while (node !== undefined && !(is.isModuleDeclaration(node) && is.isStringLiteral(node.name))) node = node.parent;
  return node === undefined ? undefined : moduleNamed((node.name as unknown as { text: string }).text);
}

const GLOBAL_OBJECTS = /^(?:Deno|Bun)\./;

/** The name that everybody knows a module by; undefined for a module of the project. */
function moduleNamed(name: string): string | undefined {
  const isPath = name.startsWith("/") || /^[A-Za-z]:\//.test(name);
  return isPath ? packageOf(`${name}/`) : name.replace(/^node:/, "");
}

/** A function that a variable holds: `const read = fs.readFileSync`, `const { readFileSync: read } = fs`. */
async function storedMember(view: ProgramView, run: NamedRun, variable: NodeHandle): Promise<ApiMember | undefined> {
  const declaration = await variable.resolve(view.project);
  const stored = declaration && (await storedSymbol(view, declaration));
  const member = stored && (await namedMember(view, stored));
  if (member !== undefined) return member;
  const handle = is.isCallExpression(run) ? (await view.checker.getResolvedSignature(run))?.declaration : undefined;
  // Trees of the language's library are too large to look a name up in them.
  if (handle !== undefined && handle.path !== variable.path && !isStandardLibrary(handle.path)) {
    const signature: (Node & { name?: Node }) | undefined = await handle.resolve(view.project);
    const name = signature?.name ?? (signature?.parent as { name?: Node } | undefined)?.name;
    const symbol = name && (await view.checker.getSymbolAtLocation(name));
    return symbol && namedMember(view, symbol);
  }
  return handle === undefined ? importOf(declaration, view, []) : undefined;
}

/** The member that a declaration stores: `readFileSync` of the examples above. */
async function storedSymbol({ checker }: ProgramView, declaration: Node): Promise<Symbol | undefined> {
  if (is.isBindingElement(declaration)) {
    const { propertyName, name } = declaration;
    if (propertyName !== undefined) return checker.getSymbolAtLocation(propertyName);
    // `const { readFileSync } = fs`: the name means the variable.
    const { initializer } = declaration.parent.parent as { initializer?: Node };
    const source = initializer && (await checker.getTypeAtLocation(initializer));
    return source && name && is.isIdentifier(name) ? checker.getPropertyOfType(source, name.text) : undefined;
  }
  if (!is.isVariableDeclaration(declaration) || declaration.initializer === undefined) return undefined;
  const initializer = skipOuter(declaration.initializer);
  return is.isPropertyAccessExpression(initializer) ? checker.getSymbolAtLocation(initializer.name) : undefined;
}

/** A member of something whose type is unknown, told by what the import at its root says. */
async function untypedMember(view: ProgramView, callee: Node): Promise<ApiMember | undefined> {
  const path: string[] = [];
  let root = callee;
  while (is.isPropertyAccessExpression(root) || is.isElementAccessExpression(root)) {
    const name = is.isPropertyAccessExpression(root) ? root.name : root.argumentExpression;
    path.unshift((name as { text?: string }).text ?? "");
    root = skipOuter(root.expression);
  }
  const direct = importedMember(root);
  if (direct !== undefined) return asMember(direct.module, [...direct.path, ...path]);
  if (!is.isIdentifier(root)) return undefined;
  const symbol = await view.checker.getSymbolAtLocation(root);
  if (symbol === undefined) {
    const isRuntime = GLOBAL_OBJECTS.test(`${root.text}.`);
    return isRuntime ? { module: "global", names: [[root.text, ...path].join(".")] } : undefined;
  }
  return memberOfImport(view, symbol, path);
}

async function memberOfImport(
  view: ProgramView,
  symbol: Symbol,
  path: readonly string[],
): Promise<ApiMember | undefined> {
  return importOf(await symbol.declarations[0]?.resolve(view.project), view, path);
}

/** What the declaration of a local name imports; `const sync = glob.sync` is followed to `glob`. */
async function importOf(
  declaration: Node | undefined,
  view: ProgramView,
  path: readonly string[],
): Promise<ApiMember | undefined> {
  if (declaration === undefined) return undefined;
  const imported = importedMember(declaration);
  if (imported !== undefined) return asMember(imported.module, [...imported.path, ...path]);
  if (!is.isVariableDeclaration(declaration) || declaration.initializer === undefined) return undefined;
  const initializer = skipOuter(declaration.initializer);
  // Once: longer ways from the import to the call are rare, and circular ones are possible.
  return is.isPropertyAccessExpression(initializer) ? untypedMember(view, initializer) : undefined;
}

function asMember(module: string, path: readonly string[]): ApiMember | undefined {
  if (/^[./]/.test(module)) return undefined;
  const names = path[0] === "default" && path.length > 1 ? path.slice(1) : path;
  return { module: module.replace(/^node:/, ""), names: [names.length === 0 ? "default" : names.join(".")] };
}
