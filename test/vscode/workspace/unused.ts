async function load(): Promise<number> {
  return 1;
}

export async function open() {
  const pending = load();
}
