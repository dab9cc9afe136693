// Names that stand for a promise which was started before: variables, parameters, members.

import { bindingOf } from "../facts/binding.ts";
import { occurrencesOf, hidingScope, storeInto } from "../facts/occurrences.ts";
import type { PromiseShape } from "../questions/promise-shape.ts";
import {
  SyntaxKind,
  enclosingFunctionLike,
  findAncestor,
  is,
  skipOuter,
  spanOf,
  type Expression,
  type Identifier,
  type Node,
  type PrivateIdentifier,
} from "../typescript/syntax.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { picturedPromise } from "./promise-picture.ts";
import {
  fateOfVariable,
  handledAt,
  promiseVariable,
  usedAt,
  usesOf,
  type PromiseVariable,
} from "./promise-variable.ts";
import { code, nameOf, places } from "./words.ts";

export function aboutHolder(word: Identifier | PrivateIdentifier, file: TaughtFile): Draft | undefined {
  const { parent } = word;
  const isMember =
    (is.isPropertyAccessExpression(parent) || is.isPropertyDeclaration(parent)) && parent.name === (word as Node);
  if (isMember) return aboutMember(word, file);
  if (!is.isIdentifier(word)) return undefined;
  const declaration = bindingOf(word, file.syntax);
  if (declaration === undefined) return undefined;
  const variable = promiseVariable(declaration);
  if (variable !== undefined) return aboutVariable(word, variable, file);
  const { name } = declaration as { name?: Node };
  if (name === undefined || !is.isIdentifier(name)) return undefined;
  if (is.isParameterDeclaration(declaration)) {
    return aboutOther(word, word, usesOf(name, file), (isMany) => {
      const caller = nameOf(enclosingFunctionLike(name));
      return isMany
        ? remark`${code(name)} holds promises that whoever calls ${caller} has started.`
        : remark`${code(name)} is a promise that whoever calls ${caller} has started.`;
    });
  }
  if (!is.isVariableDeclaration(declaration)) return undefined;
  const { initializer } = declaration;
  // What was awaited is a result.
  if (initializer !== undefined && is.isAwaitExpression(skipOuter(initializer))) return undefined;
  return aboutOther(word, word, usesOf(name, file), (isMany) => {
    if (initializer !== undefined) {
      return isMany
        ? remark`${code(name)} holds promises: ${code(initializer)} (${initializer}).`
        : remark`${code(name)} holds a promise: ${code(initializer)} (${initializer}).`;
    }
    const all = occurrencesOf(name.text, name, hidingScope(name), file.syntax);
    return held(code(name), isMany, startsAmong(all));
  });
}

function aboutVariable(word: Identifier, variable: PromiseVariable, file: TaughtFile): Draft {
  const { name, value } = variable;
  return {
    values: [value],
    complete: ({ shapeOf }) => {
      const shape = shapeOf(value);
      if (shape === "none") return undefined;
      const start = isPlural(shape)
        ? remark`${code(name)} holds promises of ${code(value)}, started on ${value}.`
        : remark`${code(name)} holds the promise of ${code(value)}, started on ${value}.`;
      const remarks = [start, ...fateOfVariable(variable, file)];
      return { concept: "promise", span: spanOf(word), remarks, picture: picturedPromise(variable, file) };
    },
  };
}

/** `this.loading`, `#loading`, or the field's declaration; of other objects' members only the type is told. */
function aboutMember(word: Identifier | PrivateIdentifier, file: TaughtFile): Draft {
  const { parent } = word;
  const value = is.isPropertyAccessExpression(parent) ? parent : (word as Expression);
  const isOwn = !is.isPropertyAccessExpression(parent) || isThis(parent.expression);
  if (!isOwn)
    return aboutOther(word, value, undefined, (isMany) => {
      return isMany
        ? remark`${code(value)} holds promises that have been started elsewhere.`
        : remark`${code(value)} is a promise that has been started elsewhere.`;
    });
  const owner = findAncestor(word, (node) => is.isClassDeclaration(node) || is.isClassExpression(node));
  const mentions = owner === undefined ? [] : [...file.syntax.identifiers.named(word.text, owner.pos, owner.end)];
  const accesses = mentions.filter(({ parent: access }) => {
    return is.isPropertyAccessExpression(access) && isThis(access.expression);
  });
  const reads = accesses.filter((each) => storeInto(each) === undefined).map((each) => each.parent);
  const declared = mentions.filter((each) => is.isPropertyDeclaration(each.parent) && each.parent.name === each);
  const starts = [...declared.flatMap(({ parent: field }) => startOf(field)), ...startsAmong(accesses)];
  return aboutOther(word, value, reads, (isMany) => held(code(value), isMany, starts));
}

function isThis(receiver: Expression): boolean {
  return skipOuter(receiver).kind === SyntaxKind.ThisKeyword;
}

function startOf(field: Node): Expression[] {
  const { initializer } = field as { initializer?: Expression };
  return initializer !== undefined && startsSomething(initializer) ? [initializer] : [];
}

/** The values that are written to a name or member and start something, in text order. */
function startsAmong(mentions: readonly Node[]): Expression[] {
  return mentions.flatMap((each) => {
    const value = storeInto(each)?.value;
    return value !== undefined && startsSomething(value) ? [value] : [];
  });
}

function startsSomething(value: Expression): boolean {
  const inner = skipOuter(value);
  return is.isCallExpression(inner) || is.isNewExpression(inner);
}

function held(name: string, isMany: boolean, starts: readonly Expression[]): Remark {
  if (starts.length === 0) return isMany ? remark`${name} holds promises.` : remark`${name} holds a promise.`;
  return isMany
    ? remark`${name} holds promises, started on ${places(starts)}.`
    : remark`${name} holds a promise, started on ${places(starts)}.`;
}

/** @param uses where it is read; undefined if that is not known */
function aboutOther(
  word: Node,
  value: Expression,
  uses: readonly Node[] | undefined,
  start: (isMany: boolean) => Remark,
): Draft {
  return {
    values: [value],
    complete: ({ shapeOf }) => {
      const shape = shapeOf(value);
      if (shape === "none") return undefined;
      const fate = uses === undefined ? [] : [...usedAt(uses), ...handledAt(uses)];
      return { concept: "promise", span: spanOf(word), remarks: [start(isPlural(shape)), ...fate], picture: undefined };
    },
  };
}

function isPlural(shape: PromiseShape): boolean {
  return shape === "promises" || shape === "maybe-promises";
}
