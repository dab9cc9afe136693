import { refresh } from "./producer";

export async function start() {
  refresh();
}
