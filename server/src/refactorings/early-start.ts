// The edits of *Start now, await at first use*, and what they leave to whoever vouches for them.

import { say } from "../language/say.ts";
import type { FileSyntax } from "../facts/collector.ts";
import { runOf, type AwaitRun } from "../facts/await-run.ts";
import { stepInExpression, vouchedStepsOf, type AwaitStep } from "../facts/await-step.ts";
import { boundNames, hasWait, mentionedNames } from "../facts/mentioned-names.ts";
import { isPureStatement } from "../facts/pure-code.ts";
import { nameForResult } from "../fixes/gather-expression.ts";
import { placeOf } from "../fixes/gather-call.ts";
import { commentBeside, endWithComment, startWithComments } from "../fixes/statement-comments.ts";
import { snippet } from "../fixes/snippet.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { Edit } from "../text/edit.ts";
import {
  NodeFlags,
  forEachDescendant,
  is,
  isFunctionNode,
  skipOuter,
  type AwaitExpression,
  type Expression,
  type Node,
  type VariableDeclaration,
} from "../typescript/syntax.ts";
import { overlapDoubts } from "./overlap-doubts.ts";
import type { Refusal, Rewriting, RewrittenFile } from "./refactoring.ts";
import { lineOf } from "./selection.ts";

/** A statement that starts something, waits for it and stores what it gives. */
export interface Start {
  readonly statement: Node;
  readonly declaration: VariableDeclaration;
  readonly initializer: Expression;
  readonly wait: AwaitExpression;
  /** What is declared, as code in a sentence. */
  readonly name: string;
  /** One that the rewriting would lose. */
  readonly comment: string | undefined;
}

export interface Way {
  /** The statements that will run before the wait. */
  readonly between: readonly Node[];
  /** The statement before which the wait will stand. */
  readonly user: Node;
  readonly syntax: FileSyntax;
}

/** Undefined if the initialiser is anything but a wait for a call, or members of what it gives. */
export function startOf(declaration: VariableDeclaration): Start | undefined {
  const { name, type, initializer } = declaration;
  if (initializer === undefined) return undefined;
  let wait = skipOuter(initializer);
  while (is.isPropertyAccessExpression(wait)) wait = skipOuter(wait.expression);
  if (!is.isAwaitExpression(wait) || !startsSomething(wait.expression)) return undefined;
  // A default value may mean something else by then.
  const bound = boundNames(name);
  if ([...mentionedNames(name)].some((mentioned) => !bound.includes(mentioned))) return undefined;
  const { text } = declaration.getSourceFile();
  const statement = declaration.parent.parent;
  const kept = [name, ...(type === undefined ? [] : [type]), wait.expression];
  return {
    statement,
    declaration,
    initializer,
    wait,
    name: `\`${name.getText().replaceAll(/\s+/g, " ")}\``,
    comment: commentBeside(statement, kept, text)?.replaceAll(/\s+/g, " "),
  };
}

function startsSomething(operand: Expression): boolean {
  if (hasWait(operand)) return false;
  const value = skipOuter(operand);
  if (is.isCallExpression(value) || is.isNewExpression(value) || is.isTaggedTemplateExpression(value)) return true;
  return is.isConditionalExpression(value) && [value.whenTrue, value.whenFalse].some(startsSomething);
}

export function* earlyStart(start: Start, way: Way, file: RewrittenFile): Inquiry<Rewriting | Refusal> {
  const { declaration, statement, wait } = start;
  const promise = yield* freshName(start, way);
  if (promise === undefined) return { reason: say`No name was found for the promise that is free in this file.` };
  const operand = skipOuter(wait.expression);
  const isPromise = (yield* ask("promise-shape", operand)) === "promise";
  const needsHandler = isPromise && !(yield* ask("cannot-reject", operand));
  const doubts = isPromise
    ? []
    : [say`\`${snippet(operand)}\` is not known to give a promise: some things start only when they are awaited.`];
  const run = overlapOf(start, way.between);
  if (run.steps.length > 1) doubts.push(...(yield* overlapDoubts(run, (earlier) => earlier === 0)));
  doubts.push(...otherDoubts(operand, way.between));
  const { text } = file;
  const { indent, lineBreak } = placeOf(statement, text);
  const end = text.slice(statement.getStart(), statement.end).endsWith(";") ? ";" : "";
  const nextLine = `${lineBreak}${indent}`;
  const edits: Edit[] = [
    {
      file: file.file,
      span: { start: statement.getStart(), end: wait.expression.getStart() },
      newText: `const ${promise} = `,
    },
  ];
  if (wait.expression.end < declaration.end) {
    edits.push({ file: file.file, span: { start: wait.expression.end, end: declaration.end }, newText: "" });
  }
  if (needsHandler) {
    const at = endWithComment(statement, text);
    edits.push({
      file: file.file,
      span: { start: at, end: at },
      newText: `${nextLine}${promise}.catch(() => {})${end}`,
    });
  }
  const at = startOfUser(way.user, text);
  edits.push({
    file: file.file,
    span: { start: at, end: at },
    newText: `${waitingStatement(start, promise)}${end}${nextLine}`,
  });
  const lines = [way.between[0]!, way.between.at(-1)!].map(lineOf);
  const effect =
    lines[0] === lines[1]
      ? say`\`${snippet(operand)}\` is under way while line ${lines[0]!} runs.`
      : say`\`${snippet(operand)}\` is under way while lines ${lines[0]!} to ${lines[1]!} run.`;
  return {
    edits,
    effect: needsHandler ? say`${effect} A rejection that comes early is kept for the \`await\`.` : effect,
    doubts,
  };
}

/** `const x: T = (await xPromise).data`, as it was declared. */
function waitingStatement({ declaration, initializer, wait }: Start, promise: string): string {
  const { name, type } = declaration;
  const keyword = declaration.parent.flags & NodeFlags.Const ? "const" : "let";
  const { text } = declaration.getSourceFile();
  const before = text.slice(initializer.getStart(), wait.getStart());
  const after = text.slice(wait.end, initializer.end);
  const annotation = type === undefined ? "" : `: ${type.getText()}`;
  return `${keyword} ${name.getText()}${annotation} = ${before}await ${promise}${after}`;
}

/** `userPromise`: a name that occurs nowhere in the file and means nothing from elsewhere. */
function* freshName({ declaration, wait }: Start, { syntax }: Way): Inquiry<string | undefined> {
  const { name } = declaration;
  const noun = is.isIdentifier(name) ? name.text : nameForResult(skipOuter(wait.expression));
  for (const suffix of ["Promise", "Pending", "Promise2", "Promise3"]) {
    const wish = `${noun}${suffix}`;
    const [taken] = syntax.identifiers.named(wish, 0, syntax.text.length);
    if (taken === undefined && !(yield* ask("name-in-scope", { name: wish, at: declaration }))) return wish;
  }
  return undefined;
}

/** The start and the waits that it will overlap with. */
function overlapOf({ wait }: Start, between: readonly Node[]): AwaitRun {
  const steps: AwaitStep[] = [stepFor(wait)];
  for (const statement of between) {
    forEachDescendant(statement, (node) => {
      if (is.isAwaitExpression(node)) steps.push(stepFor(node));
      return !isFunctionNode(node);
    });
  }
  return runOf(steps, [], undefined);
}

function stepFor(wait: AwaitExpression): AwaitStep {
  const operand = skipOuter(wait.expression);
  return (
    stepInExpression(wait) ?? { wait, value: wait.expression, operands: [operand], target: { kind: "part" }, names: [] }
  );
}

/** What does more than waiting, and runs before the result is there. */
function otherDoubts(operand: Expression, between: readonly Node[]): string[] {
  const first = between.find((statement) => !isPureStatement(statement) && vouchedStepsOf(statement) === undefined);
  if (first === undefined) return [];
  return [
    say`What stands from line ${lineOf(first)} on no longer waits for \`${snippet(operand)}\`, and runs even if that fails.`,
  ];
}

/** In front of the comments above the statement, and of a semicolon that keeps it apart from the line before. */
function startOfUser(user: Node, text: string): number {
  const start = startWithComments(user, text);
  return text[start - 1] === ";" && /\n[ \t]*$/.test(text.slice(0, start - 1)) ? start - 1 : start;
}
