// Hints between the words of the code: how long a promise stays pending, and what goes on while a function waits.

import type { FunctionRun, Operation } from "./function-run.ts";

/** Behind the code that ends at `at`. Exactly one of `until` and `names` says what the hint is about. */
export interface FunctionHint {
  readonly at: number;
  /** Where a promise that has been started here is waited for; -1 if nobody does. */
  readonly until?: number;
  /** What runs beside the operation that is waited for here. */
  readonly names?: readonly string[];
}

export function functionHints({ happenings }: FunctionRun): readonly FunctionHint[] {
  const hints: FunctionHint[] = [];
  for (const happening of happenings) {
    if (happening.kind === "start") {
      const { operation, fate } = happening;
      // What is handed on may be waited for anywhere.
      if (fate === "handed-on") continue;
      const wait = happenings.find((each) => each.kind === "wait" && each.joined.includes(operation));
      if (fate === "awaited" && wait === undefined) continue;
      hints.push({ at: operation.node.end, until: wait?.node.getStart() ?? -1 });
    }
    if (happening.kind !== "wait") continue;
    const others = happening.beside.map(nameOf);
    const together = [...happening.joined, ...happening.begun];
    for (const operation of happening.begun) {
      const names = [...together.filter((each) => each !== operation).map(nameOf), ...others];
      if (names.length > 0) hints.push({ at: operation.node.end, names });
    }
  }
  return hints;
}

function nameOf({ name, label }: Operation): string {
  return name ?? label;
}
