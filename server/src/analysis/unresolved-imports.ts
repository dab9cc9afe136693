// How many imports of a file the compiler could not resolve: what they bring has no type, and what has no type
// acquits. Where packages are not installed an empty list of findings means nothing, and people must be told.

import { posix } from "node:path";
import { say } from "../language/say.ts";
import type { ProgramView } from "../questions/answerer.ts";
import { fileNamesOf } from "../typescript/projects.ts";
import { is, type Node, type SourceFile } from "../typescript/syntax.ts";

/**
 * Remembers for one program which specifiers resolve, so that each package is asked for once. Relative imports that
 * name a file of the program are known to resolve without a request.
 */
export class ImportResolution {
  readonly #view: ProgramView;
  readonly #packages = new Map<string, Promise<boolean>>();
  /** Packages that are known to resolve. */
  readonly #resolved = new Set<string>();

  constructor(view: ProgramView) {
    this.#view = view;
  }

  /** The number of unresolved imports in each file. */
  async countUnresolved(files: readonly SourceFile[]): Promise<number[]> {
    const known = await fileNamesOf(this.#view.program);
    return Promise.all(files.map((file) => this.#countIn(file, known)));
  }

  async #countIn(file: SourceFile, known: ReadonlySet<string>): Promise<number> {
    if (this.#isPlainlyResolved(file, known)) return 0;
    const specifiers = specifiersOf(file);
    // oxlint-disable-next-line typescript/await-thenable -- most imports are known at once, the others are promises
    const resolved = await Promise.all(specifiers.map((node) => this.#resolves(file, node, known)));
    for (const [i, { text }] of specifiers.entries()) if (resolved[i]) this.#resolved.add(text);
    return resolved.filter((each) => !each).length;
  }

  /** True if the text alone tells that all imports resolve, as it does for nearly every file; no node is touched. */
  #isPlainlyResolved({ fileName, text }: SourceFile, known: ReadonlySet<string>): boolean {
    if (text.includes("require(")) return false;
    return specifiersInText(text).every((name) =>
      isRelative(name) ? isKnownFile(fileName, name, known) : this.#resolved.has(name),
    );
  }

  #resolves(file: SourceFile, node: Node & { text: string }, known: ReadonlySet<string>): Promise<boolean> | boolean {
    if (isRelative(node.text)) return isKnownFile(file.fileName, node.text, known) || this.#ask(node);
    let asked = this.#packages.get(node.text);
    if (asked === undefined) this.#packages.set(node.text, (asked = this.#ask(node)));
    return asked;
  }

  async #ask(node: Node): Promise<boolean> {
    return (await this.#view.checker.getSymbolAtLocation(node)) !== undefined;
  }
}

/** What may be missing in the findings of so many files with unresolved imports, in words; undefined where nothing is. */
export function limitation(unresolvedImports: number, files: number): string | undefined {
  if (unresolvedImports === 0) return undefined;
  if (unresolvedImports === 1) return say`analysis limited: 1 unresolved import in 1 file`;
  return files === 1
    ? say`analysis limited: ${unresolvedImports} unresolved imports in 1 file`
    : say`analysis limited: ${unresolvedImports} unresolved imports in ${files} files`;
}

/** What decides about a file's imports as far as its own text goes. */
export function importSignature(file: SourceFile): string {
  return specifiersOf(file)
    .map(({ text }) => text)
    .join("\n");
}

/** What stands behind `from` in quotes: imports, re-exports, and now and then a sentence, which costs a closer look. */
function specifiersInText(text: string): string[] {
  const names: string[] = [];
  for (const quote of ['"', "'"]) {
    const opening = `from ${quote}`;
    for (let at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + opening.length)) {
      const start = at + opening.length;
      names.push(text.slice(start, text.indexOf(quote, start)));
    }
  }
  return names;
}

function isRelative(name: string): boolean {
  return /^\.\.?(?:\/|$)/.test(name);
}

/**
 * The module names of imports that bring values: `import "./style.css"` and imports in types bring none, and of
 * `require("name")` the engine tells only where its result is named.
 */
function specifiersOf(file: SourceFile): (Node & { text: string })[] {
  const imports = (file as unknown as { imports?: readonly (Node & { text: string })[] }).imports ?? [];
  return imports.filter(({ parent }) => {
    if (is.isImportDeclaration(parent)) return parent.importClause !== undefined;
    if (is.isExportDeclaration(parent) || is.isExternalModuleReference(parent)) return true;
    return is.isCallExpression(parent) && is.isIdentifier(parent.expression) && is.isVariableDeclaration(parent.parent);
  });
}

function isKnownFile(importer: string, specifier: string, known: ReadonlySet<string>): boolean {
  const path = posix.join(posix.dirname(importer), specifier);
  // `./a.js` means `a.ts` as a rule, `./a.mjs` means `a.mts`.
  const script = /\.([cm]?)js(x?)$/.exec(path);
  if (script !== null && known.has(`${path.slice(0, script.index)}.${script[1]}ts${script[2]}`)) return true;
  if (known.has(path)) return true;
  return ENDINGS.some((ending) => known.has(path + ending));
}

/** What a specifier may leave out, most frequent first. */
const ENDINGS = [".ts", "/index.ts", ".tsx", ".js", "/index.js", ".d.ts", "/index.d.ts", ".jsx", ".mts", ".cts"];
