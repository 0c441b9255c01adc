import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { ROUTES } from '#shared/contract/routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'
import { applyDecision, type Decided, type Decision, restore } from './optimistic-switch.ts'
import { refreshTeam } from './refresh-team.ts'

/** What a decision would do. Asked anew each time: it is read just before money is decided. */
export function switchPreviewQuery(team: string, { resource, body }: Decision) {
  return queryOptions({
    queryKey: [...keys.resource(team, resource), 'switch-preview', body],
    queryFn: ({ signal }) =>
      call(ROUTES.previewSwitch, { params: { team, resource }, body, signal }),
    staleTime: 0,
    gcTime: 0,
  })
}

/** Switches pay-as-you-go: at once on screen, rolled back when refused, then fetched anew. */
export function switchMutation(team: string) {
  return mutationOptions({
    mutationFn: ({ resource, body }: Decided) =>
      call(ROUTES.switch, { params: { team, resource }, body }),
    onMutate: async (decision, { client }) => {
      await client.cancelQueries({ queryKey: keys.team(team) })
      return applyDecision(client, team, decision)
    },
    onError: (_error, _decision, before, { client }) => {
      if (before) restore(client, before)
    },
    onSettled: (_reply, _error, { resource, body }, _before, { client }) => {
      // Not waited for: the decision is known to stand or not before the figures follow.
      void refreshTeam({ client, team, resource, target: body.target })
    },
  })
}
