// Rewriting step: make names of modules available in a file, in the style in which it imports already, and drop the
// import of a name whose only use goes away.

import type { FileContext } from "../rules/file-context.ts";
import type { Edit } from "../text/edit.ts";
import { skipTrivia } from "../typescript/syntax.ts";
import {
  importOfName,
  importsOf,
  mentionsOf,
  usesImports,
  type FileImport,
  type ImportElement,
} from "./file-imports.ts";
import { insert } from "./prefix.ts";

/** A name that new code wants to use. */
export interface WantedName {
  /** A Node module without `node:`, or a module as the file writes it. */
  readonly module: string;
  readonly name: string;
  /** What it is called in this file if its own name is taken. */
  readonly alias: string;
  readonly isBuiltin: boolean;
}

export interface ImportPlan {
  /** The expression for each wanted name, in their order. */
  readonly expressions: readonly string[];
  readonly edits: readonly Edit[];
}

/** What surrounds the new code. */
export interface ImportNeeds {
  /** The local name whose import shows the style, and beside which new imports go. */
  readonly model?: string | undefined;
  /** Local names of which uses go away, and how many. Where nothing else uses one, its import is removed. */
  readonly dropped?: ReadonlyMap<string, number>;
}

/** The edits that make the names available; undefined if one of them is taken. */
export function planImports(
  wanted: readonly WantedName[],
  { model, dropped = new Map() }: ImportNeeds,
  { file, syntax, text }: Pick<FileContext, "file" | "syntax" | "text">,
): ImportPlan | undefined {
  const imports = importsOf(syntax);
  const modelImport = model === undefined ? undefined : importOfName(imports, model);
  const style = styleOf(modelImport, imports, syntax, text);
  const expressions: string[] = [];
  const statements: string[] = [];
  const additions = new Map<FileImport, string[]>();
  for (const each of wanted) {
    const usable = imports.filter((other) => isSameModule(other.module, each));
    const existing = usable.flatMap((other) => existingName(other, each.name) ?? [])[0];
    if (existing !== undefined) {
      // A variable of the same name may hide the import where the new code stands.
      if (isDeclaredTwice(syntax, existing)) return undefined;
      expressions.push(existing);
      continue;
    }
    const host = usable.find(({ names }) => names !== undefined);
    const local = freeName(each, syntax);
    if (local === undefined) return undefined;
    if (host !== undefined) {
      additions.set(host, [...(additions.get(host) ?? []), specifier(each.name, local, host.form)]);
      expressions.push(local);
      continue;
    }
    const written = writeImport(each, local, style, syntax);
    statements.push(written.statement);
    expressions.push(written.expression);
  }
  const isUnused = (local: string | undefined) =>
    local !== undefined && dropped.has(local) && mentionsOf(syntax, local).length === dropped.get(local)! + 1;
  const edits: Edit[] = [];
  let isPlaced = statements.length === 0;
  for (const each of imports) {
    const unused = each.elements.filter(({ local }) => isUnused(local));
    const specifiers = additions.get(each) ?? [];
    const isWhollyUnused =
      specifiers.length === 0 &&
      (each.whole === undefined || isUnused(each.whole)) &&
      unused.length === each.elements.length &&
      (each.whole !== undefined || unused.length > 0);
    if (isWhollyUnused && each.isAlone) {
      edits.push(replaceStatement(file, text, each.statement, isPlaced ? [] : mergeImports(statements)));
      isPlaced = true;
    } else {
      edits.push(...changeElements(file, each, unused, specifiers));
    }
  }
  if (!isPlaced) edits.push(insertStatements(file, text, modelImport, imports, syntax, mergeImports(statements)));
  return { expressions, edits };
}

/** Names of one module are imported by one statement. */
function mergeImports(statements: readonly string[]): string[] {
  const merged = new Map<string, string>();
  for (const statement of statements) {
    const [, before, names, after] = /^([^{]*\{ )([^}]*)( \}.*)$/.exec(statement) ?? [];
    const key = names === undefined ? statement : `${before}${after}`;
    const known = merged.get(key);
    merged.set(key, known === undefined || names === undefined ? statement : known.replace(" }", `, ${names} }`));
  }
  return [...merged.values()];
}

/** Adds and removes names between the braces; what is added takes the place of the first that goes. */
function changeElements(
  file: string,
  each: FileImport,
  unused: readonly ImportElement[],
  specifiers: readonly string[],
): Edit[] {
  const [first] = unused;
  if (specifiers.length > 0 && first !== undefined) {
    const added = replace(file, first.node.getStart(), first.node.end, specifiers.join(", "));
    return [added, ...removeElements(file, each, new Set(unused.slice(1)))];
  }
  const added = specifiers.length > 0 ? [extend(file, each, specifiers)] : [];
  // Empty braces behind a default import would be left, which is no mistake but odd.
  const isOdd = specifiers.length === 0 && unused.length === each.elements.length;
  return isOdd ? added : [...added, ...removeElements(file, each, new Set(unused))];
}

function isSameModule(written: string, { module, isBuiltin }: WantedName): boolean {
  return isBuiltin ? written.replace(/^node:/, "") === module : written === module;
}

/** How the file can use the name already. */
function existingName(each: FileImport, name: string): string | undefined {
  const element = each.elements.find(({ imported }) => imported === name);
  if (element !== undefined) return element.local;
  return each.whole === undefined ? undefined : `${each.whole}.${name}`;
}

function isDeclaredTwice(syntax: FileContext["syntax"], expression: string): boolean {
  const [local] = expression.split(".");
  return mentionsOf(syntax, local!).filter((node) => (node.parent as { name?: unknown }).name === node).length > 1;
}

/** The name itself, or its alias, or the alias with a number: one that the file does not use for anything else. */
function freeName({ name, alias }: WantedName, syntax: FileContext["syntax"]): string | undefined {
  return [name, alias, `${alias}2`].find((candidate) => mentionsOf(syntax, candidate).length === 0);
}

function specifier(name: string, local: string, form: FileImport["form"]): string {
  if (name === local) return name;
  return form === "import" ? `${name} as ${local}` : `${name}: ${local}`;
}

interface Style {
  readonly form: FileImport["form"];
  readonly quote: string;
  readonly end: string;
  readonly keyword: string;
  /** Empty, or `node:`. */
  readonly prefix: string;
  /** The model gives all of its module one name. */
  readonly whole: FileImport["wholeStyle"];
}

function styleOf(
  model: FileImport | undefined,
  imports: readonly FileImport[],
  syntax: FileContext["syntax"],
  text: string,
): Style {
  const example = model ?? imports.at(-1);
  const code = example?.statement.getText() ?? text;
  const form = example?.form ?? (usesImports(syntax) ? "import" : "require");
  const modules = (model === undefined || !isNodeModule(model.module) ? imports : [model]).map(({ module }) => module);
  const isPrefixed = modules.some((module) => module.startsWith("node:")) || !modules.some(isNodeModule);
  return {
    form,
    quote: /["']/.exec(code)?.[0] ?? '"',
    end: example === undefined || code.endsWith(";") ? ";" : "",
    keyword: /^(?:var|let)\b/.exec(code)?.[0] ?? "const",
    prefix: isPrefixed ? "node:" : "",
    whole: model?.names === undefined ? model?.wholeStyle : undefined,
  };
}

/** A module of Node that files write with `node:` or without. */
function isNodeModule(module: string): boolean {
  return /^(?:node:|(?:assert|buffer|child_process|crypto|dns|events|fs|http|https|http2|net|os|path|process|readline|stream|timers|tls|url|util|worker_threads|zlib)(?:\/|$))/.test(
    module,
  );
}

function writeImport(
  { module, name, isBuiltin }: WantedName,
  local: string,
  { form, quote, end, keyword, prefix, whole }: Style,
  syntax: FileContext["syntax"],
): { readonly statement: string; readonly expression: string } {
  const from = `${quote}${isBuiltin ? prefix : ""}${module}${quote}`;
  const object = module.replaceAll(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (whole !== undefined && mentionsOf(syntax, object).length === 0) {
    const bound = whole === "namespace" ? `* as ${object}` : object;
    const statement =
      form === "import" ? `import ${bound} from ${from}${end}` : `${keyword} ${object} = require(${from})${end}`;
    return { statement, expression: `${object}.${name}` };
  }
  const names = `{ ${specifier(name, local, form)} }`;
  const statement =
    form === "import" ? `import ${names} from ${from}${end}` : `${keyword} ${names} = require(${from})${end}`;
  return { statement, expression: local };
}

/** Adds names behind the last one between the braces. */
function extend(file: string, { names, elements }: FileImport, specifiers: readonly string[]): Edit {
  const last = elements.at(-1);
  const text = specifiers.join(", ");
  return last === undefined
    ? insert(file, names!.getStart() + 1, ` ${text} `)
    : insert(file, last.node.end, `, ${text}`);
}

/** Removes names with the commas that belong to them; at least one stays. */
function removeElements(file: string, { elements }: FileImport, removed: ReadonlySet<ImportElement>): Edit[] {
  const edits: Edit[] = [];
  const lastKept = elements.findLastIndex((element) => !removed.has(element));
  for (const [i, element] of elements.entries()) {
    if (removed.has(element) && i < lastKept) {
      edits.push(replace(file, element.node.getStart(), elements[i + 1]!.node.getStart(), ""));
    }
  }
  const last = elements.at(-1);
  if (last !== undefined && removed.has(last)) {
    edits.push(replace(file, elements[lastKept]!.node.end, last.node.end, ""));
  }
  return edits;
}

/** Puts other imports in the place of one, or removes it with its line. */
function replaceStatement(
  file: string,
  text: string,
  statement: { getStart(): number; readonly end: number },
  statements: readonly string[],
): Edit {
  const start = statement.getStart();
  if (statements.length > 0) return replace(file, start, statement.end, statements.join(lineBreak(text)));
  const rest = /^[ \t]*\r?\n/.exec(text.slice(statement.end))?.[0].length ?? 0;
  return replace(file, start, statement.end + rest, "");
}

/** New imports go behind the model, else behind the last import, else to the top. */
function insertStatements(
  file: string,
  text: string,
  model: FileImport | undefined,
  imports: readonly FileImport[],
  syntax: FileContext["syntax"],
  statements: readonly string[],
): Edit {
  const eol = lineBreak(text);
  const neighbour = model ?? imports.at(-1);
  if (neighbour !== undefined) {
    return insert(file, neighbour.statement.end, statements.map((statement) => eol + statement).join(""));
  }
  const directive = syntax.statements.findLast((statement) => /^(["'])use \w+\1;?$/.test(statement.getText()));
  if (directive !== undefined) {
    return insert(file, directive.end, statements.map((statement) => eol + statement).join(""));
  }
  const shebang = /^#!.*\r?\n/.exec(text)?.[0].length ?? 0;
  const start = syntax.statements[0] === undefined ? shebang : skipTrivia(text, shebang);
  return insert(file, start, statements.map((statement) => statement + eol).join(""));
}

function lineBreak(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function replace(file: string, start: number, end: number, newText: string): Edit {
  return { file, span: { start, end }, newText };
}
