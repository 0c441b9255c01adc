import { mutationOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { createKeyBodySchema } from '#shared/contract/key.ts'
import { KEY_ROUTES } from '#shared/contract/key-routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

export function serviceKeysQuery(team: string) {
  return queryOptions({
    queryKey: keys.serviceKeys(team),
    queryFn: ({ signal }) => call(KEY_ROUTES.serviceKeys, { params: { team }, signal }),
  })
}

export function createKeyMutation(team: string) {
  return mutationOptions({
    mutationFn: (body: z.input<typeof createKeyBodySchema>) =>
      call(KEY_ROUTES.createServiceKey, { params: { team }, body }),
    onSettled: (_reply, _error, _asked, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.serviceKeys(team) }),
  })
}

export function rotateKeyMutation(team: string) {
  return mutationOptions({
    mutationFn: ({ key, overlapHours }: { key: string; overlapHours: number }) =>
      call(KEY_ROUTES.rotateServiceKey, { params: { team, key }, body: { overlapHours } }),
    onSettled: (_reply, _error, _asked, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.serviceKeys(team) }),
  })
}

export function endKeyMutation(team: string) {
  return mutationOptions({
    mutationFn: (key: string) => call(KEY_ROUTES.endServiceKey, { params: { team, key } }),
    onSettled: (_reply, _error, _asked, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.serviceKeys(team) }),
  })
}
