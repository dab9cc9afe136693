// Who calls a function, in other files too: found when somebody asks, by names first. A name that few files mention is
// followed by the compiler; one that many mention is not. A hover waits only a moment, since the compiler may have to read
// the types of files that nobody has looked at yet; what it finds afterwards is kept as long as the report.

import { setTimeout as pause } from "node:timers/promises";
import { answerInquiries } from "../questions/answer.ts";
import type { ProgramView } from "../questions/answerer.ts";
import { ask } from "../questions/question.ts";
import { namedDeclaration } from "../questions/usages.ts";
import type { Callers } from "../teaching/lesson.ts";
import { isInPackage, isScript } from "../text/file-kind.ts";
import { fileNamesOf } from "../typescript/projects.ts";
import {
  SyntaxKind,
  findAncestor,
  is,
  type CallExpression,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import type { FileReport } from "./report.ts";
import type { TaughtFiles } from "./taught-files.ts";

/** Files that mention the name, beside the function's own; the trees of all that call it have to be fetched. */
const MOST_FILES = 40;
/** Mentions of the name in all files: the compiler looks at each. */
const MOST_MENTIONS = 300;
const PATIENCE_MILLISECONDS = 60;

const UNFINISHED = { kind: "unfinished" } as const;

export class FunctionCallers {
  readonly #files: TaughtFiles;
  readonly #textOf: (file: string) => string | undefined;
  readonly #patience: number;
  /** By where the function begins. */
  readonly #byReport = new WeakMap<FileReport, Map<number, Promise<Callers | undefined>>>();
  readonly #found = new WeakMap<FunctionNode, Callers | undefined>();

  /** @param textOf the present text of any file of the project */
  constructor(
    files: TaughtFiles,
    textOf: (file: string) => string | undefined,
    patience: number = PATIENCE_MILLISECONDS,
  ) {
    this.#files = files;
    this.#textOf = textOf;
    this.#patience = patience;
  }

  /** Those of a function that other code can name; undefined for others, and if the compiler cannot tell. */
  find(report: FileReport, fn: FunctionNode): Promise<Callers | undefined> {
    let known = this.#byReport.get(report);
    if (known === undefined) this.#byReport.set(report, (known = new Map()));
    let callers = known.get(fn.pos);
    if (callers === undefined) {
      // A use of its own: it may last longer than the lesson that asks.
      callers = this.#files.use(report, (view) => this.#find(view, report.file, fn));
      known.set(fn.pos, callers);
      callers.then(
        (found) => this.#found.set(fn, found),
        () => known.delete(fn.pos),
      );
    }
    return callers;
  }

  /** Like `find`, without waiting for long. */
  async soon(report: FileReport, fn: FunctionNode): Promise<Callers | undefined> {
    const patience = new AbortController();
    const late = pause(this.#patience, UNFINISHED, { signal: patience.signal, ref: false });
    try {
      return await Promise.race([this.find(report, fn), late]);
    } finally {
      patience.abort();
      late.catch(() => {
        // The callers were found in time.
      });
    }
  }

  /** What has been found of the function; undefined if nobody has looked to the end. */
  known(fn: FunctionNode): { readonly callers: Callers | undefined } | undefined {
    return this.#found.has(fn) ? { callers: this.#found.get(fn) } : undefined;
  }

  async #find(view: ProgramView, own: string, fn: FunctionNode): Promise<Callers | undefined> {
    const name = nameSeenElsewhere(fn);
    if (name === undefined) return undefined;
    const files = await this.#filesMentioning(name, view, own);
    const mentions = files.reduce((sum, each) => sum + each.mentions, 0);
    if (files.length > MOST_FILES || mentions > MOST_MENTIONS) return { kind: "too-many", files: files.length };
    const [usages] = await answerInquiries(view, [ask("usages", fn)]);
    if (usages === undefined) return undefined;
    return {
      kind: "found",
      calls: usages.flatMap(({ call }): CallExpression[] => (call === undefined ? [] : [call])),
      isPassedOn: usages.some(({ name: use, call }) => call === undefined && isValue(use)),
    };
  }

  /** The project's other files whose text has the name as a word. */
  async #filesMentioning(
    name: string,
    { program }: ProgramView,
    own: string,
  ): Promise<readonly { readonly file: string; readonly mentions: number }[]> {
    const word = new RegExp(`(?<![\\w$])${name.replaceAll("$", String.raw`\$`)}(?![\\w$])`, "g");
    const found: { file: string; mentions: number }[] = [];
    for (const file of await fileNamesOf(program)) {
      if (file === own || isInPackage(file) || !isScript(file)) continue;
      const text = this.#textOf(file);
      if (text === undefined || !text.includes(name)) continue;
      const mentions = text.match(word)?.length ?? 0;
      if (mentions > 0) found.push({ file, mentions });
    }
    return found;
  }
}

/** The name by which code elsewhere may call the function; undefined for what only code around it can name. */
function nameSeenElsewhere(fn: FunctionNode): string | undefined {
  const declaration = namedDeclaration(fn);
  const { name } = (declaration ?? {}) as { name?: Node };
  if (declaration === undefined || name === undefined || !is.isIdentifier(name)) return undefined;
  const isMember = is.isMethodDeclaration(declaration) || is.isPropertyDeclaration(declaration);
  if (isMember) return name.text;
  const statement = is.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  return is.isSourceFile(statement.parent) ? name.text : undefined;
}

/** False where the name is only declared once more, in an interface or an overload, imported, exported or part of a type. */
function isValue(use: Node): boolean {
  if (DECLARING.has(use.parent.kind) && (use.parent as { name?: Node }).name === use) return false;
  return findAncestor(use, ({ kind }) => NO_VALUES.has(kind) || isComment(kind)) === undefined;
}

function isComment(kind: SyntaxKind): boolean {
  return kind >= SyntaxKind.FirstJSDocNode && kind <= SyntaxKind.LastJSDocNode;
}

const DECLARING: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.MethodSignature,
  SyntaxKind.PropertyAssignment,
  SyntaxKind.PropertyDeclaration,
  SyntaxKind.PropertySignature,
  SyntaxKind.VariableDeclaration,
]);

const NO_VALUES: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.ImportDeclaration,
  SyntaxKind.ImportEqualsDeclaration,
  SyntaxKind.ExportDeclaration,
  SyntaxKind.ExportAssignment,
  SyntaxKind.QualifiedName,
  SyntaxKind.TypeQuery,
  SyntaxKind.IndexedAccessType,
]);
