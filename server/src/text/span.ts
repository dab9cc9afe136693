// A stretch of one text. Lines, columns and files live elsewhere: see line-index.ts and edit.ts.

/** Half-open stretch of a text: UTF-16 code units from the start of the text, `start <= end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** True if `inner` lies inside `outer`, borders included. */
export function containsSpan(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** True if the two spans share a code unit, or if an empty one lies inside or at a border of the other. */
export function touchesSpan(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** The index of the span that holds the offset, among spans in text order that share nothing. */
export function indexOfSpanAt(spans: readonly Span[], offset: number): number | undefined {
  let low = 0;
  let high = spans.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { start, end } = spans[middle]!;
    if (offset < start) high = middle - 1;
    else if (offset >= end) low = middle + 1;
    else return middle;
  }
  return undefined;
}
