// THE traversal: one pass over a file's nodes collects the facts of every kind. What a fact is stands in its own file;
// no other module walks a whole tree.

import { forEachNodeOfKind, lastWord } from "../typescript/scan.ts";
import { indexOfSpanAt, type Span } from "../text/span.ts";
import { SyntaxKind, type SourceFile } from "../typescript/syntax.ts";
import { awaitedValue } from "./awaited-value.ts";
import { awaitRun } from "./await-run.ts";
import type { Collector, FileSyntax } from "./collector.ts";
import { discardedValue } from "./discarded-value.ts";
import type { Fact, FactKind, Facts } from "./fact.ts";
import { fileSyntax, type SyntaxAround } from "./file-syntax.ts";
import { gather } from "./gather.ts";
import { gatheredArray } from "./gathered-array.ts";
import { mayBeHanded } from "./handed-function.ts";
import { predicateCallback } from "./predicate-callback.ts";
import { lateHandler } from "./late-handler.ts";
import { loopWaits } from "./loop-waits.ts";
import { promiseExecutor } from "./promise-executor.ts";
import { guardedReturn } from "./guarded-return.ts";
import { spreadValue } from "./spread-value.ts";
import { testedValue } from "./tested-value.ts";
import { spinningLoop } from "./spinning-loop.ts";
import { suspectCall } from "./suspect-call.ts";
import { syncCall } from "./sync-call.ts";
import { passedFunction } from "./passed-function.ts";
import { unreadField } from "./unread-field.ts";
import { unreadVariable } from "./unread-variable.ts";

const COLLECTORS: { readonly [F in FactKind]: Collector<Facts[F]> } = {
  "awaited-value": awaitedValue,
  "await-run": awaitRun,
  "discarded-value": discardedValue,
  "guarded-return": guardedReturn,
  "spread-value": spreadValue,
  "tested-value": testedValue,
  "unread-variable": unreadVariable,
  "unread-field": unreadField,
  gather,
  "gathered-array": gatheredArray,
  "promise-executor": promiseExecutor,
  "predicate-callback": predicateCallback,
  "late-handler": lateHandler,
  "loop-waits": loopWaits,
  "sync-call": syncCall,
  "suspect-call": suspectCall,
  "passed-function": passedFunction,
  "spinning-loop": spinningLoop,
};

/**
 * The facts of the given kinds in text order of the nodes at which they begin.
 * @param except stretches in text order in which none are wanted
 */
export function collectFacts(
  file: SourceFile,
  kinds: ReadonlySet<FactKind>,
  except: readonly Span[] = [],
  around: SyntaxAround = {},
): Fact[] {
  const syntax = fileSyntax(file, around, except);
  const collectors = [...kinds]
    .map((kind): Collector<Fact> => COLLECTORS[kind])
    .filter((collector) => collector.isPossible?.(syntax) !== false);
  const byNode = new Map<SyntaxKind, Collector<Fact>[]>();
  for (const collector of collectors) {
    for (const node of collector.nodes) {
      const others = byNode.get(node);
      if (others) others.push(collector);
      else byNode.set(node, [collector]);
    }
  }
  const facts: Fact[] = [];
  // A fact may stand elsewhere than the node that shows it: a function shows what its mentions are.
  const isWanted = ({ node }: Fact) => {
    const left = indexOfSpanAt(except, node.end - 1);
    return left === undefined || node.pos < except[left]!.start;
  };
  forEachNodeOfKind(
    file,
    new Set(byNode.keys()),
    (node) => {
      for (const collector of byNode.get(node.kind)!) facts.push(...collector.collect(node, syntax).filter(isWanted));
    },
    {
      except,
      callees: calleeTest(byNode.get(SyntaxKind.CallExpression) ?? [], syntax),
      accesses: accessTest(byNode.get(SyntaxKind.PropertyAccessExpression) ?? [], syntax),
      identifiers: handedNameTest(byNode.get(SyntaxKind.Identifier) ?? [], syntax),
    },
  );
  return facts;
}

/** Tells which calls somebody wants, unless somebody wants them all. */
function calleeTest(
  collectors: readonly Collector<Fact>[],
  syntax: FileSyntax,
): ((name: string) => boolean) | undefined {
  const tests = collectors.map(({ callees }) =>
    typeof callees === "function" ? callees(syntax) : callees && ((name: string) => callees.has(name)),
  );
  return tests.includes(undefined) ? undefined : (name) => tests.some((test) => test!(name));
}

function accessTest(
  collectors: readonly Collector<Fact>[],
  syntax: FileSyntax,
): ((name: string) => boolean) | undefined {
  const tests = collectors.map((collector) => collector.accesses?.(syntax));
  return tests.includes(undefined) ? undefined : (name) => tests.some((test) => test!(name));
}

/** Tells by the text which identifiers somebody wants, unless somebody wants them all. */
function handedNameTest(
  collectors: readonly Collector<Fact>[],
  syntax: FileSyntax,
): ((end: number) => boolean) | undefined {
  const tests = collectors.map((collector) => collector.handedNames?.(syntax));
  if (tests.includes(undefined)) return undefined;
  const { text } = syntax;
  return (end) => {
    if (!mayBeHanded(text, end)) return false;
    const name = lastWord(text, end);
    return name === "" || tests.some((test) => test!(name));
  };
}
