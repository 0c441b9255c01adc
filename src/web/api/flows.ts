import { queryOptions } from '@tanstack/react-query'
import { ROUTES } from '#shared/contract/routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** Deployed flows and what they do when they are called now. */
export function flowsQuery(team: string) {
  return queryOptions({
    queryKey: keys.flows(team),
    queryFn: ({ signal }) => call(ROUTES.flows, { params: { team }, signal }),
    refetchInterval: 60_000,
  })
}
