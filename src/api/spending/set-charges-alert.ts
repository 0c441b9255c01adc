import type { ChargesAlertBody, ChargesAlertReply } from '#shared/contract/charges-alert.ts'
import { cycleAt } from '#shared/credits/cycle.ts'
import { type Answer, answer } from '../answer.ts'
import { viewOf } from '../in-view.ts'
import { keepCurrency } from '../ledger/keep-currency.ts'
import { tell } from '../messages/tell.ts'
import type { Common } from '../team-route.ts'
import { chargesAlertView } from './charges-alert-view.ts'
import { chargesNews } from './charges-news.ts'

/**
 * Decides from which charges of a cycle on Billing is told. Where they are past it already, Billing
 * is told in the same transaction: whoever decided sees it, the others don't.
 */
export async function setChargesAlert(
  asked: Common & { body: ChargesAlertBody },
): Promise<Answer<ChargesAlertReply>> {
  const { team, viewer, asOf, body } = asked
  return team.write(async (tx) => {
    const micros = body.micros === null ? {} : { micros: body.micros }
    await tx.saveChargesAlert({ ...micros, at: asOf, actor: { id: viewer.id, name: viewer.name } })
    const view = await viewOf(asked, tx)
    const { terms } = view
    await keepCurrency(tx, terms)
    await tell(tx, await chargesNews(tx, { cycle: cycleAt(terms.billing, asOf), terms, asOf }))
    return answer(await chargesAlertView(view))
  })
}
