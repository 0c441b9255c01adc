import { mutationOptions, queryOptions } from '@tanstack/react-query'
import type { LowAlertsBody } from '#shared/contract/low-credit.ts'
import { ROUTES } from '#shared/contract/routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** When the team is told that its Assistant credits run low. */
export function lowAlertsQuery(team: string) {
  return queryOptions({
    queryKey: keys.lowAlerts(team),
    queryFn: ({ signal }) => call(ROUTES.lowAlerts, { params: { team }, signal }),
  })
}

/** Sets all marks at once; the ledger says which credits each stands for. */
export function lowAlertsMutation(team: string) {
  return mutationOptions({
    mutationFn: (body: LowAlertsBody) => call(ROUTES.setLowAlerts, { params: { team }, body }),
    onSuccess: (reply, _body, _before, { client }) => {
      client.setQueryData(keys.lowAlerts(team), reply)
    },
  })
}
