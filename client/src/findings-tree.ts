// The findings of the workspace as a tree: family, rule, file, finding. Arranges and filters what the server knows, without
// the editor's own types; how a node looks is in findings-view.ts.

import type { Family, FixTarget, KnownFile, KnownFinding, KnownFindings, KnownRule } from "./protocol.ts";

interface Branch {
  /** Stays the same as long as the node means the same, so that what is unfolded stays unfolded. */
  readonly id: string;
  readonly children: readonly FindingsNode[];
}

export type FindingsNode = FamilyNode | RuleNode | FileNode | FindingNode;

export interface FamilyNode extends Branch {
  readonly kind: "family";
  readonly family: Family;
}

export interface RuleNode extends Branch {
  readonly kind: "rule";
  readonly rule: KnownRule;
}

export interface FileNode extends Branch {
  readonly kind: "file";
  readonly uri: string;
}

export interface FindingNode extends Branch {
  readonly kind: "finding";
  readonly uri: string;
  readonly finding: KnownFinding;
}

const families: readonly Family[] = ["unawaited", "blocking", "sequential"];

/**
 * Families without findings are left out, and so is whatever the filter leaves nothing of.
 *
 * @param filter words that must all occur in the family, the rule, the path or the message
 */
export function findingsTree({ rules, files }: KnownFindings, filter = ""): readonly FamilyNode[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  return families
    .map((family): FamilyNode => {
      const ofFamily = rules.filter((rule) => rule.family === family);
      const children = ofFamily.map((rule) => ruleNode(rule, files, words)).filter(hasChildren);
      return { kind: "family", id: family, family, children };
    })
    .filter(hasChildren);
}

/** The findings below the node, itself included. */
export function findingsBelow(node: FindingsNode): readonly FindingNode[] {
  return node.kind === "finding" ? [node] : node.children.flatMap(findingsBelow);
}

/** What the server is asked to repair for the node: exactly what it shows, not what a filter hides. */
export function targetsOf(node: FindingsNode): readonly FixTarget[] {
  return findingsBelow(node).map(({ uri, finding }) => ({ uri, rule: finding.rule, start: finding.range.start }));
}

function ruleNode(rule: KnownRule, files: readonly KnownFile[], words: readonly string[]): RuleNode {
  const children = files.map((file) => fileNode(rule, file, words)).filter(hasChildren);
  return { kind: "rule", id: rule.name, rule, children };
}

function fileNode(rule: KnownRule, { uri, findings }: KnownFile, words: readonly string[]): FileNode {
  const id = `${rule.name} ${uri}`;
  const path = uri.replace(/^[\w+.-]+:/u, "");
  const children = findings
    .filter((finding) => finding.rule === rule.name && fits(words, [rule.family, rule.name, path, finding.message]))
    .map((finding, index): FindingNode => ({ kind: "finding", id: `${id} ${index}`, uri, finding, children: [] }));
  return { kind: "file", id, uri, children };
}

/** True if each word occurs somewhere. */
function fits(words: readonly string[], places: readonly string[]): boolean {
  const text = places.map(readable).join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Paths are filtered as people write them. */
function readable(place: string): string {
  try {
    return decodeURIComponent(place);
  } catch {
    return place;
  }
}

function hasChildren({ children }: Branch): boolean {
  return children.length > 0;
}
