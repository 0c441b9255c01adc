import { mutationOptions } from '@tanstack/react-query'
import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import type { SpendCapBody } from '#shared/contract/switch.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** Sets or removes a spend cap, then fetches what it changes. */
export function spendCapMutation(team: string, resource: Resource) {
  return mutationOptions({
    mutationFn: (body: SpendCapBody) =>
      call(PART_ROUTES.setSpendCap, { params: { team, resource }, body }),
    onSettled: (_reply, _error, _body, _before, { client }) => {
      void client.invalidateQueries({ queryKey: keys.team(team) })
    },
  })
}
