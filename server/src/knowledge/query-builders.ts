// How queries are put together call by call, whatever package they are for: `db.select().from(users).where(…).execute()`.
// Data only.

/** Calls that add to a query, or say how its result is wanted. */
const CLAUSES =
  "addSelect all allowDiskUse and andWhere as asc avg batchSize collation comment count countDistinct cursor desc distinct distinctOn " +
  "eq exec execute executeTakeFirst executeTakeFirstOrThrow first firstOrThrow from fullJoin get getCount getMany getManyAndCount " +
  "getOne getOneOrFail getRawMany getRawOne groupBy gt gte having hint in innerJoin innerJoinAndSelect is join joinRelated lean " +
  "leftJoin leftJoinAndSelect leftOuterJoin limit lt lte max maxTimeMS maybeSingle min modify neq not offset on or orWhere orderBy " +
  "orderByRaw outerJoin page populate project projection range rightJoin select selectAll selectFrom single skip sort sum take " +
  "toArray union unionAll value values where whereBetween whereExists whereIn whereNot whereNotIn whereNotNull whereNull whereRaw " +
  "whereRef with withGraphFetched withRecursive";

const CLAUSE_NAMES: ReadonlySet<string> = new Set(CLAUSES.split(" "));

export function isClause(name: string): boolean {
  return CLAUSE_NAMES.has(name);
}

/** The call that says what the query is for: it looks something up. */
export function beginsLookUp(name: string): boolean {
  return /^(?:select|find)(?:$|[A-Z])/.test(name);
}
