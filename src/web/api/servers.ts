import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import type { AssistantServer, ServersReply } from '#shared/contract/server.ts'
import { serverDayState } from '#shared/credits/daily-limit.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** Assistant servers with today's use, limit and the days before. */
export function serversQuery(team: string) {
  return queryOptions({
    queryKey: keys.servers(team),
    queryFn: ({ signal }) => call(PART_ROUTES.servers, { params: { team }, signal }),
    refetchInterval: 60_000,
  })
}

export type LimitChange = { server: string; credits: number | null; by: string }

/** Sets a daily limit or takes it away: at once on screen, rolled back when refused. */
export function serverLimitMutation(team: string) {
  const queryKey = keys.servers(team)
  return mutationOptions({
    mutationFn: ({ server, credits }: LimitChange) =>
      call(PART_ROUTES.setServerLimit, { params: { team, server }, body: { credits } }),
    onMutate: async (change, { client }) => {
      await client.cancelQueries({ queryKey })
      const before = client.getQueryData<ServersReply>(queryKey)
      client.setQueryData<ServersReply>(queryKey, (reply) => reply && withLimit(reply, change))
      return before
    },
    onError: (_error, _change, before, { client }) => {
      if (before) client.setQueryData(queryKey, before)
    },
    onSettled: (_reply, _error, _change, _before, { client }) => {
      void client.invalidateQueries({ queryKey })
    },
  })
}

function withLimit(reply: ServersReply, change: LimitChange): ServersReply {
  return {
    ...reply,
    servers: reply.servers.map((server) =>
      server.id === change.server ? limited(server, change, reply.asOf) : server,
    ),
  }
}

function limited(
  { limit: _, ...server }: AssistantServer,
  { credits, by }: LimitChange,
  since: number,
): AssistantServer {
  if (credits === null) return server
  const { limit: state } = serverDayState({ limit: credits, used: server.today.credits })
  return { ...server, limit: { credits, since, by, state } }
}
