import { mutationOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { createOwnKeyBodySchema } from '#shared/contract/key.ts'
import { KEY_ROUTES } from '#shared/contract/key-routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

export function ownKeysQuery(team: string) {
  return queryOptions({
    queryKey: keys.ownKeys(team),
    queryFn: ({ signal }) => call(KEY_ROUTES.ownKeys, { params: { team }, signal }),
  })
}

export function createOwnKeyMutation(team: string) {
  return mutationOptions({
    mutationFn: (body: z.input<typeof createOwnKeyBodySchema>) =>
      call(KEY_ROUTES.createOwnKey, { params: { team }, body }),
    onSettled: (_reply, _error, _asked, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.ownKeys(team) }),
  })
}

export function endOwnKeyMutation(team: string) {
  return mutationOptions({
    mutationFn: (key: string) => call(KEY_ROUTES.endOwnKey, { params: { team, key } }),
    onSettled: (_reply, _error, _asked, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.ownKeys(team) }),
  })
}
