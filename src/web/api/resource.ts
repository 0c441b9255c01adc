import { queryOptions } from '@tanstack/react-query'
import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** One resource of one cycle with its breakdowns and rate card. */
export function resourceQuery(options: {
  team: string
  resource: Resource
  cycle: string | undefined
}) {
  const { team, resource, cycle } = options
  return queryOptions({
    queryKey: keys.resourceUsage(team, resource, cycle),
    queryFn: ({ signal }) =>
      call(PART_ROUTES.resource, { params: { team, resource }, query: { cycle }, signal }),
    refetchInterval: cycle === undefined ? 60_000 : false,
  })
}
