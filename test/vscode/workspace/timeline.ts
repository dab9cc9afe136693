import { readFileSync } from "node:fs";

declare function fetchUser(id: number): Promise<string>;
declare function fetchOrders(user: string): Promise<string[]>;

export async function report(ids: number[]): Promise<string> {
  const first = fetchUser(0);
  const lines: string[] = [];
  for (const id of ids) {
    const user = await fetchUser(id);
    if (user !== "") {
      lines.push(...(await fetchOrders(user)));
    }
  }
  lines.push(readFileSync("footer.txt", "utf8"));
  return `${await first} ${lines.join()}`;
}

export async function both(): Promise<number> {
  const [user, orders] = await Promise.all([fetchUser(1), fetchOrders("a")]);
  return user.length + orders.length;
}
