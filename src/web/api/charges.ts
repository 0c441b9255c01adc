import { infiniteQueryOptions } from '@tanstack/react-query'
import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

const PAGE_SIZE = 50

export type ChargesFilter = {
  cycle: string | undefined
  kind: string | undefined
  member: string | undefined
  part: string | undefined
  from: number | undefined
  to: number | undefined
  bought: string | undefined
  late: 'yes' | 'no' | undefined
}

/** The charges behind a figure, newest first, page by page. */
export function chargesQuery(options: { team: string; resource: Resource; filter: ChargesFilter }) {
  const { team, resource, filter } = options
  return infiniteQueryOptions({
    queryKey: [...keys.allCharges(team, resource), filter],
    queryFn: ({ pageParam, signal }) =>
      call(PART_ROUTES.charges, {
        params: { team, resource },
        query: { ...filter, cursor: pageParam, limit: PAGE_SIZE },
        signal,
      }),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.nextCursor,
  })
}

function noCursor(): string | undefined {
  return undefined
}
