// Whether something lies at a path, for scripts that have a better message for it than the file system.

import { access } from "node:fs/promises";

export function pathExists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
