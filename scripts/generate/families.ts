// The families of findings as documents present them, in their order.

import type { Family } from "../../server/src/rules/rule.ts";

export const families: readonly { readonly family: Family; readonly title: string; readonly cost: string }[] = [
  {
    family: "unawaited",
    title: "Unawaited",
    cost: "Promises that nobody waits for: errors get lost, and work is not done yet when the next line runs.",
  },
  {
    family: "blocking",
    title: "Blocking",
    cost: "Synchronous calls in asynchronous code: every other request, timer and keystroke waits.",
  },
  {
    family: "sequential",
    title: "Sequential",
    cost: "Waits one after another that could overlap: two waits of 100 ms take 200 ms instead of 100 ms.",
  },
];
