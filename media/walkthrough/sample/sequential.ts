// Two waits follow each other here, though neither needs what the other brings.
//
// 1. Point at the marked `await`, and look at the picture: the second request starts when the first has ended.
// 2. Press Ctrl+. (⌘. on a Mac) on it, and let the waits overlap with `Promise.all`.
// 3. Both requests are under way at once: it takes as long as the slower one, not as long as both.

export async function loadDashboard(): Promise<string> {
  const orders = await fetch("https://example.com/orders");
  const stock = await fetch("https://example.com/stock");
  return `${orders.status} ${stock.status}`;
}
