// Grouping, as `Map.groupBy` does it, for Node versions that do not have it yet. Nothing else belongs here.

/** The items by key, keys in order of first appearance, items in their order. */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
