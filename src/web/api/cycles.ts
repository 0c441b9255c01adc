import { queryOptions } from '@tanstack/react-query'
import { ROUTES } from '#shared/contract/routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** The billing cycles back to the first, newest first. */
export function cyclesQuery(team: string) {
  return queryOptions({
    queryKey: keys.cycles(team),
    queryFn: ({ signal }) => call(ROUTES.cycles, { params: { team }, signal }),
    staleTime: 10 * 60_000,
  })
}
