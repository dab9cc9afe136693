// Rewriting step: what says that a function returns its result says that it returns a promise of it: the function itself,
// overloads, members of interfaces and abstract classes, types of fields, comments in JavaScript.

import { say } from "../language/say.ts";
import type { Edit, EditPurpose } from "../text/edit.ts";
import {
  SyntaxKind,
  is,
  isAsync,
  isFunctionNode,
  isGenerator,
  isJavaScript,
  skipTrivia,
  writtenModifiers,
  type FunctionNode,
  type Node,
  type TypeNode,
} from "../typescript/syntax.ts";
import { insert, surround } from "./prefix.ts";

/** Why the function can never be asynchronous, as the end of a sentence; undefined if it can. */
export function whyNeverAsync(fn: FunctionNode): string | undefined {
  switch (fn.kind) {
    case SyntaxKind.Constructor:
      return say`a constructor cannot wait`;
    case SyntaxKind.GetAccessor:
      return say`a getter cannot wait`;
    case SyntaxKind.SetAccessor:
      return say`a setter cannot wait`;
    default:
  }
  if (isGenerator(fn)) return say`a generator cannot wait before it hands over a value`;
  // A predicate narrows only in a synchronous function, and an assertion must run at once.
  if (fn.type?.kind === SyntaxKind.TypePredicate) return say`a type guard has to answer at once`;
  const type = commentedFunctionType(fn);
  return type === undefined ? undefined : say`its type is written in a comment`;
}

/** `async` and, for what says which type is returned, `Promise<…>`; nothing for what is asynchronous already. */
export function asyncSignature(fn: FunctionNode): Edit[] {
  if (isAsync(fn)) return [];
  const source = fn.getSourceFile();
  const last = writtenModifiers(fn).at(-1);
  // Behind the modifiers and on the line of the name, since no line break may follow `async`.
  const start = last === undefined ? fn.getStart() : skipTrivia(source.text, last.end);
  return [of("async", insert(source.fileName, start, "async ")), ...promisedReturn(fn)];
}

/** The edits for a return type that is written down, in code or, in JavaScript, in a comment. */
export function promisedReturn(declaration: Node): Edit[] {
  const { type } = declaration as { type?: TypeNode };
  if (type !== undefined) return promised(type);
  if (!isJavaScript(declaration.getSourceFile())) return [];
  return commentedTypes(declaration, /^@returns?$/).flatMap(promised);
}

/** `() => T` becomes `() => Promise<T>`; undefined if the type is written in another way. */
export function promisedFunctionType(type: TypeNode): Edit[] | undefined {
  if (is.isParenthesizedTypeNode(type)) return promisedFunctionType(type.type);
  return is.isFunctionTypeNode(type) && type.type !== undefined ? promised(type.type) : undefined;
}

function promised(type: TypeNode): Edit[] {
  if (mentionsPromise(type)) return [];
  return surround(type.getSourceFile().fileName, type, "Promise<", ">").map((edit) => of("type", edit));
}

/** Whoever gets the value has to expect a promise already. */
function mentionsPromise(type: TypeNode): boolean {
  return /^Promise(?:Like)?\s*</.test(type.getText());
}

/** A type of the whole function in a comment before it, which is not rewritten. */
function commentedFunctionType(fn: FunctionNode): TypeNode | undefined {
  return isJavaScript(fn.getSourceFile()) ? commentedTypes(fn, /^@type$/)[0] : undefined;
}

/** The types in braces behind the tags of the comments that belong to the declaration. */
function commentedTypes(declaration: Node, tag: RegExp): TypeNode[] {
  const comments = (commentHolder(declaration) as { jsDoc?: readonly Node[] }).jsDoc ?? [];
  return comments.flatMap((comment) =>
    [...((comment as { tags?: Iterable<Node> }).tags ?? [])].flatMap((each) => {
      const { tagName, typeExpression } = each as { tagName?: Node; typeExpression?: { type?: TypeNode } };
      const isWanted = tagName !== undefined && tag.test(`@${tagName.getText()}`);
      return isWanted && typeExpression?.type !== undefined ? [typeExpression.type] : [];
    }),
  );
}

/** The statement or member that a comment about the function stands before. */
function commentHolder(declaration: Node): Node {
  if (!isFunctionNode(declaration)) return declaration;
  const { parent } = declaration;
  if (is.isVariableDeclaration(parent)) return parent.parent.parent;
  const isHeld = is.isPropertyDeclaration(parent) || is.isPropertyAssignment(parent);
  if (isHeld) return parent;
  return is.isBinaryExpression(parent) && is.isExpressionStatement(parent.parent) ? parent.parent : declaration;
}

function of(purpose: EditPurpose, edit: Edit): Edit {
  return { ...edit, purpose };
}
