import { type InfiniteData, infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { z } from 'zod'
import { type MembersReply, membersQuerySchema } from '#shared/contract/page.ts'
import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'
import { FRESH_MS } from './query-client.ts'

const PAGE_SIZE = 100

/** A list scrolled further than this is not fetched anew as a whole, only where it changed. */
const LONG_LIST_PAGES = 5

export const membersFilterSchema = membersQuerySchema.omit({ cursor: true, limit: true })
export type MembersFilter = z.output<typeof membersFilterSchema>
export type MembersList = InfiniteData<MembersReply>

type MembersOf = { team: string; resource: Resource; filter: MembersFilter }

/** Members page by page. The list before stays on screen while the next filter loads. */
export function membersQuery(options: MembersOf) {
  return infiniteQueryOptions({
    queryKey: [...keys.allMembers(options.team, options.resource), options.filter],
    queryFn: ({ pageParam, signal }) => fetchMembers(options, { cursor: pageParam, signal }),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: (query) => (isLongList(query.state.data) ? Number.POSITIVE_INFINITY : FRESH_MS),
  })
}

export function fetchMembers(
  options: MembersOf,
  page: { cursor: string | undefined; signal?: AbortSignal },
): Promise<MembersReply> {
  const { team, resource, filter } = options
  const { cursor, signal } = page
  return call(PART_ROUTES.members, {
    params: { team, resource },
    query: { ...filter, cursor, limit: PAGE_SIZE },
    ...(signal ? { signal } : {}),
  })
}

export function isLongList(list: MembersList | undefined): boolean {
  return (list?.pages.length ?? 0) > LONG_LIST_PAGES
}

function noCursor(): string | undefined {
  return undefined
}
