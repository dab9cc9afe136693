async function save() {}

export async function close() {
  save();
}
