import { mutationOptions, queryOptions } from '@tanstack/react-query'
import type { ChargesAlertBody } from '#shared/contract/charges-alert.ts'
import { INVOICE_ROUTES } from '#shared/contract/invoice-routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** From which charges of a cycle on Billing is told. */
export function chargesAlertQuery(team: string) {
  return queryOptions({
    queryKey: [...keys.invoices(team), 'charges-alert'],
    queryFn: ({ signal }) => call(INVOICE_ROUTES.chargesAlert, { params: { team }, signal }),
  })
}

export function chargesAlertMutation(team: string) {
  return mutationOptions({
    mutationFn: (body: ChargesAlertBody) =>
      call(INVOICE_ROUTES.setChargesAlert, { params: { team }, body }),
    onSuccess: (reply, _body, _before, { client }) => {
      client.setQueryData(chargesAlertQuery(team).queryKey, reply)
    },
    // Someone may have been told of it just now.
    onSettled: (_reply, _error, _body, _before, { client }) => {
      void client.invalidateQueries({ queryKey: keys.inbox(team) })
    },
  })
}
