// One promise is started here, and nobody waits for it.
//
// 1. Point at the underlined call, and read what happens.
// 2. Press Ctrl+. (⌘. on a Mac) on it, and choose "Add `await`".
// 3. The line disappears from the Findings view: "closed" is true now when it is printed.

export async function closeShop(): Promise<void> {
  saveOrders();
  console.log("closed");
}

async function saveOrders(): Promise<void> {
  const response = await fetch("https://example.com/orders", { method: "PUT" });
  if (!response.ok) throw new Error("the orders were not saved");
}
