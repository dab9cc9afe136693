async function save(): Promise<void> {}

export async function close() {
  save();
}
