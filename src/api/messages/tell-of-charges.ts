import type { Named } from '#shared/contract/message.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { largerPlan } from '#shared/credits/catalog.ts'
import { type Cycle, cycleOfId } from '#shared/credits/cycle.ts'
import { type Lift, otherwiseOf } from '#shared/credits/lift.ts'
import { isStopped } from '#shared/credits/limit.ts'
import { isNews, noticesOf } from '#shared/credits/notices.ts'
import type { Terms } from '../ledger/terms.ts'
import type { TeamWrites } from '../ports.ts'
import { type ChargeRecord, type Crossing, TEAM_HOLDER } from '../records.ts'
import { chargesNews } from '../spending/charges-news.ts'
import { digests } from './digests.ts'
import type { Message } from './records.ts'
import { type Telling, tell } from './tell.ts'

type Crossed = {
  crossings: readonly Crossing[]
  /** What lifts what has stopped, as all of this leaves it. */
  liftOf: (crossing: Crossing) => Lift
  terms: Terms
  asOf: Millis
}

/**
 * Writes all that people are told of a batch of charges, in its transaction: a crossing is there if
 * and only if what must be sent for it is.
 */
export async function tellOfCharges(
  tx: TeamWrites,
  options: Crossed & { charges: readonly ChargeRecord[] },
): Promise<void> {
  const charged = await ofCharges(tx, options)
  await tell(tx, [...(await ofCrossings(tx, options)), ...charged])
}

/** The same of thresholds that a lowered limit left behind, in the decision's own transaction. */
export async function tellOfLowered(tx: TeamWrites, options: Crossed): Promise<void> {
  await tell(tx, await ofCrossings(tx, { ...options, isLowered: true }))
}

async function ofCrossings(
  tx: TeamWrites,
  options: Crossed & { isLowered?: true },
): Promise<Telling[]> {
  const { crossings, liftOf, terms, asOf } = options
  if (crossings.length === 0) return []
  const names = await namesOf(tx, crossings)
  const gathered = digests({ asOf })
  const alerts = crossings.flatMap((crossing) => {
    const cycle = cycleOf(terms, crossing.cycle)
    const name = names.get(crossing.holder)
    const isHistory = !isNews(cycle, asOf)
    return ofCrossing(crossing).flatMap((notice): Telling[] => {
      if (notice.kind === 'limit') {
        const lift = isStopped(crossing.work) ? liftOf(crossing) : undefined
        const message = { ...alertOf(crossing, { ...options, cycle, name, lift }), ...notice }
        return [tellingOf(crossing, { message, isHistory })]
      }
      const { id: cause, resource } = crossing
      const members = [namedOf(crossing, name)]
      gathered.add({ kind: notice.kind, cause, cycle, resource, members, count: 1, isHistory })
      return []
    })
  })
  return [...alerts, ...(await gathered.tellings(tx))]
}

async function ofCharges(
  tx: TeamWrites,
  options: { charges: readonly ChargeRecord[]; terms: Terms; asOf: Millis },
): Promise<Telling[]> {
  const { charges, terms, asOf } = options
  const ids = new Set(charges.flatMap((charge) => (charge.costMicros > 0 ? charge.cycle : [])))
  const tellings: Telling[] = []
  for (const id of ids) {
    tellings.push(...(await chargesNews(tx, { cycle: cycleOf(terms, id), terms, asOf })))
  }
  return tellings
}

function ofCrossing({ holder, crossed, work }: Crossing) {
  return noticesOf({ holder: holder === TEAM_HOLDER ? 'team' : 'member', crossed, work })
}

function namedOf(crossing: Crossing, name: string | undefined): Named {
  const { holder: id, used, allowance, threshold, work } = crossing
  return { id, name: name ?? id, used, allowance, threshold, work }
}

function tellingOf(
  { holder }: Crossing,
  telling: { message: Message; isHistory: boolean },
): Telling {
  return holder === TEAM_HOLDER ? telling : { ...telling, holder }
}

function alertOf(
  crossing: Crossing,
  options: {
    terms: Terms
    cycle: Cycle
    name: string | undefined
    lift: Lift | undefined
    isLowered?: true
    asOf: Millis
  },
): Pick<Message, 'id' | 'content' | 'createdAt'> {
  const { terms, cycle, name, lift, isLowered, asOf } = options
  const { id, resource, holder, threshold, used, allowance, work } = crossing
  const { catalog, plan } = terms
  return {
    id: `limit:${id}`,
    createdAt: asOf,
    content: {
      kind: 'limit',
      crossing: id,
      cycle,
      resource,
      ...(name === undefined ? {} : { member: { id: holder, name } }),
      used,
      allowance,
      threshold,
      work,
      ...(isLowered ? { loweredBy: plan.name } : {}),
      offered: plan.entitlements[resource].payAsYouGo.kind === 'offered',
      ...(lift === undefined ? {} : { lift }),
      otherwise: otherwiseOf(catalog, plan, resource),
      hasLargerPlan: largerPlan(catalog, plan, resource) !== undefined,
    },
  }
}

async function namesOf(
  tx: TeamWrites,
  crossings: readonly Crossing[],
): Promise<Map<string, string>> {
  const holders = new Set(crossings.map(({ holder }) => holder))
  holders.delete(TEAM_HOLDER)
  const members = holders.size > 0 ? await tx.members([...holders]) : []
  return new Map(members.map(({ id, name }) => [id, name]))
}

function cycleOf(terms: Terms, id: string): Cycle {
  const cycle = cycleOfId(terms.billing, id)
  if (!cycle) throw new Error(`team ${terms.team.id} has no cycle ${id}`)
  return cycle
}
