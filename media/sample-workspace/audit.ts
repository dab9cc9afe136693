// Make this function asynchronous (`async`, and `Promise<void>` as its result), and look at checkout.ts.

export function audit(event: string): void {
  console.log(new Date().toISOString(), event);
}
