import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import { answer } from '../answer.ts'
import { viewed } from '../in-view.ts'
import { type TeamRoute, teamRoute } from '../team-route.ts'
import { buyBonus } from './buy-bonus.ts'
import { purchasesView } from './purchases-view.ts'

export const PURCHASE_ROUTES: Record<'purchases' | 'buyPack', TeamRoute> = {
  purchases: teamRoute(PART_ROUTES.purchases, {
    needs: ['view-purchases'],
    handle: (asked) => viewed(asked, async (view) => answer(await purchasesView(view))),
  }),
  buyPack: teamRoute(PART_ROUTES.buyPack, { needs: ['buy-credits'], handle: buyBonus }),
}
