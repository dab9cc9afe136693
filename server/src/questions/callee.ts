// Question: which declaration does a call resolve to, named as the world knows it (package and name)?

import { SymbolFlags, type NodeHandle } from "../typescript/api.ts";
import { isForeign, isStandardLibrary, packageOf } from "../text/file-kind.ts";
import { SyntaxKind, is, skipOuter, type CallExpression, type Node } from "../typescript/syntax.ts";
import type { Answerer, ProgramView } from "./answerer.ts";

export interface Callee {
  /** The npm package, a Node module (`node:test`), or undefined for the project's own and the language's functions. */
  readonly package: string | undefined;
  /** The names around the declaration and its own, from outside in: `FastifyInstance.register`; empty without a package. */
  readonly name: string;
  /** Absolute path of the file that declares it. */
  readonly file: string;
}

export const answerCallee: Answerer<CallExpression, Callee | undefined> = async (view, calls) => {
  const identities = new Map<string, Promise<Callee | undefined>>();
  const identityOf = (declaration: NodeHandle | undefined): Promise<Callee | undefined> => {
    if (declaration === undefined) return Promise.resolve(undefined);
    const key = `${declaration.index}.${declaration.path}`;
    let identity = identities.get(key);
    if (identity === undefined) identities.set(key, (identity = identify(view, declaration)));
    return identity;
  };
  return Promise.all(
    calls.map(async (call) => {
      const callee = await identityOf((await view.checker.getResolvedSignature(call))?.declaration);
      if (callee?.package === undefined) return callee;
      const member = await identityOf(await memberDeclaration(view, call));
      // `context.test` of node:test has the signature of `test` and is still another function.
      return member?.package === callee.package ? member : callee;
    }),
  );
};

/** Where the property is declared through which the function is called. */
async function memberDeclaration(view: ProgramView, call: CallExpression): Promise<NodeHandle | undefined> {
  const callee = skipOuter(call.expression);
  if (!is.isPropertyAccessExpression(callee)) return undefined;
  const symbol = await view.checker.getSymbolAtLocation(callee.name);
  if (symbol === undefined || (symbol.flags & SymbolFlags.Property) === 0) return undefined;
  return symbol.valueDeclaration ?? symbol.declarations[0];
}

async function identify(view: ProgramView, declaration: NodeHandle): Promise<Callee | undefined> {
  // Names in the language's library, whose trees are huge, and in the project's own code tell nothing of a package.
  const tells = isForeign(declaration.path) && !isStandardLibrary(declaration.path);
  if (!tells) return { package: undefined, name: "", file: declaration.path };
  const node = await declaration.resolve(view.project);
  if (node === undefined) return undefined;
  const names: string[] = [];
  let module: string | undefined;
  for (let current: Node | undefined = node; current !== undefined; current = current.parent) {
    if (is.isModuleDeclaration(current) && current.name.kind === SyntaxKind.StringLiteral) {
      module = (current.name as unknown as { text: string }).text;
      break;
    }
    const name = nameOf(current);
    if (name !== undefined) names.unshift(name);
  }
  return { package: module ?? packageOf(declaration.path), name: names.join("."), file: declaration.path };
}

function nameOf(node: Node): string | undefined {
  const name = (node as { name?: Node & { text?: string } }).name;
  return name?.text;
}
