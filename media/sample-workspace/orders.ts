// The asynchronous functions that the other files call. Nothing to find here.

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly isUrgent: boolean;
  readonly state: "open" | "paid" | "cancelled";
}

export async function loadOrders(): Promise<Order[]> {
  const response = await fetch("/orders");
  return response.json();
}

export async function saveOrder(order: Order): Promise<void> {
  await fetch(`/orders/${order.id}`, { method: "PUT", body: JSON.stringify(order) });
}

export async function notify(order: Order): Promise<void> {
  await fetch(`/customers/${order.customer}/messages`, { method: "POST", body: order.id });
}

/** Settles after the time, in milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
