import type { Resource } from '#shared/credits/resources.ts'
import {
  accountOf,
  allowanceOf,
  chargesIn,
  cycleOf,
  ENDLESS,
  entitlementIn,
  membersIn,
} from './accounts.ts'
import { dateIn, type Span, startOf } from './calendar.ts'
import { holdersIn } from './crossings.ts'
import { billOf } from './invoices.ts'
import { type ModelTeam, type Split, TEAM } from './team.ts'

const RESOURCES: readonly Resource[] = ['flows', 'ai', 'api-calls', 'assistant']

/** All that must be in the ledger of a team, in a form in which either side can be read. */
export type Figures = {
  /** Used by bucket, bought, and for accounts that were charged the limit. */
  accounts: Record<string, string>
  /** By resource and local day. */
  days: Record<string, number>
  crossings: string[]
  invoices: string[]
  closed: string | undefined
  bonus: Record<string, number>
  charges: number
}

export function figuresOf(team: ModelTeam): Figures {
  const accounts: Record<string, string> = {}
  const days: Record<string, number> = {}
  for (const cycle of cyclesOf(team)) {
    for (const resource of RESOURCES) {
      for (const holder of holdersIn(team, cycle, resource)) {
        const account = accountOf(team, { cycle, resource, holder })
        accounts[`${cycle.id} ${resource} ${holder}`] = accountText(account)
      }
      for (const { bookedAt, credits } of chargesIn(team, cycle.id, resource)) {
        const day = `${resource} ${dateIn(team.made.zone, bookedAt)}`
        if (credits > 0) days[day] = (days[day] ?? 0) + credits
      }
    }
  }
  return {
    accounts,
    days,
    crossings: team.crossings.map((crossing) => crossingText(crossing)).toSorted(),
    invoices: team.invoices.map(
      ({ number, cycle, totalMicros, lines }) =>
        `${number} of ${cycle}: ${totalMicros} for ${lines.join(', ')}`,
    ),
    closed: team.closed.at(-1)?.cycle,
    bonus: Object.fromEntries(team.grants.map(({ key, left }) => [`bought:${key}`, left])),
    charges: team.charges.length,
  }
}

export function accountText(account: {
  used: { included: number; bonus: number; payAsYouGo: number; uncovered: number }
  bought: { blocks: number; credits: number; micros: number }
}): string {
  const { included, bonus, payAsYouGo, uncovered } = account.used
  const { blocks, credits, micros } = account.bought
  return `${included} + ${bonus} + ${payAsYouGo} + ${uncovered}, ${blocks} blocks of ${credits} for ${micros}`
}

export function crossingText(crossing: {
  cycle: string
  resource: string
  holder: string
  crossed: readonly string[]
  at: number
  used: number
  allowance: number
  work: string
}): string {
  const { cycle, resource, holder, crossed, at, used, allowance, work } = crossing
  const when = new Date(at).toISOString()
  return `${cycle} ${resource} ${holder || 'team'}: ${crossed.join('+')} with ${used} of ${allowance} at ${when}, ${work}`
}

/** Those that anything was booked in. */
export function cyclesOf(team: ModelTeam): Span[] {
  const seen = new Map<string, Span>()
  for (const { cycle, bookedAt } of team.charges) {
    if (!seen.has(cycle)) seen.set(cycle, cycleOf(team, bookedAt))
  }
  return [...seen.values()]
}

/** What the page must say of the open cycle: the team's sums and limit, and what is to be paid so far. */
export function pageOf(team: ModelTeam, at: number): Record<string, string> {
  const cycle = cycleOf(team, at)
  const page: Record<string, string> = {
    cycle: cycle.id,
    draft: String(isBilled(team, cycle) ? billOf(team, cycle).totalMicros : 0),
  }
  for (const resource of RESOURCES) {
    const key = { cycle, resource, holder: TEAM }
    const { used, bought } = accountOf(team, key)
    // Where each member has an allowance the page says what all of them are given.
    const each = allowanceOf(team, { ...key, holder: 'anybody' })
    const ofTeam = allowanceOf(team, key)
    const isMembers = entitlementIn(team, cycle, resource).holder === 'member'
    const allowance = isMembers ? each * membersIn(team, cycle.start, cycle.end) : ofTeam
    const isOffered = entitlementIn(team, cycle, resource).payAsYouGo.kind === 'offered'
    page[resource] = pageText({
      used,
      limit: allowance === ENDLESS ? 'no limit' : String(allowance),
      bought: isOffered ? `${bought.blocks} for ${bought.micros}` : 'none',
    })
  }
  return page
}

/** A cycle before the first is none that is billed. */
function isBilled({ made }: ModelTeam, { start }: Span): boolean {
  return start >= startOf(made.zone, made.anchor)
}

export function pageText(of: { used: Split; limit: string; bought: string }): string {
  const { included, bonus, payAsYouGo, uncovered } = of.used
  return `${included} + ${bonus} + ${payAsYouGo} + ${uncovered} of ${of.limit}, bought ${of.bought}`
}
