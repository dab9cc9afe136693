// Question: which declaration does a call resolve to, named as the world knows it (package and name)?

import type { NodeHandle } from "../typescript/api.ts";
import { SyntaxKind, is, type CallExpression, type Node } from "../typescript/syntax.ts";
import type { Answerer, ProgramView } from "./answerer.ts";

export interface Callee {
  /** The npm package, a Node module (`node:test`), or undefined for the project's own and the language's functions. */
  readonly package: string | undefined;
  /** The names around the declaration and its own, from outside in: `FastifyInstance.register`, `test.skip`. */
  readonly name: string;
  /** Absolute path of the file that declares it. */
  readonly file: string;
}

export const answerCallee: Answerer<CallExpression, Callee | undefined> = async (view, calls) => {
  const byDeclaration = new Map<string, Promise<Callee | undefined>>();
  return Promise.all(
    calls.map(async (call) => {
      const declaration = (await view.checker.getResolvedSignature(call))?.declaration;
      if (declaration === undefined) return undefined;
      const key = `${declaration.index}.${declaration.path}`;
      let callee = byDeclaration.get(key);
      if (callee === undefined) byDeclaration.set(key, (callee = identify(view, declaration)));
      return callee;
    }),
  );
};

async function identify(view: ProgramView, declaration: NodeHandle): Promise<Callee | undefined> {
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

/** The package that a file under node_modules belongs to; typings stand for what they describe. */
function packageOf(path: string): string | undefined {
  // The language's own library lies beside the engine, wherever that was installed.
  if (/\/lib\.[\w.]+\.d\.ts$/.test(path)) return undefined;
  const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  if (name === undefined || !name.startsWith("@types/")) return name;
  const described = name.slice("@types/".length);
  return described.includes("__") ? `@${described.replace("__", "/")}` : described;
}
