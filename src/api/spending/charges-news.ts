import type { Micros, Millis } from '#shared/credits/amounts.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { isChargesNews, isNews } from '#shared/credits/notices.ts'
import type { Terms } from '../ledger/terms.ts'
import type { Message } from '../messages/records.ts'
import type { Telling } from '../messages/tell.ts'
import type { TeamReads } from '../ports.ts'
import { chargesIn } from './team-spending.ts'

/** From which charges of a cycle on Billing is told; absent: never. */
export function chargesThreshold(terms: Terms): Micros | undefined {
  return terms.chargesAlert?.micros ?? terms.catalog.chargesAlert?.micros
}

/** What Billing is to be told of the cycle's charges as they are now, if that is news. */
export async function chargesNews(
  reads: TeamReads,
  options: { cycle: Cycle; terms: Terms; asOf: Millis },
): Promise<Telling[]> {
  const { cycle, terms, asOf } = options
  const threshold = chargesThreshold(terms)
  if (threshold === undefined) return []
  const micros = await chargesIn(reads, cycle.id)
  const toldMicros = await chargesTold(reads, cycle)
  if (!isChargesNews({ micros, toldMicros, thresholdMicros: threshold })) return []
  const { currency } = terms.catalog
  return [
    {
      message: {
        // Each threshold is passed once in a cycle.
        id: `${causeOf(cycle)}:${threshold}`,
        audience: 'billing',
        createdAt: asOf,
        content: { kind: 'charges', cycle, micros, threshold, currency },
      },
      isHistory: !isNews(cycle, asOf),
    },
  ]
}

/** The charges that Billing was last told of in the cycle. */
export async function chargesTold(
  reads: TeamReads,
  cycle: Pick<Cycle, 'id'>,
): Promise<Micros | undefined> {
  const told = (await reads.messagesFor(causeOf(cycle))).map(microsOf)
  return told.length === 0 ? undefined : Math.max(...told)
}

function causeOf(cycle: Pick<Cycle, 'id'>): string {
  return `charges:${cycle.id}`
}

function microsOf({ content }: Message): Micros {
  return content.kind === 'charges' ? content.micros : 0
}
