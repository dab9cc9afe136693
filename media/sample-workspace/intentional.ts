// How to say that a promise is left alone on purpose.

import { notify, saveOrder, type Order } from "./orders.ts";

export function leave(order: Order): void {
  // For everyone who reads the code: this is meant.
  void notify(order);

  // async-insight-disable-next-line floating-promise -- the page is closing, nobody could wait
  saveOrder(order);

  // The comments of other linters for the same mistake count as well.
  // eslint-disable-next-line @typescript-eslint/no-floating-promises
  notify(order);
}
