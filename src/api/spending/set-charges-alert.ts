import type { ChargesAlertBody, ChargesAlertReply } from '#shared/contract/charges-alert.ts'
import { type Answer, answer } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import { viewOf } from '../in-view.ts'
import { keepCurrency } from '../ledger/keep-currency.ts'
import { openCycle } from '../ledger/terms.ts'
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
    const { terms: before, asOf: at } = await viewOf(asked, tx)
    const was = await tx.chargesAlert()
    const micros = body.micros === null ? {} : { micros: body.micros }
    await tx.saveChargesAlert({ ...micros, at, actor: { id: viewer.id, name: viewer.name } })
    await keepCurrency(tx, before)
    const object = { id: 'charges', name: 'Charges of a cycle' }
    const decided = { before: { micros: was?.micros ?? null }, after: { micros: body.micros } }
    await tx.record(entryOf(asked, { action: 'charges-alert-set', object, ...decided }))
    const view = await viewOf(asked, tx)
    const { terms } = view
    await tell(tx, await chargesNews(tx, { cycle: openCycle(terms, asOf), terms, asOf }))
    return answer(await chargesAlertView(view))
  })
}
