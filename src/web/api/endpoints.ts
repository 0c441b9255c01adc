import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { MESSAGE_ROUTES } from '#shared/contract/message-routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** The team's webhook endpoints. */
export function endpointsQuery(team: string) {
  return queryOptions({
    queryKey: keys.endpoints(team),
    queryFn: ({ signal }) => call(MESSAGE_ROUTES.endpoints, { params: { team }, signal }),
  })
}

export function createEndpointMutation(team: string) {
  return mutationOptions({
    mutationFn: (url: string) =>
      call(MESSAGE_ROUTES.createEndpoint, { params: { team }, body: { url } }),
    onSettled: (_reply, _error, _body, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.endpoints(team) }),
  })
}

export function switchEndpointMutation(team: string) {
  return mutationOptions({
    mutationFn: ({ endpoint, on }: { endpoint: string; on: boolean }) =>
      call(MESSAGE_ROUTES.switchEndpoint, { params: { team, endpoint }, body: { on } }),
    onSettled: (_reply, _error, _body, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.endpoints(team) }),
  })
}

export function deleteEndpointMutation(team: string) {
  return mutationOptions({
    mutationFn: (endpoint: string) =>
      call(MESSAGE_ROUTES.deleteEndpoint, { params: { team, endpoint } }),
    onSettled: (_reply, _error, _body, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.endpoints(team) }),
  })
}
