// All rules, in the order in which documents list them. Written by `npm run generate`; do not edit.

import { asyncPredicate } from "./async-predicate.ts";
import { asyncPromiseExecutor } from "./async-promise-executor.ts";
import { asyncVoidCallback } from "./async-void-callback.ts";
import { awaitInGather } from "./await-in-gather.ts";
import { awaitNonPromise } from "./await-non-promise.ts";
import { floatingPromise } from "./floating-promise.ts";
import { lateAwait } from "./late-await.ts";
import { promiseCondition } from "./promise-condition.ts";
import { promiseSpread } from "./promise-spread.ts";
import { unawaitedReturnInTry } from "./unawaited-return-in-try.ts";
import { unusedPromise } from "./unused-promise.ts";
import { blockingCall } from "./blocking-call.ts";
import { blockingHelper } from "./blocking-helper.ts";
import { busyWait } from "./busy-wait.ts";
import { awaitInLoop } from "./await-in-loop.ts";
import { sequentialAwaits } from "./sequential-awaits.ts";
import type { Rule } from "./rule.ts";

export const rules: readonly Rule[] = [
  asyncPredicate,
  asyncPromiseExecutor,
  asyncVoidCallback,
  awaitInGather,
  awaitNonPromise,
  floatingPromise,
  lateAwait,
  promiseCondition,
  promiseSpread,
  unawaitedReturnInTry,
  unusedPromise,
  blockingCall,
  blockingHelper,
  busyWait,
  awaitInLoop,
  sequentialAwaits,
];
