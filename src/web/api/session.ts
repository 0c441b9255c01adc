import { queryOptions } from '@tanstack/react-query'
import { ROUTES } from '#shared/contract/routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** Who is viewing which team. */
export function sessionQuery(team: string | undefined) {
  return queryOptions({
    queryKey: keys.session(team),
    queryFn: ({ signal }) => call(ROUTES.session, { params: {}, query: { team }, signal }),
    staleTime: 5 * 60_000,
  })
}
