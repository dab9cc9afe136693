// The waits that come after one.

import { remark, type Remark } from "./lesson.ts";
import type { Wait } from "./waits.ts";
import { number, places } from "./words.ts";

/** @param after at least one */
export function moreWaits(after: readonly Wait[]): Remark {
  const where = places(after.map(({ node }) => node));
  return after.length === 1
    ? remark`Behind it, one more wait (${where}).`
    : remark`Behind it, ${number(after.length)} more waits (${where}).`;
}
