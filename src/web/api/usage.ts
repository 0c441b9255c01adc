import { queryOptions } from '@tanstack/react-query'
import { ROUTES } from '#shared/contract/routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** All resources of one cycle; without one, of the open cycle, which keeps moving. */
export function usageQuery(options: { team: string; cycle: string | undefined }) {
  const { team, cycle } = options
  return queryOptions({
    queryKey: keys.usage(team, cycle),
    queryFn: ({ signal }) => call(ROUTES.usage, { params: { team }, query: { cycle }, signal }),
    refetchInterval: cycle === undefined ? 60_000 : false,
  })
}
