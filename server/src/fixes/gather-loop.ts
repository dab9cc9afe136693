// Rewriting: the iterations of a loop overlap up to their last waits. What they accumulate, and whatever follows the waits,
// is done afterwards, in order: `await Promise.all(items.map(async (item) => { … }))`, with a second loop over the results
// where there is anything left to do. Where the program has `p-map` or `p-limit`, so many at a time as they allow.
//
// Refused (no fix) where the loop has no collection that `map` could go over, where several iterations would share a
// variable, or where a comment would have no place.

import type { Accumulation } from "../facts/accumulation.ts";
import type { LoopWaits } from "../facts/loop-waits.ts";
import type { LoopForm, LoopShape } from "../facts/loop-form.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Fix } from "../rules/finding.ts";
import type { Edit } from "../text/edit.ts";
import {
  NodeFlags,
  is,
  skipOuter,
  type Expression,
  type Node,
  type VariableDeclaration,
} from "../typescript/syntax.ts";
import { placeOf } from "./gather-call.ts";
import { numbered, overlapCalls, type OverlapCall } from "./overlap-call.ts";
import { fix } from "./promise-statement.ts";

export function* gatherLoop(loop: LoopWaits, context: FileContext): Inquiry<Fix[]> {
  const { form } = loop;
  if (form === undefined) return [];
  const kind = loop.head.kind === "items" ? yield* ask("collection-kind", loop.head.over) : "none";
  const calls = overlapCalls(loop, form.ordinal, kind, context);
  if (calls.length === 0) return [];
  const names = yield* freeNames(loop.loop, form);
  if (names === undefined) return [];
  return calls.map((call, index) =>
    fix(call.title, [...call.edits, ...new Rewriting(loop, form, call, names, context).edits()], {
      isPreferred: index === 0,
      needsCheck: true,
    }),
  );
}

interface FreeNames {
  readonly results: string;
  readonly result: string;
  /** What an iteration gave, where that is more than its result. */
  readonly entry: string;
}

function* freeNames(loop: Node, { mentioned: taken, ordinal }: LoopForm): Inquiry<FreeNames | undefined> {
  const results = yield* freeName(
    ["results", "outcomes", "gathered"].map((name) => numbered(name, ordinal)),
    taken,
    loop,
  );
  const result = ["result", "outcome", "value"].find((name) => !taken.has(name) && name !== results);
  const entry = ["entry", "each", "item"].find((name) => !taken.has(name) && name !== results);
  return results === undefined || result === undefined || entry === undefined ? undefined : { results, result, entry };
}

function* freeName(names: readonly string[], taken: ReadonlySet<string>, at: Node): Inquiry<string | undefined> {
  for (const name of names) {
    if (!taken.has(name) && !(yield* ask("name-in-scope", { name, at }))) return name;
  }
  return undefined;
}

class Rewriting {
  readonly #loop: LoopWaits;
  readonly #form: LoopForm;
  readonly #call: OverlapCall;
  readonly #names: FreeNames;
  readonly #file: string;
  readonly #text: string;
  readonly #end: string;
  readonly #indent: string;
  readonly #inner: string;
  readonly #lineBreak: string;

  constructor(loop: LoopWaits, form: LoopForm, call: OverlapCall, names: FreeNames, { file, text }: FileContext) {
    this.#loop = loop;
    this.#form = form;
    this.#call = call;
    this.#names = names;
    this.#file = file;
    this.#text = text;
    this.#end =
      text.slice(0, loop.body.at(-1)!.end).endsWith(";") || /;[ \t]*\r?$/m.test(loop.loop.getText()) ? ";" : "";
    const place = placeOf(loop.loop, text);
    this.#indent = place.indent;
    this.#inner = place.indent + place.step;
    this.#lineBreak = place.lineBreak;
  }

  edits(): Edit[] {
    const { shape } = this.#form;
    switch (shape.kind) {
      case "whole":
        return this.#whole();
      case "list":
        return this.#list(shape.empty, shape.push);
      case "results":
        return this.#results(shape);
    }
  }

  get #start(): number {
    return this.#loop.loop.getStart();
  }

  get #block(): Node {
    return this.#form.block;
  }

  /** Where the code for one item begins, behind its brace if it has one. */
  get #opening(): number {
    const start = this.#block.getStart();
    return is.isBlock(this.#block) ? start + 1 : start;
  }

  #before(): string {
    const { before } = this.#call;
    return before === "" ? "" : `${before}${this.#end}${this.#lineBreak}${this.#indent}`;
  }

  #whole(): Edit[] {
    const { open, close } = this.#call;
    const isBlock = is.isBlock(this.#block);
    return [
      this.#replace(this.#start, this.#opening, `${this.#before()}${open} => {${isBlock ? "" : " "}`),
      ...this.#exits("return"),
      this.#replace(
        isBlock ? this.#block.end - 1 : this.#block.end,
        this.#block.end,
        `${isBlock ? "" : " "}}${close}${this.#endOf()}`,
      ),
    ];
  }

  #list(empty: Expression, { statement, operands }: Accumulation): Edit[] {
    const { open, close } = this.#call;
    const value = operands[0]!;
    const before = this.#call.before === "" ? [] : [this.#beforeList(empty)];
    const single = this.#singleValue(value);
    if (single !== undefined) {
      return [
        ...before,
        this.#replace(empty.getStart(), this.#block.end, `${open} => ${single}${close}${this.#endOf()}`),
      ];
    }
    return [
      ...before,
      this.#replace(empty.getStart(), this.#opening, `${open} => {`),
      this.#replace(statement.getStart(), statement.end, `return ${textOf(value)}${this.#end}`),
      this.#replace(this.#block.end - 1, this.#block.end, `}${close}${this.#endOf()}`),
    ];
  }

  #beforeList(empty: Expression): Edit {
    const declared = empty.parent.parent.parent.getStart();
    return this.#replace(declared, declared, this.#before());
  }

  /** The value for one item if the loop does nothing else, as an expression of its own. */
  #singleValue(value: Expression): string | undefined {
    const { body, last } = this.#loop;
    if (/\/[/*]/.test(this.#text.slice(this.#block.getStart(), this.#block.end))) return undefined;
    if (body.length === 1) return arrowBody(value);
    const wait = last === 0 && body.length === 2 ? declaredValue(body[0]!) : undefined;
    return wait !== undefined && wait.name.getText() === value.getText() ? arrowBody(wait.initializer!) : undefined;
  }

  #results({ needed, accumulation, mayEndEarly }: Extract<LoopShape, { kind: "results" }>): Edit[] {
    const { body, last } = this.#loop;
    const statement = body[last]!;
    const { entry, result, results } = this.#names;
    const names = accumulation === undefined ? needed : [...needed, result];
    const value = accumulation?.operands.at(-1);
    const inPlace = value === undefined ? [] : [this.#replace(value.getStart(), value.end, result)];
    const single = mayEndEarly ? undefined : this.#singleResult(names, value);
    if (single !== undefined) {
      const head = `${this.#before()}const ${results} = ${this.#call.open} => ${single.value}${this.#call.close}${this.#end}`;
      const next = `${this.#lineBreak}${this.#indent}for (const ${single.pattern} of ${results}) {`;
      const end = accumulation === undefined ? statement.end : this.#opening;
      const isBare = !is.isBlock(this.#block);
      return [
        this.#replace(this.#start, end, `${head}${next}${isBare ? ` ` : ""}`),
        ...inPlace,
        ...(isBare ? [this.#replace(this.#block.end, this.#block.end, " }")] : []),
      ];
    }
    const isOne = names.length === 1 && !mayEndEarly;
    const pattern = isOne ? names[0]! : `{ ${names.join(", ")} }`;
    const returned = names.map((name) =>
      value !== undefined && name === result ? `${name}: ${value.getText()}` : name,
    );
    const given = isOne ? (value === undefined ? pattern : textOf(value)) : `{ ${returned.join(", ")} }`;
    // The value has a name of its own.
    const item = value === undefined ? result : entry;
    const lines = [
      `return ${given}${this.#end}`,
      `${this.#indent}}${this.#call.close}${this.#end}`,
      `${this.#indent}for (const ${mayEndEarly ? item : pattern} of ${results}) {`,
      ...(mayEndEarly
        ? [
            `${this.#inner}if (${item} === undefined) continue${this.#end}`,
            `${this.#inner}const ${pattern} = ${item}${this.#end}`,
          ]
        : []),
    ];
    if (!is.isBlock(this.#block)) return [];
    const [at, text] =
      accumulation === undefined
        ? [statement.end, `${this.#lineBreak}${this.#inner}${lines.join(this.#lineBreak)}`]
        : [statement.getStart(), `${lines.join(this.#lineBreak)}${this.#lineBreak}${this.#inner}`];
    return [
      this.#replace(this.#start, this.#opening, `${this.#before()}const ${results} = ${this.#call.open} => {`),
      ...this.#exits("return undefined"),
      this.#replace(at, at, text),
      ...inPlace,
    ];
  }

  /** The results as one expression for each item, if the first part of the body is one wait. */
  #singleResult(
    names: readonly string[],
    value: Expression | undefined,
  ): { readonly value: string; readonly pattern: string } | undefined {
    const { body, last } = this.#loop;
    const statement = body[0]!;
    if (last !== 0 || /\/[/*]/.test(this.#text.slice(this.#opening, statement.end))) return undefined;
    if (value !== undefined) {
      if (names.length === 1) return { value: arrowBody(value), pattern: names[0]! };
      return { value: objectOf(names, names.at(-1)!, value), pattern: `{ ${names.join(", ")} }` };
    }
    const declared = declaredValue(statement);
    if (declared === undefined) return undefined;
    if (names.every((name) => this.#form.declared.includes(name))) {
      return { value: arrowBody(declared.initializer!), pattern: declared.name.getText() };
    }
    if (!is.isIdentifier(declared.name) || !names.includes(declared.name.text)) return undefined;
    return { value: objectOf(names, declared.name.text, declared.initializer!), pattern: `{ ${names.join(", ")} }` };
  }

  /** `continue` ends the callback instead. */
  #exits(keyword: string): Edit[] {
    return this.#form.exits.map((node) => this.#replace(node.getStart(), node.getStart() + "continue".length, keyword));
  }

  /** Without semicolons, what follows the loop might go on with the call. */
  #endOf(): string {
    const next = /^\s*(\S)/.exec(this.#text.slice(this.#block.end))?.[1] ?? "";
    return this.#end !== "" || /[([`/+-]/.test(next) ? ";" : "";
  }

  #replace(start: number, end: number, newText: string): Edit {
    return { file: this.#file, span: { start, end }, newText };
  }
}

/** The value without the wait for it. */
function textOf(value: Expression): string {
  const inner = skipOuter(value);
  return is.isAwaitExpression(inner) && inner === value ? inner.expression.getText() : value.getText();
}

function arrowBody(value: Expression): string {
  const text = textOf(value);
  return text.startsWith("{") ? `(${text})` : text;
}

function objectOf(names: readonly string[], awaited: string, value: Expression): string {
  return `({ ${names.map((name) => (name === awaited ? `${name}: ${value.getText()}` : name)).join(", ")} })`;
}

/** The only declarator of a `const` without a type. */
function declaredValue(statement: Node): VariableDeclaration | undefined {
  if (!is.isVariableStatement(statement)) return undefined;
  const { declarations, flags } = statement.declarationList;
  const [declaration] = declarations;
  if ((flags & NodeFlags.BlockScoped) !== NodeFlags.Const || declarations.length !== 1) return undefined;
  return declaration?.type === undefined && declaration?.initializer !== undefined ? declaration : undefined;
}
