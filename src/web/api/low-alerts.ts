import { mutationOptions, queryOptions } from '@tanstack/react-query'
import type { LowAlertsBody } from '#shared/contract/low-credit.ts'
import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** When the team is told that its Assistant credits run low. */
export function lowAlertsQuery(team: string) {
  return queryOptions({
    queryKey: keys.lowAlerts(team),
    queryFn: ({ signal }) => call(PART_ROUTES.lowAlerts, { params: { team }, signal }),
  })
}

/** Sets all marks at once; the ledger says which credits each stands for. */
export function lowAlertsMutation(team: string) {
  return mutationOptions({
    mutationFn: (body: LowAlertsBody) => call(PART_ROUTES.setLowAlerts, { params: { team }, body }),
    onSuccess: (reply, _body, _before, { client }) => {
      client.setQueryData(keys.lowAlerts(team), reply)
    },
  })
}
