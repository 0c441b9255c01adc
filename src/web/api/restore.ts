import type { QueryClient, QueryKey } from '@tanstack/react-query'

/** What was known before a change was shown that the server had not confirmed. */
export type Snapshot = readonly (readonly [QueryKey, unknown])[]

export function restore(client: QueryClient, snapshot: Snapshot): void {
  for (const [key, data] of snapshot) client.setQueryData(key, data)
}
