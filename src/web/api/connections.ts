import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { ConnectBody } from '#shared/contract/connection.ts'
import { CONNECTION_ROUTES } from '#shared/contract/connection-routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** The team's accounts at Postman and Flowly, and how reading them went. */
export function connectionsQuery(team: string) {
  return queryOptions({
    queryKey: keys.connections(team),
    queryFn: ({ signal }) => call(CONNECTION_ROUTES.connections, { params: { team }, signal }),
  })
}

export function connectMutation(team: string) {
  return mutationOptions({
    // The key is not kept in the page once it was sent.
    gcTime: 0,
    mutationFn: (body: ConnectBody) => call(CONNECTION_ROUTES.connect, { params: { team }, body }),
    onSettled: refreshed(team),
  })
}

/** What is read is usage: every figure of the team may be another one. */
export function readNowMutation(team: string) {
  return mutationOptions({
    mutationFn: (connection: string) =>
      call(CONNECTION_ROUTES.readNow, { params: { team, connection }, body: {} }),
    onSettled: refreshed(team),
  })
}

export function disconnectMutation(team: string) {
  return mutationOptions({
    mutationFn: (connection: string) =>
      call(CONNECTION_ROUTES.disconnect, { params: { team, connection } }),
    onSettled: refreshed(team),
  })
}

function refreshed(team: string) {
  return (
    _reply: unknown,
    _error: unknown,
    _body: unknown,
    _before: unknown,
    { client }: { client: QueryClient },
  ) => client.invalidateQueries({ queryKey: keys.team(team) })
}
