declare function charge(order: string): Promise<number>;
declare function reserve(order: string): Promise<string>;

export async function checkout(order: string): Promise<string> {
  const amount = await charge(order);
  await reserve(order);
  return `${amount}`;
}
