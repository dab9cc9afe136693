// Nothing to find here, as long as `audit` is synchronous.

import { audit } from "./audit.ts";
import { saveOrder, type Order } from "./orders.ts";

export async function checkout(order: Order): Promise<void> {
  audit(`checkout of ${order.id}`);
  await saveOrder({ ...order, state: "paid" });
  audit(`checked out ${order.id}`);
}
