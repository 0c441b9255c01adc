import { infiniteQueryOptions, mutationOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  deliveriesQuerySchema,
  mailChoiceBodySchema,
  sendAgainBodySchema,
  sendTestBodySchema,
} from '#shared/contract/message-page.ts'
import { MESSAGE_ROUTES } from '#shared/contract/message-routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

const PAGE_SIZE = 30

export type DeliveriesFilter = Pick<z.output<typeof deliveriesQuerySchema>, 'channel' | 'state'>

export function mailChoicesQuery(team: string) {
  return queryOptions({
    queryKey: keys.mailChoices(team),
    queryFn: ({ signal }) => call(MESSAGE_ROUTES.mailChoices, { params: { team }, signal }),
  })
}

export function chooseMailsMutation(team: string) {
  return mutationOptions({
    mutationFn: (body: z.input<typeof mailChoiceBodySchema>) =>
      call(MESSAGE_ROUTES.chooseMails, { params: { team }, body }),
    onSuccess: (reply, _body, _before, { client }) => {
      client.setQueryData(keys.mailChoices(team), reply)
    },
  })
}

/** What was sent to whom, newest first, page by page. */
export function deliveriesQuery(team: string, filter: DeliveriesFilter) {
  return infiniteQueryOptions({
    queryKey: [...keys.deliveries(team), filter],
    queryFn: ({ pageParam, signal }) =>
      call(MESSAGE_ROUTES.deliveries, {
        params: { team },
        query: { ...filter, cursor: pageParam, limit: PAGE_SIZE },
        signal,
      }),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.nextCursor,
  })
}

export function sendAgainMutation(team: string) {
  return mutationOptions({
    mutationFn: (body: z.input<typeof sendAgainBodySchema>) =>
      call(MESSAGE_ROUTES.sendAgain, { params: { team }, body }),
    onSettled: (_reply, _error, _body, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.deliveries(team) }),
  })
}

export function sendTestMutation(team: string) {
  return mutationOptions({
    mutationFn: (body: z.input<typeof sendTestBodySchema>) =>
      call(MESSAGE_ROUTES.sendTest, { params: { team }, body }),
    onSettled: (_reply, _error, _body, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.deliveries(team) }),
  })
}

function noCursor(): string | undefined {
  return undefined
}
