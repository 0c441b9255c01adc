import type { Account } from '#shared/credits/account.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Balance } from '#shared/credits/burn-down.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { balanceOf, creditsOf, lowest, setOff } from '#shared/credits/low-credit.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { openCycle, type Terms } from '../ledger/terms.ts'
import { tell } from '../messages/tell.ts'
import type { TeamWrites } from '../ports.ts'
import type { ChargeRecord, LowAlertRecord, LowCrossing } from '../records.ts'

type Moment = { account: Account; bonus: readonly Balance[] }

export type LowCreditWatch = {
  /** One charge, and what there was before and after it. */
  see: (record: ChargeRecord, of: { before: Moment; after: Moment }) => void
  /** Writes what was set off, and what must be sent for it. */
  write: () => Promise<void>
}

/** Watches a batch for the marks that the team set for its Assistant credits in the open cycle. */
export async function watchLowCredit(
  tx: TeamWrites,
  options: { resources: readonly Resource[]; terms: Terms; asOf: Millis },
): Promise<LowCreditWatch> {
  const { resources, terms, asOf } = options
  // Where each member has an allowance there is no balance of the team's.
  const isTeams = terms.plan.entitlements.assistant.holder !== 'member'
  const alerts = isTeams && resources.includes('assistant') ? await tx.lowAlerts() : []
  const cycle = openCycle(terms, asOf)
  const states = new Map(alerts.map((alert) => [alert.mark, alert]))
  const fired: { crossing: LowCrossing; credits: number }[] = []
  return {
    see: (record, { before, after }) => {
      if (record.resource !== 'assistant' || record.cycle !== cycle.id) return
      const found = crossingOf([...states.values()], { record, before, after })
      if (!found) return
      fired.push(found)
      for (const mark of found.crossing.crossed) {
        const alert = states.get(mark)
        if (alert) states.set(mark, { ...alert, firedIn: cycle.id })
      }
    },
    write: async () => {
      if (fired.length === 0) return
      await tx.setLowAlerts([...states.values()])
      await tx.addLowCrossings(fired.map(({ crossing }) => crossing))
      await tell(
        tx,
        fired.map((each) => messageOf(each, { cycle, asOf })),
      )
    },
  }
}

function crossingOf(
  alerts: readonly LowAlertRecord[],
  options: { record: ChargeRecord; before: Moment; after: Moment },
): { crossing: LowCrossing; credits: number } | undefined {
  const { record, before, after } = options
  const { cycle, charge, bookedAt: at } = record
  const { allowance } = after.account
  const had = balanceOf(before.account, before.bonus, at)
  const left = balanceOf(after.account, after.bonus, at)
  if (had === undefined || left === undefined) return undefined
  const crossed = setOff({ alerts, allowance, before: had, after: left, cycle })
  const mark = lowest(crossed, allowance)?.mark
  if (!mark) return undefined
  const id = `low:${cycle}:${charge}`
  const marks = crossed.map((alert) => alert.mark)
  return {
    crossing: { id, cycle, at, charge, left, mark, crossed: marks },
    credits: creditsOf(mark, allowance) ?? 0,
  }
}

function messageOf(
  { crossing, credits }: { crossing: LowCrossing; credits: number },
  { cycle, asOf }: { cycle: Cycle; asOf: Millis },
) {
  const { id, left, mark } = crossing
  return {
    message: {
      id,
      audience: 'admin-and-billing' as const,
      createdAt: asOf,
      content: {
        kind: 'low-credit' as const,
        crossing: id,
        cycle,
        resource: 'assistant' as const,
        left,
        mark,
        credits,
      },
    },
  }
}
