import { infiniteQueryOptions, mutationOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { INBOX_ROUTES, type markBodySchema } from '#shared/contract/inbox.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

const PAGE_SIZE = 30

/** How many messages are unread: for the bell. */
export function unreadQuery(team: string) {
  return queryOptions({
    queryKey: [...keys.inbox(team), 'unread'],
    queryFn: ({ signal }) =>
      call(INBOX_ROUTES.inbox, { params: { team }, query: { limit: 1 }, signal }),
    select: (reply) => reply.unread,
  })
}

/** What the viewer was told, newest first, page by page. */
export function inboxQuery(team: string) {
  return infiniteQueryOptions({
    queryKey: [...keys.inbox(team), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call(INBOX_ROUTES.inbox, {
        params: { team },
        query: { cursor: pageParam, limit: PAGE_SIZE },
        signal,
      }),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.nextCursor,
  })
}

export function markMutation(team: string) {
  return mutationOptions({
    mutationFn: (body: z.input<typeof markBodySchema>) =>
      call(INBOX_ROUTES.markInbox, { params: { team }, body }),
    onSettled: (_reply, _error, _body, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.inbox(team) }),
  })
}

function noCursor(): string | undefined {
  return undefined
}
