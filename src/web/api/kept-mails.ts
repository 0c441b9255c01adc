import { infiniteQueryOptions } from '@tanstack/react-query'
import { OPERATOR_ROUTES } from '#shared/contract/operator-routes.ts'
import { call } from './client.ts'

const PAGE_SIZE = 20

/** The mails of all teams that were kept, newest first, page by page. */
export function keptMailsQuery() {
  return infiniteQueryOptions({
    queryKey: ['kept-mails'],
    queryFn: ({ pageParam, signal }) =>
      call(OPERATOR_ROUTES.keptMails, {
        params: {},
        query: { cursor: pageParam, limit: PAGE_SIZE },
        signal,
      }),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.nextCursor,
  })
}

function noCursor(): string | undefined {
  return undefined
}
