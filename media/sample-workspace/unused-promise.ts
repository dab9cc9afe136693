// Promises that are kept, but never used. The compiler may call the variable unused; what it costs is another matter.

import { loadOrders, notify, saveOrder, type Order } from "./orders.ts";

/** It looks as if somebody wanted to await it later, and forgot. */
export async function archive(order: Order): Promise<void> {
  const saving = saveOrder({ ...order, state: "paid" });
  await notify(order);
}

/** The first promise is lost when the variable gets the second. */
export async function saveTwice(order: Order): Promise<void> {
  let saving = saveOrder(order);
  saving = saveOrder({ ...order, state: "paid" });
  await saving;
}

/** A private field that nobody reads. */
export class Dashboard {
  #orders = loadOrders();

  title(): string {
    return "Orders";
  }
}

/** All is well here: both run at the same time, and both are awaited. */
export async function both(order: Order): Promise<void> {
  const saving = saveOrder(order);
  const notifying = notify(order);
  await Promise.all([saving, notifying]);
}
