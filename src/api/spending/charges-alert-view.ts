import type { ChargesAlertReply } from '#shared/contract/charges-alert.ts'
import { cycleAt } from '#shared/credits/cycle.ts'
import type { View } from '../views/view.ts'
import { chargesThreshold, chargesTold } from './charges-news.ts'
import { chargesIn } from './team-spending.ts'

/** From which charges on Billing is told, and how far the open cycle's are. */
export async function chargesAlertView({ reads, terms, asOf }: View): Promise<ChargesAlertReply> {
  const { catalog, chargesAlert: own } = terms
  const { chargesAlert: standard, currency } = catalog
  const cycle = cycleAt(terms.billing, asOf)
  const micros = chargesThreshold(terms)
  const toldMicros = await chargesTold(reads, cycle)
  return {
    asOf,
    currency,
    ...(micros === undefined ? {} : { micros }),
    ...(own ? { decided: { at: own.at, by: own.actor.name } } : {}),
    ...(standard
      ? { standard: { micros: standard.micros, assumed: standard.assumed ?? false } }
      : {}),
    chargedMicros: await chargesIn(reads, cycle.id),
    ...(toldMicros === undefined ? {} : { toldMicros }),
  }
}
