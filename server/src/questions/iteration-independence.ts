// Question: may the iterations of a loop overlap up to their last waits, and if not, why?
//
// They may if what one of them does there commutes with what the others do: they read what none changes, and change only
// what belongs to their own item, or files that are named for a key that no other iteration has. What follows the waits
// stays in order; it must only not change what a later iteration has read by then.

import { say } from "../language/say.ts";
import { isOwnEntry, type Accumulation } from "../facts/accumulation.ts";
import { startedBy } from "../facts/deliberate-loop.ts";
import type { LoopWaits } from "../facts/loop-waits.ts";
import { contains } from "../facts/occurrences.ts";
import { readsInTurn } from "../knowledge/untyped-calls.ts";
import { enclosingFunction, is, skipOuter, type Expression, type Node } from "../typescript/syntax.ts";
import { ELEMENT, describePath, isSeenBy, keyOf, touches, valueOf, valueOfVariable, type Path } from "./access-path.ts";
import type { Answerer } from "./answerer.ts";
import { answerNeverRejects } from "./cannot-reject.ts";
import { effectsOfParts } from "./code-effects.ts";
import { answerCollectionKind, type CollectionKind } from "./collection-kind.ts";
import { effectsOfCode } from "./effects.ts";
import type { Effects, Stranger } from "./effect-summary.ts";
import type { Verdict } from "./independence.ts";
import { withoutKeyedFiles } from "./keyed-files.ts";
import { answerPromiseShape } from "./promise-shape.ts";
import { asksPerson, carriersOf, describeCarrier, serialAmong, type Carrier } from "./serial-resource.ts";
import type { Variable } from "./variable.ts";

export interface LoopAt {
  readonly at: Node;
  readonly loop: LoopWaits;
}

export const answerIterationIndependence: Answerer<LoopAt, Verdict> = async (view, abouts) => {
  const studies = abouts.map(({ loop }) => new IterationStudy(loop));
  const starts = studies.flatMap((study) => study.starts.map((start) => ({ study, start })));
  const targets = studies.flatMap((study) => study.collections().map((accumulation) => ({ study, accumulation })));
  const [shapes, kinds] = await Promise.all([
    answerPromiseShape(
      view,
      starts.map(({ start }) => start),
    ),
    targets.length === 0
      ? []
      : answerCollectionKind(
          view,
          targets.map(({ accumulation }) => accumulation.target),
        ),
  ]);
  for (const [i, { study, start }] of starts.entries()) {
    if (shapes[i] !== "promise" && shapes[i] !== "maybe-promise")
      study.refuse(say`What \`${nameOf(start)}\` gives is not known to be a promise.`);
  }
  for (const [i, { study, accumulation }] of targets.entries()) study.setKind(accumulation, kinds[i]!);
  const open = studies.filter(({ isOpen }) => isOpen);
  const keyed = await withoutKeyedFiles(
    view,
    open.map(({ loop }) => ({ loop, code: effectsOfParts(loop.overlapping) })),
  );
  const ordered = open.map(({ loop }) => effectsOfParts(loop.ordered));
  const effects = await effectsOfCode(view, [...keyed.map(({ code }) => code), ...ordered]);
  for (const [i, study] of open.entries())
    study.judge(effects[i]!, effects[open.length + i]!, keyed[i]!.hasKeyedWrites);
  const left = open.filter(({ isOpen }) => isOpen);
  const carriers = new Map(left.flatMap((study) => [...study.shared()]));
  const writing = left.filter(({ isKeyed }) => isKeyed);
  const calls = writing.flatMap((study) => study.starts.map((start) => ({ study, start })));
  const [serial, certain] = await Promise.all([
    carriers.size === 0 ? new Set<string>() : serialAmong(view, carriers),
    calls.length === 0
      ? []
      : answerNeverRejects(
          view,
          calls.map(({ start }) => start),
        ),
  ]);
  for (const study of left) study.setSerial(serial);
  for (const [i, { study }] of calls.entries()) if (certain[i] !== true) study.doubt();
  return studies.map((study) => study.verdict());
};

class IterationStudy {
  readonly loop: LoopWaits;
  /** The calls that are awaited. */
  readonly starts: readonly Expression[];
  /** Some of what it changes belongs to its own item or key. */
  isKeyed = false;
  #reason: string | undefined;
  #isLikely = false;
  #contacts: readonly Path[] = [];
  readonly #items: Path | undefined;
  /** What is counted through: `items` of `i < items.length`. Which item a path leads to is not known there. */
  readonly #counted: Path | undefined;

  constructor(loop: LoopWaits) {
    this.loop = loop;
    this.starts = loop.waits.flatMap((wait) => startedBy(wait) ?? []);
    const { kind, over } = loop.head;
    const counted = kind === "numbers" && is.isPropertyAccessExpression(over) ? over.expression : undefined;
    this.#items = kind === "numbers" ? undefined : pathOf(over);
    this.#counted = counted && pathOf(counted);
    if (asksPerson(this.starts)) this.refuse(say`One question after another is put to a person.`);
  }

  get isOpen(): boolean {
    return this.#reason === undefined;
  }

  refuse(reason: string): void {
    this.#reason ??= reason;
  }

  doubt(): void {
    this.#isLikely = true;
  }

  verdict(): Verdict {
    if (this.#reason !== undefined) return { isIndependent: false, reason: this.#reason };
    return { isIndependent: true, confidence: this.#isLikely ? "likely" : "proven" };
  }

  /** What is filled must be one of the language's collections to be known. */
  collections(): Accumulation[] {
    return this.loop.accumulations.filter(({ kind }) => kind === "list" || kind === "map" || kind === "set");
  }

  setKind({ kind, target }: Accumulation, found: CollectionKind): void {
    const expected = kind === "list" ? "array" : kind;
    if (found !== expected) this.refuse(say`What adding to \`${target.getText()}\` does is not known.`);
  }

  judge(effects: Effects, after: Effects, hasKeyedWrites: boolean): void {
    this.#contacts = effects.contacts;
    this.isKeyed ||= hasKeyedWrites;
    for (const { mysteries, opaque } of [effects, after]) {
      if (mysteries.length > 0) this.refuse(say`What an iteration does is not known: it ${mysteries[0]!.reason}.`);
      else if (opaque.length > 0) this.refuse(say`What an iteration does is not known.`);
    }
    if (!effects.isWaiting) this.refuse(say`The iterations wait for nothing, so that nothing would be gained.`);
    if (effects.guesses.length + after.guesses.length > 0) this.doubt();
    for (const stranger of effects.strangers) this.#judgeStranger(stranger);
    for (const path of effects.writes) this.#judgeWrite(path);
    if (hasKeyedWrites && effects.reads.some(({ root }) => root.kind === "outside" && root.name === "file system"))
      this.refuse(say`It reads files that another iteration may write.`);
    for (const path of after.writes) this.#judgeOrderedWrite(path, effects);
    for (const accumulation of this.loop.accumulations) {
      if (isOwnEntry(accumulation, this.loop.head)) continue;
      const { kind, target } = accumulation;
      const value = valueOf(target, undefined);
      if (value.kind === "path") this.#judgeOrderedWrite(value.path, effects);
      else if (value.kind === "unknown" || kind === "sum")
        this.refuse(say`It changes \`${target.getText()}\`, of which nothing is known.`);
    }
  }

  /** Behind items that wait there may be one device, browser or connection; behind what a function is given by its caller too. */
  #judgeStranger({ path, name }: Stranger): void {
    const { root } = path;
    const isOwn = root.kind === "variable" && this.#isOwn(root.variable);
    if (isOwn || this.#isItem(path, 0) || (this.#counted !== undefined && touches(this.#counted, path)))
      this.refuse(say`It calls \`${name}\` of ${describePath(path)}, and what that is is not known.`);
    else if (readsInTurn(name)) this.refuse(say`All go through ${describePath(path)}: one at a time.`);
  }

  #judgeWrite(path: Path): void {
    const { root } = path;
    if (root.kind === "variable" && this.loop.early.has(root.variable.name)) return;
    if (this.#isItem(path)) {
      this.isKeyed = true;
      // The same object may be there twice.
      this.doubt();
    } else if (root.kind === "variable" && this.#isOwn(root.variable)) {
      if (path.isBinding !== true && !this.#isFresh(root.variable))
        this.refuse(say`It changes \`${root.variable.name}\`, which it has not made.`);
    } else if (path.isBinding === true && root.kind === "variable") {
      const { flags, scratch } = this.loop;
      const { name } = root.variable;
      if (!flags.has(name) && !scratch.has(name)) this.refuse(say`Each iteration changes \`${name}\`.`);
    } else {
      this.refuse(say`Each iteration changes ${describePath(path)}.`);
    }
  }

  #judgeOrderedWrite(path: Path, { reads }: Effects): void {
    const { root } = path;
    if (root.kind === "outside" && root.name === "console") this.refuse(say`It prints in order.`);
    if (this.#isItem(path)) return;
    if (root.kind === "variable" && this.#isOwn(root.variable)) {
      if (path.isBinding !== true && !this.#isFresh(root.variable)) this.doubt();
      return;
    }
    if (reads.some((read) => isSeenBy(path, read)))
      this.refuse(say`It reads ${describePath(path)}, which an earlier iteration changes.`);
    const isLocal = root.kind === "variable" && root.variable.kind === "local";
    const { guard } = this.loop;
    // Had an iteration failed, the earlier ones would have done it.
    if (!isLocal) this.doubt();
    if (guard === undefined) return;
    const isHidden =
      isLocal && root.variable.declared !== undefined && contains(guard.tryBlock, root.variable.declared);
    if (!isHidden) this.refuse(say`What it did to ${describePath(path)} can be seen after an error.`);
  }

  /** What all iterations go through. */
  shared(): Map<string, Carrier> {
    const shared = new Map<string, Carrier>();
    for (const [key, carrier] of carriersOf(this.starts, this.#contacts)) {
      const { root } = carrier.path;
      const isOwn = root.kind === "variable" && this.#isOwn(root.variable);
      if (!isOwn && !this.#isItem(carrier.path, 0)) shared.set(key, carrier);
    }
    return shared;
  }

  setSerial(serial: ReadonlySet<string>): void {
    const carrier = [...this.shared().values()].find(({ path }) => serial.has(keyOf(path)));
    if (carrier !== undefined) this.refuse(say`All go through ${describeCarrier(carrier)}: one at a time.`);
  }

  #isOwn({ declared }: Variable): boolean {
    return declared !== undefined && contains(this.loop.loop, declared) && declared.getSourceFile() === this.#file;
  }

  get #file(): unknown {
    return this.loop.loop.getSourceFile();
  }

  /** A member of the iteration's own item; with `least` of 0 the item itself too. */
  #isItem({ root, members, isBinding }: Path, least = 1): boolean {
    if (isBinding === true) return false;
    if (root.kind === "variable" && this.loop.head.names.includes(root.variable.name) && this.#isOwn(root.variable)) {
      return members.length >= least;
    }
    const items = this.#items;
    if (items === undefined || keyOf({ root, members: [] }) !== keyOf({ root: items.root, members: [] })) return false;
    const start = items.members.length;
    return (
      members.length >= start + 1 + least &&
      members[start] === ELEMENT &&
      items.members.every((member, i) => members[i] === member)
    );
  }

  #isFresh(variable: Variable): boolean {
    return valueOfVariable(variable, enclosingFunction(this.loop.loop)).kind === "fresh";
  }
}

function pathOf(expression: Expression): Path | undefined {
  const value = valueOf(expression, undefined);
  return value.kind === "path" ? value.path : undefined;
}

function nameOf(start: Expression): string {
  const callee = is.isCallExpression(start) ? skipOuter(start.expression).getText() : "";
  return `${callee.replaceAll(/\s+/g, " ")}()`;
}
