// THE traversal: one pass over a file's nodes collects the facts of every kind. What a fact is stands in its own file;
// no other module walks a whole tree.

import { IdentifierIndex, forEachNodeOfKind } from "../typescript/scan.ts";
import type { Span } from "../text/span.ts";
import { SyntaxKind, is, isFunctionNode, type Node, type SourceFile } from "../typescript/syntax.ts";
import type { Collector, FileSyntax } from "./collector.ts";
import { buildControlFlow } from "./control-flow/build.ts";
import type { ControlFlow } from "./control-flow/control-flow.ts";
import { discardedValue } from "./discarded-value.ts";
import type { Fact, FactKind, Facts } from "./fact.ts";
import { gather } from "./gather.ts";
import { predicateCallback } from "./predicate-callback.ts";
import { lateHandler } from "./late-handler.ts";
import { promiseExecutor } from "./promise-executor.ts";
import { guardedReturn } from "./guarded-return.ts";
import { spreadValue } from "./spread-value.ts";
import { testedValue } from "./tested-value.ts";
import { unreadField } from "./unread-field.ts";
import { unreadVariable } from "./unread-variable.ts";

const COLLECTORS: { readonly [F in FactKind]: Collector<Facts[F]> } = {
  "discarded-value": discardedValue,
  "guarded-return": guardedReturn,
  "spread-value": spreadValue,
  "tested-value": testedValue,
  "unread-variable": unreadVariable,
  "unread-field": unreadField,
  gather,
  "promise-executor": promiseExecutor,
  "predicate-callback": predicateCallback,
  "late-handler": lateHandler,
};

/**
 * The facts of the given kinds in text order of the nodes at which they begin.
 * @param except stretches in text order in which none are wanted
 */
export function collectFacts(file: SourceFile, kinds: ReadonlySet<FactKind>, except: readonly Span[] = []): Fact[] {
  const collectors = [...kinds].map((kind): Collector<Fact> => COLLECTORS[kind]);
  const byNode = new Map<SyntaxKind, Collector<Fact>[]>();
  for (const collector of collectors) {
    for (const node of collector.nodes) {
      const others = byNode.get(node);
      if (others) others.push(collector);
      else byNode.set(node, [collector]);
    }
  }
  const syntax = fileSyntax(file);
  const facts: Fact[] = [];
  forEachNodeOfKind(
    file,
    new Set(byNode.keys()),
    (node) => {
      for (const collector of byNode.get(node.kind)!) facts.push(...collector.collect(node, syntax));
    },
    { except, callees: calleesOf(byNode.get(SyntaxKind.CallExpression) ?? []) },
  );
  return facts;
}

/** The callees that any of the collectors of calls wants; undefined if one wants all calls. */
function calleesOf(collectors: readonly Collector<Fact>[]): ReadonlySet<string> | undefined {
  const wanted = collectors.map(({ callees }) => callees);
  return wanted.includes(undefined) ? undefined : new Set(wanted.flatMap((callees) => [...callees!]));
}

function fileSyntax(file: SourceFile): FileSyntax {
  let identifiers: IdentifierIndex | undefined;
  const flows = new Map<Node, ControlFlow | undefined>();
  return {
    file,
    text: file.text,
    get identifiers() {
      return (identifiers ??= new IdentifierIndex(file));
    },
    controlFlowOf(container) {
      if (!isFunctionNode(container) && !is.isSourceFile(container)) return undefined;
      if (!flows.has(container)) flows.set(container, buildControlFlow(container));
      return flows.get(container);
    },
  };
}
