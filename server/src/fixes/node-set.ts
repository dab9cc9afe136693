// Nodes of several trees as a set. While a fix is built, the tree that a finding was made in stands beside trees of the same
// texts that the engine has sent since, so that the same place may be two objects.

import type { Node } from "../typescript/syntax.ts";

export class NodeSet<T extends Node = Node> implements Iterable<T> {
  readonly #nodes = new Map<string, T>();

  get size(): number {
    return this.#nodes.size;
  }

  has(node: Node): boolean {
    return this.#nodes.has(placeOf(node));
  }

  add(node: T): void {
    this.#nodes.set(placeOf(node), node);
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#nodes.values();
  }
}

export function isSameNode(a: Node, b: Node): boolean {
  return a === b || placeOf(a) === placeOf(b);
}

function placeOf(node: Node): string {
  return `${node.kind} ${node.pos} ${node.end} ${node.getSourceFile().fileName}`;
}
