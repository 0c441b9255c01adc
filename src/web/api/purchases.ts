import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import type { PurchaseBody } from '#shared/contract/purchase.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

/** Packs of bonus credits to buy, and what was bought. */
export function purchasesQuery(team: string) {
  return queryOptions({
    queryKey: keys.purchases(team),
    queryFn: ({ signal }) => call(PART_ROUTES.purchases, { params: { team }, signal }),
  })
}

/** Buys a pack. It costs money, so nothing is shown of it before the ledger has it. */
export function buyMutation(team: string) {
  return mutationOptions({
    mutationFn: (body: PurchaseBody) => call(PART_ROUTES.buyPack, { params: { team }, body }),
    onSettled: (_reply, _error, _body, _before, { client }) => {
      void client.invalidateQueries({ queryKey: keys.team(team) })
    },
  })
}
