// Promises that nobody waits for. What follows runs before they are done, and nobody learns when they fail.

import { loadOrders, notify, pause, saveOrder, type Order } from "./orders.ts";

/** The message says "saved" before anything is, and says so too when saving fails. */
export async function placeOrder(order: Order): Promise<void> {
  saveOrder(order);
  console.log("saved");
}

/** No `await` is possible here before the function is made async. */
export function cancelOrder(order: Order): void {
  saveOrder({ ...order, state: "cancelled" });
}

/** A promise for each order, and all of them are dropped. */
export async function notifyAll(orders: readonly Order[]): Promise<void> {
  orders.map((order) => notify(order));
}

/** The loop does not wait a second between two customers: it waits at the end of all, for nothing. */
export async function notifySlowly(orders: readonly Order[]): Promise<void> {
  for (const order of orders) {
    await notify(order);
    pause(1000);
  }
}

/** Half of the branches are asynchronous, which is easy to overlook. */
export async function close(order: Order, isSilent: boolean): Promise<void> {
  order.isUrgent && notify(order);
  isSilent ? undefined : notify(order);
}

/** `then` returns another promise, and that one has no handler. */
export function printCount(): void {
  loadOrders().then((orders) => console.log(orders.length));
}

/** `finally` does not handle an error, it passes it on. */
export async function reload(showSpinner: (isVisible: boolean) => void): Promise<void> {
  showSpinner(true);
  loadOrders().finally(() => showSpinner(false));
}

/** A handler for one outcome only, an immediately called async function, and a promise that is made by hand. */
export function start(): void {
  (async () => {
    await saveOrder({ id: "1", customer: "ada", isUrgent: false, state: "open" });
  })();
  new Promise((_resolve, reject) => reject(new Error("nobody hears this")));
}

/** All is well here: awaited, returned, handled or marked. */
export async function done(order: Order): Promise<Order[]> {
  await saveOrder(order);
  void notify(order);
  notify(order).catch((error: unknown) => console.error(error));
  return loadOrders();
}
