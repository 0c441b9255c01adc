import type { Tables } from './tables.ts'

/** Ids of the invitations and keys that ended before. */
export function endedIn(
  { invitations, keys }: Tables,
  before: number,
): { invitations: string[]; keys: string[] } {
  const isBefore = (at: number | undefined) => at !== undefined && at < before
  const over = [...invitations.values()].filter(
    ({ endedAt, expiresAt }) => isBefore(endedAt) || isBefore(expiresAt),
  )
  const gone = [...keys.values()].filter(({ expiresAt }) => isBefore(expiresAt))
  return { invitations: over.map(({ id }) => id), keys: gone.map(({ id }) => id) }
}
