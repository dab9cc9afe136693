async function save(): Promise<void> {}

export async function submit() {
  save();
}
