// How many imports of a file the compiler could not resolve: what they bring has no type, and what has no type
// acquits. Where packages are not installed an empty list of findings means nothing, and people must be told.

import type { ProgramView } from "../questions/answerer.ts";
import { SyntaxKind, is, type Node, type SourceFile } from "../typescript/syntax.ts";

/**
 * Remembers for one program which specifiers resolve, so that each package is asked for once. Relative imports that
 * name a file of the program are known to resolve without a request.
 */
export class ImportResolution {
  readonly #view: ProgramView;
  readonly #packages = new Map<string, Promise<boolean>>();
  #files: Promise<ReadonlySet<string>> | undefined;

  constructor(view: ProgramView) {
    this.#view = view;
  }

  /** The number of unresolved imports in each file. */
  async countUnresolved(files: readonly SourceFile[]): Promise<number[]> {
    this.#files ??= this.#view.program.getSourceFileNames().then((names) => new Set(names));
    const known = await this.#files;
    return Promise.all(
      files.map(async (file) => {
        const resolved = await Promise.all(specifiersOf(file).map((node) => this.#resolves(file, node, known)));
        return resolved.filter((each) => !each).length;
      }),
    );
  }

  #resolves(file: SourceFile, node: Node & { text: string }, known: ReadonlySet<string>): Promise<boolean> | boolean {
    if (/^\.\.?(?:\/|$)/.test(node.text)) return isKnownFile(file.fileName, node.text, known) || this.#ask(node);
    let asked = this.#packages.get(node.text);
    if (asked === undefined) this.#packages.set(node.text, (asked = this.#ask(node)));
    return asked;
  }

  async #ask(node: Node): Promise<boolean> {
    return (await this.#view.checker.getSymbolAtLocation(node)) !== undefined;
  }
}

/** What decides about a file's imports as far as its own text goes. */
export function importSignature(file: SourceFile): string {
  return specifiersOf(file)
    .map(({ text }) => text)
    .join("\n");
}

/** The module names of imports that bring something; `import "./style.css"` brings nothing that could have a type. */
function specifiersOf(file: SourceFile): (Node & { text: string })[] {
  const imports = (file as unknown as { imports?: readonly (Node & { text: string })[] }).imports ?? [];
  return imports.filter(({ parent }) => {
    if (parent?.kind === SyntaxKind.ImportDeclaration)
      return is.isImportDeclaration(parent) && parent.importClause !== undefined;
    return parent !== undefined;
  });
}

function isKnownFile(importer: string, specifier: string, known: ReadonlySet<string>): boolean {
  const path = new URL(specifier, `file://${encodeURI(importer)}`).pathname;
  const plain = decodeURI(path);
  const stem = plain.replace(/\.([cm]?)jsx?$/, ".$1");
  return [
    plain,
    `${plain}.ts`,
    `${stem}ts`,
    `${stem}tsx`,
    `${plain}.tsx`,
    `${plain}/index.ts`,
    `${plain}.js`,
    `${plain}/index.js`,
    `${plain}.d.ts`,
  ].some((candidate) => known.has(candidate));
}
