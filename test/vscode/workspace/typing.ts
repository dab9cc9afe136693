async function save(): Promise<void> {}

export async function close() {
  await save();
}
