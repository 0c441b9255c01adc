import type { Credits } from '#shared/credits/amounts.ts'
import type { Resource } from '#shared/credits/resources.ts'

/** What an import came to, so far. */
export type Tally = {
  read: number
  /** Left out, as the mapping says. */
  skipped: number
  accepted: number
  duplicate: number
  conflict: number
  rejected: number
  /** Of the accepted: booked in the open cycle, as their own was closed. */
  late: number
  membersCreated: number
  /** Of the accepted. */
  credits: Map<Resource, Credits>
}

export function emptyTally(): Tally {
  return {
    read: 0,
    skipped: 0,
    accepted: 0,
    duplicate: 0,
    conflict: 0,
    rejected: 0,
    late: 0,
    membersCreated: 0,
    credits: new Map(),
  }
}
