// Reads at Yousign may come from a replica: what was written a moment ago is not there yet, or shows what it was before.

/** So long after it was made, a request that is not found may be there all the same. */
export const replicaTime = 60_000

/** So long after a change, no read is thought to be older than it any more. */
export const longestLag = 6 * 60_000
