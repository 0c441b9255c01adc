import { queryOptions } from '@tanstack/react-query'
import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** Deployed flows and what they do when they are called now. */
export function flowsQuery(team: string) {
  return queryOptions({
    queryKey: keys.flows(team),
    queryFn: ({ signal }) => call(PART_ROUTES.flows, { params: { team }, signal }),
    refetchInterval: 60_000,
  })
}
