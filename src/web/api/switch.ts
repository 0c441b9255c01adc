import { mutationOptions } from '@tanstack/react-query'
import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'
import { applyDecision, type Decided } from './optimistic-switch.ts'
import { refreshTeam } from './refresh-team.ts'
import { restore } from './restore.ts'

/** Switches pay-as-you-go: at once on screen, rolled back when refused, then fetched anew. */
export function switchMutation(team: string) {
  return mutationOptions({
    mutationFn: ({ resource, body }: Decided) =>
      call(PART_ROUTES.switch, { params: { team, resource }, body }),
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
