// What a function's waits look like in a picture and in a sentence: shared by the topics about functions and awaits.

import { say } from "../language/say.ts";
import type { Timeline } from "../pictures/timeline.ts";
import { containsSpan, touchesSpan, type Span } from "../text/span.ts";
import { SyntaxKind, is, isFunctionNode, skipOuter, spanOf, type Node } from "../typescript/syntax.ts";
import type { TaughtFile } from "./lesson.ts";
import { waitPanel, type Operation } from "./wait-picture.ts";
import { branchAround, loopAround, type Wait, type Waits } from "./waits.ts";
import { codeText, functionName } from "./words.ts";

/** More lanes than this are no picture any more. */
const MOST_LANES = 6;

/** The groups of waits of which a finding says that they could run together, each in text order. */
export function couldRunTogether(waits: Waits, file: TaughtFile): readonly (readonly Wait[])[] {
  const groups = file.findings
    .filter(({ family, related }) => family === "sequential" && related.length > 0)
    .map(({ span, related }) =>
      waits.all.filter(({ node }) => [span, ...related].some((each) => isSame(each, spanOf(node)))),
    );
  return groups.filter((group) => group.length > 1);
}

/** As written, and as it could be if it is known that waits could run together. Undefined if there is nothing to see. */
export function picturedWaits(
  waits: Waits,
  shown: readonly Wait[],
  file: TaughtFile,
  meanwhile: readonly Operation[] = [],
): Timeline | undefined {
  const drawn = shown.slice(0, MOST_LANES);
  if (drawn.length === 0) return undefined;
  const operations = new Map(drawn.map((wait) => [wait, operationOf(wait)]));
  const caller = callerLabel(waits.container);
  const written = waitPanel({
    title: say`As written`,
    caller,
    groups: drawn.map((wait) => [operations.get(wait)!]),
    meanwhile,
  });
  const title = say`${caller} waits`;
  const together = couldRunTogether(waits, file);
  const groups = gathered(drawn, together).map((group) => group.map((wait) => operations.get(wait)!));
  if (groups.length === drawn.length) return { title, panels: [{ ...written, title: "" }] };
  return { title, panels: [written, waitPanel({ title: say`As it could be`, caller, groups, meanwhile })] };
}

/** The waits in the order in which they would be waited for, those of a group all at the place of its first. */
function gathered(waits: readonly Wait[], together: readonly (readonly Wait[])[]): Wait[][] {
  const groups: Wait[][] = [];
  const placed = new Set<Wait>();
  for (const wait of waits) {
    if (placed.has(wait)) continue;
    const group = together.find((each) => each.includes(wait))?.filter((each) => waits.includes(each)) ?? [wait];
    for (const each of group) placed.add(each);
    groups.push([...group]);
  }
  return groups;
}

export function operationOf({ node, operand }: Wait): Operation {
  const loop = is.isForOfStatement(node) ? node : loopAround(node);
  const branch = branchAround(node);
  const region =
    loop !== undefined
      ? { kind: "loop" as const, label: headText(loop) }
      : branch !== undefined
        ? { kind: "branch" as const, label: headText(branch) }
        : undefined;
  // What is only named here has been started elsewhere.
  const isOlder = operand !== undefined && is.isIdentifier(skipOuter(operand));
  return { label: codeText(operand ?? node), code: spanOf(node), isOlder, ...(region && { region }) };
}

export function callerLabel(container: Node): string {
  return (
    (isFunctionNode(container) ? functionName(container) : undefined) ??
    (is.isSourceFile(container) ? say`module` : say`this function`)
  );
}

/** What stands before the body: `for (const user of users)`, `if (isNew)`. */
function headText(node: Node): string {
  const { text } = node.getSourceFile();
  const body = bodyOf(node);
  const head = text.slice(node.getStart(), body === undefined ? node.end : body.getStart());
  return head
    .replaceAll(/\s+/g, " ")
    .replace(/[{\s?:]+$/, "")
    .slice(0, 60);
}

function bodyOf(node: Node): Node | undefined {
  const parts = node as { statement?: Node; thenStatement?: Node; block?: Node; whenTrue?: Node };
  if (node.kind === SyntaxKind.CaseClause) return (node as unknown as { statements: readonly Node[] }).statements[0];
  return parts.statement ?? parts.thenStatement ?? parts.block ?? parts.whenTrue;
}

function isSame(a: Span, b: Span): boolean {
  return touchesSpan(a, b) && (containsSpan(a, b) || containsSpan(b, a));
}
