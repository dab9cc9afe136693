// The bench's result: one line a comparison, and whether it keeps its limit.

export interface Comparison {
  readonly name: string;
  readonly ours: number;
  readonly peer: number;
  readonly unit: "ms" | "MB";
  /** The most that ours may be, as a multiple of the peer's; undefined for what is only to be known. */
  readonly limit: number | undefined;
}

export function isOver({ ours, peer, limit }: Comparison): boolean {
  return limit !== undefined && !(ours / peer <= limit);
}

export function formatComparison(comparison: Comparison): string {
  const { name, ours, peer, unit, limit } = comparison;
  const figure = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`.padStart(10);
  const ratio = (ours / peer).toFixed(2).padStart(6);
  const verdict = limit === undefined ? "" : `  limit ${limit.toFixed(1)}  ${isOver(comparison) ? "over" : "ok"}`;
  return `${name.padEnd(94)}${figure(ours)}${figure(peer)}${ratio}${verdict}`;
}

export const header = `${"".padEnd(94)}${"ours".padStart(10)}${"peer".padStart(10)}${"ratio".padStart(6)}`;

/** Nearest-rank quantile: `share` 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error("no values to take a quantile of");
  return value;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
