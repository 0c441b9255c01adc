import type { Tables } from './tables.ts'

/** Ids of the invitations, keys, and links and sessions of embedded dashboards that ended before. */
export function endedIn(
  { invitations, keys, embeds }: Tables,
  before: number,
): { invitations: string[]; keys: string[]; embeds: string[] } {
  const isBefore = (at: number | undefined) => at !== undefined && at < before
  const over = [...invitations.values()].filter(
    ({ endedAt, expiresAt }) => isBefore(endedAt) || isBefore(expiresAt),
  )
  const gone = [...keys.values()].filter(({ expiresAt }) => isBefore(expiresAt))
  const left = [...embeds.values()].filter(({ expiresAt }) => isBefore(expiresAt))
  return {
    invitations: over.map(({ id }) => id),
    keys: gone.map(({ id }) => id),
    embeds: left.map(({ hash }) => hash),
  }
}
