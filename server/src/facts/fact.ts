// Every kind of fact, by name. A fact is something that syntax alone shows; how each is read off the tree is in the
// file that bears its name.

import type { AwaitedValue } from "./awaited-value.ts";
import type { AwaitRun } from "./await-run.ts";
import type { DiscardedValue } from "./discarded-value.ts";
import type { Gather } from "./gather.ts";
import type { GatheredArray } from "./gathered-array.ts";
import type { PredicateCallback } from "./predicate-callback.ts";
import type { LateHandler } from "./late-handler.ts";
import type { LoopWaits } from "./loop-waits.ts";
import type { PromiseExecutor } from "./promise-executor.ts";
import type { GuardedReturn } from "./guarded-return.ts";
import type { SpreadValue } from "./spread-value.ts";
import type { TestedValue } from "./tested-value.ts";
import type { SpinningLoop } from "./spinning-loop.ts";
import type { SuspectCall } from "./suspect-call.ts";
import type { SyncCall } from "./sync-call.ts";
import type { PassedFunction } from "./passed-function.ts";
import type { UnreadField } from "./unread-field.ts";
import type { UnreadVariable } from "./unread-variable.ts";

export interface Facts {
  readonly "awaited-value": AwaitedValue;
  readonly "await-run": AwaitRun;
  readonly "discarded-value": DiscardedValue;
  readonly "guarded-return": GuardedReturn;
  readonly "spread-value": SpreadValue;
  readonly "tested-value": TestedValue;
  readonly "unread-variable": UnreadVariable;
  readonly "unread-field": UnreadField;
  readonly gather: Gather;
  readonly "gathered-array": GatheredArray;
  readonly "promise-executor": PromiseExecutor;
  readonly "predicate-callback": PredicateCallback;
  readonly "late-handler": LateHandler;
  readonly "loop-waits": LoopWaits;
  readonly "sync-call": SyncCall;
  readonly "passed-function": PassedFunction;
  readonly "spinning-loop": SpinningLoop;
  readonly "suspect-call": SuspectCall;
}

export type FactKind = keyof Facts;
export type Fact = Facts[FactKind];
