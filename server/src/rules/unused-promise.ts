// A promise is stored in a variable or private field and never read from there: nobody can wait for it.

import { say, translated } from "../language/say.ts";
import type { Store } from "../facts/occurrences.ts";
import { insert, prefixValues } from "../fixes/prefix.ts";
import { VOID_TITLE, awaitEdits, awaitFixes, fix, type Loss } from "../fixes/promise-statement.ts";
import type { Inquiry } from "../questions/question.ts";
import type { Edit } from "../text/edit.ts";
import { is, spanOf, type Node } from "../typescript/syntax.ts";
import type { Facts } from "../facts/fact.ts";
import type { FileContext } from "./file-context.ts";
import type { Fix } from "./finding.ts";
import { lostPromises } from "./floating-promise.ts";
import { defineRule } from "./rule.ts";

type UnreadStore = Facts["unread-variable" | "unread-field"];

export const unusedPromise = defineRule<"unread-variable" | "unread-field">({
  name: "unused-promise",
  family: "unawaited",
  summary: "A promise that is stored and never read again: nobody can wait for it or see it fail.",
  concept: "promise",
  severity: "warning",
  equivalents: [],
  options: {},
  facts: ["unread-variable", "unread-field"],

  *check(fact, file) {
    const lost = yield* lostPromises(fact.values, file);
    if (lost.length === 0) return [];
    const overwriting = overwritingStore(fact);
    const span = spanOf(fact.store.target);
    const isMany = lost[0]!.shape === "promises" || lost[0]!.shape === "maybe-promises";
    if (overwriting === undefined) {
      const message = isMany
        ? say`\`${fact.name}\` holds promises that nothing waits for.`
        : say`\`${fact.name}\` holds a promise that nothing waits for.`;
      return [{ span, message }];
    }
    return [
      {
        span,
        message: isMany
          ? say`\`${fact.name}\` is overwritten before anything waits for the promises in it.`
          : say`\`${fact.name}\` is overwritten before anything waits for the promise in it.`,
        related: [{ message: say`overwritten here`, file: file.file, span: spanOf(overwriting.target) }],
      },
    ];
  },

  *fixes(_finding, fact, file) {
    const loss: Loss = { expression: fact.store.value, lost: yield* lostPromises(fact.values, file) };
    const dropped = dropStore(fact, file);
    if (dropped === undefined) return yield* awaitInPlace(loss, fact, file);
    const needsCheck = fact.kind === "unread-field";
    const values = new Set<Node>(loss.lost.map(({ expression }) => expression));
    const awaits = yield* awaitFixes(loss, file, say`Await it where it is started`, (...args) => {
      const edits = awaitEdits(...args);
      return edits && [...dropped, ...edits];
    });
    const voids = prefixValues(file.file, fact.store.value, values, "void");
    return [
      ...awaits.map((each): Fix => ({ ...each, needsCheck: each.needsCheck || needsCheck })),
      fix(translated(VOID_TITLE), [...dropped, ...voids], { needsCheck }),
    ];
  },
});

function overwritingStore(fact: UnreadStore): Store | undefined {
  return fact.kind === "unread-variable" ? fact.overwrittenBy : undefined;
}

/** The edits that leave of `const variable = value;` or `variable = value;` only `value;`, or undefined. */
function dropStore(fact: UnreadStore, { file, text }: FileContext): Edit[] | undefined {
  const { store } = fact;
  if (is.isPropertyDeclaration(store.node)) return undefined;
  if (is.isExpressionStatement(store.node)) {
    const drop = dropUpToValue(store.node.getStart(), store, file, text);
    return drop && [drop];
  }
  if (!is.isVariableDeclaration(store.node)) return undefined;
  const list = store.node.parent;
  if (!is.isVariableDeclarationList(list) || list.declarations.length !== 1) return undefined;
  const drop = dropUpToValue(list.getStart(), store, file, text);
  if (drop === undefined) return undefined;
  const stores = fact.kind === "unread-variable" ? fact.stores : [store];
  if (stores.length === 1) return [drop];
  // The declaration moves to the store that overwrites this one, with its keyword and its type.
  const next = overwritingStore(fact);
  if (next === undefined || !is.isExpressionStatement(next.node) || stores[1] !== next) return undefined;
  // Not into a branch, behind which the variable would be unknown.
  if (next.node.parent !== list.parent.parent) return undefined;
  // Later stores were checked against the type that this value gave the variable.
  if (store.node.type === undefined && stores.length > 2) return undefined;
  const head = text.slice(list.getStart(), store.node.name.getStart());
  const type = store.node.type === undefined ? "" : text.slice(store.node.name.end, store.node.type.end);
  const moved = [drop, insert(file, next.target.getStart(), head)];
  return type === "" ? moved : [...moved, insert(file, next.target.end, type)];
}

/** Removes the target and the `=`, but no comment; undefined if the value could not stand as a statement. */
function dropUpToValue(start: number, store: Store, file: string, text: string): Edit | undefined {
  const value = text.slice(store.value.getStart(), store.value.end);
  // An object, function or class at the start of a statement would be read as a block or declaration.
  if (/^(?:\{|function\b|class\b|async\s+function\b)/.test(value)) return undefined;
  // Only white space and comments stand between the `=` and the value.
  const head = text.slice(start, store.value.pos);
  if (!head.endsWith("=") || /\/[/*]/.test(head)) return undefined;
  const end = store.value.pos + /^\s*/.exec(text.slice(store.value.pos))![0].length;
  return { file, span: { start, end }, newText: "" };
}

/** For one of several declarators: the variable stays and holds the result. */
function* awaitInPlace(loss: Loss, fact: UnreadStore, file: FileContext): Inquiry<Fix[]> {
  const declaration = fact.store.node;
  if (!is.isVariableDeclaration(declaration) || declaration.type !== undefined) return [];
  if (overwritingStore(fact) !== undefined) return [];
  return yield* awaitFixes(loss, file, say`Await it where it is started`);
}
