import type { Entitlement } from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { RunAsked, TeamAct } from '../operations.ts'
import {
  accountOf,
  allowanceOf,
  bonusLeft,
  cycleOf,
  entitlementIn,
  includedLeft,
  membersIn,
  planNow,
  timeOf,
} from './accounts.ts'
import { dateIn, startOf } from './calendar.ts'
import { sendEvents, usable } from './charging.ts'
import { seeLimits } from './crossings.ts'
import { closeDue } from './invoices.ts'
import { type ModelTeam, newTeam, TEAM } from './team.ts'

/**
 * The ledger once more, as its definitions say and with nothing of its code: lists of what happened,
 * and sums over them.
 */
export type Model = Map<string, ModelTeam>

/** What an answer must say; nothing where the model foretells nothing. */
export type Foretold = Record<string, unknown> | undefined

const MOST_CREDITS = 100_000_000_000
const HELD = { free: undefined, missing: undefined }

/** Does it, and says what the answer must be. `did` is what the ledger did where the model does not judge. */
export function foretell(
  model: Model,
  { act, at, did }: { act: TeamAct; at: number; did: boolean },
): Foretold {
  if (act.kind === 'make-team') {
    model.set(act.team, newTeam(act.made))
    return undefined
  }
  const team = model.get(act.team)
  if (!team)
    return act.kind === 'send' ? { results: act.events.map(() => UNKNOWN_TEAM) } : undefined
  return apply(team, { act, at, did })
}

const UNKNOWN_TEAM = { outcome: 'rejected', reason: 'unknown-team' }

function apply(
  team: ModelTeam,
  { act, at, did }: { act: Exclude<TeamAct, { kind: 'make-team' }>; at: number; did: boolean },
): Foretold {
  switch (act.kind) {
    case 'add-member':
      if (did) team.members.push({ id: act.member, joined: at })
      return undefined
    case 'remove-member': {
      // Whoever left before is not there to be removed, whatever the lost answer was.
      const member = team.members.find(({ id, left }) => id === act.member && left === undefined)
      if (member && did) member.left = at
      return undefined
    }
    case 'plan':
      return changePlan(team, { plan: act.plan, at })
    case 'switch':
      return decide(team, { act, at })
    case 'cap': {
      if (!isOffered(team, act.resource)) return { code: 'not-offered' }
      team.caps.push({ resource: act.resource, micros: act.capMicros ?? undefined })
      return { code: undefined }
    }
    case 'buy':
      return buy(team, { act, at })
    case 'server-limit':
      if (did) team.serverLimits.push({ server: act.server, credits: act.credits ?? undefined })
      return { code: isServer(team, act.server) ? undefined : 'unknown-server' }
    case 'send':
      return { results: send(team, act, at) }
    case 'admit':
      return admit(team, { asked: act.asked, clock: at })
    case 'end':
      return end(team, act)
    case 'call':
      return call(team, { member: act.member, clock: at })
    case 'invoices':
      closeDue(team, at)
      return undefined
    case 'set-roles':
    case 'charges-alert':
    case 'low-alerts':
    case 'deploy':
      return undefined
    default:
      return act satisfies never
  }
}

/** Of one that names another team, which is not there, the rest is none the worse. */
function send(team: ModelTeam, act: Extract<TeamAct, { kind: 'send' }>, at: number): unknown[] {
  const own = act.events.filter((event) => event.team === act.team)
  // In order, not by event: the very same one may be there twice.
  const taken = (own.length > 0 ? sendEvents(team, own, at) : []).values()
  return act.events.map((event) => (event.team === act.team ? taken.next().value : UNKNOWN_TEAM))
}

function changePlan(team: ModelTeam, { plan: id, at }: { plan: string; at: number }): Foretold {
  const plan = DEFAULT_CATALOG.plans.find((each) => each.id === id)
  if (!plan) return { code: 'unknown-plan' }
  const from = planNow(team)
  if (from === id) return { code: undefined }
  const { seats } = plan
  if (seats.kind === 'limited' && membersIn(team, at) > seats.members)
    return { code: 'too-few-seats' }
  const decidedAt = timeOf(team, at)
  team.plans.push({ at: decidedAt, from, plan: id })
  seeLimits(team, cycleOf(team, decidedAt), decidedAt)
  return { code: undefined }
}

function entitlementNow(team: ModelTeam, resource: Resource): Entitlement {
  const plan = DEFAULT_CATALOG.plans.find(({ id }) => id === planNow(team))
  if (!plan) throw new Error(`no plan ${planNow(team)}`)
  return plan.entitlements[resource]
}

function isOffered(team: ModelTeam, resource: Resource): boolean {
  return entitlementNow(team, resource).payAsYouGo.kind === 'offered'
}

function decide(
  team: ModelTeam,
  { act, at }: { act: Extract<TeamAct, { kind: 'switch' }>; at: number },
): Foretold {
  const { resource, on, members } = act
  if (!isOffered(team, resource)) return { code: 'not-offered' }
  const isTeams = members.length === 0
  if (!isTeams && entitlementNow(team, resource).holder !== 'member') {
    return { code: 'switched-for-team' }
  }
  const known = members.every((member) => team.members.some(({ id }) => id === member))
  if (!known) return { code: 'unknown-member' }
  for (const holder of isTeams ? [TEAM] : members) {
    team.switches.push({ resource, holder, on, at: timeOf(team, at) })
  }
  return { code: undefined }
}

function buy(
  team: ModelTeam,
  { act, at }: { act: Extract<TeamAct, { kind: 'buy' }>; at: number },
): Foretold {
  const { key, pack, priceMicros } = act
  const known = team.grants.find((grant) => grant.key === key)
  if (known) {
    const isSame = known.pack === pack && known.priceMicros === priceMicros
    return { code: isSame ? undefined : 'purchase-conflict' }
  }
  const sold = DEFAULT_CATALOG.bonusPacks.find(({ id }) => id === pack)
  if (!sold) return { code: 'unknown-pack' }
  if (sold.priceMicros !== priceMicros) return { code: 'price-changed' }
  const amount = sold.credits
  const now = timeOf(team, at)
  if (bonusLeft(team, sold.resource, now) + amount > MOST_CREDITS) return { code: 'balance-full' }
  team.grants.push({ key, pack, priceMicros, amount, left: amount, at: now })
  return { code: undefined }
}

function admit(team: ModelTeam, { asked, clock }: { asked: RunAsked; clock: number }): Foretold {
  const { run: id, resource, member, part, holdSeconds, freeOfCharge } = asked
  const estimate = freeOfCharge ? 0 : (asked.estimate ?? 1)
  const request = JSON.stringify([resource, member, part, estimate, holdSeconds, freeOfCharge])
  const known = team.runs.find((run) => run.id === id)
  if (known) return { ...HELD, code: knownRun(known, { request, clock }) }
  const now = timeOf(team, clock)
  const cycle = cycleOf(team, now)
  const isMembers = entitlementIn(team, cycle, resource).holder === 'member'
  if (member === undefined && isMembers) return { ...HELD, code: 'invalid-request' }
  const there = team.members.find((each) => each.id === member)
  const isGone = !there || (there.left !== undefined && there.left <= clock)
  if (member !== undefined && isGone) return { ...HELD, code: 'unknown-member' }
  const holder = isMembers ? (member ?? TEAM) : TEAM
  const needed = freeOfCharge ? 0 : Math.max(1, estimate)
  const held = heldBy(team, clock, (run) => run.resource === resource && run.holder === holder)
  const left = usable(team, { cycle, resource, holder }, now) - held
  if (needed > 0 && left < needed) return { ...missing({ left, needed }), code: 'refused' }
  const day = serverLeft(team, { resource, part, clock })
  if (needed > 0 && day < needed) return { ...missing({ left: day, needed }), code: 'refused' }
  const expiresAt = clock + holdSeconds * 1_000
  const made = { id, request, resource, holder, member, part, estimate, used: 0, held: estimate }
  team.runs.push({ ...made, state: 'admitted', expiresAt })
  return { ...HELD, code: undefined }
}

function knownRun(
  known: ModelTeam['runs'][number],
  { request, clock }: { request: string; clock: number },
): string | undefined {
  if (known.request !== request) return 'run-conflict'
  return known.state === 'admitted' && known.expiresAt > clock ? undefined : 'run-ended'
}

function missing({ left, needed }: { left: number; needed: number }) {
  return { free: Math.max(0, left), missing: needed - left }
}

function heldBy(
  team: ModelTeam,
  clock: number,
  isMeant: (run: ModelTeam['runs'][number]) => boolean,
): number {
  const held = team.runs.filter((run) => run.held > 0 && run.expiresAt > clock && isMeant(run))
  return held.reduce((sum, run) => sum + run.held, 0)
}

/** What a server may still use on the day that it is for the team. */
function serverLeft(
  team: ModelTeam,
  { resource, part, clock }: { resource: string; part: string | undefined; clock: number },
): number {
  if (resource !== 'assistant' || part === undefined) return Number.POSITIVE_INFINITY
  const limit = team.serverLimits.findLast(({ server }) => server === part)?.credits
  if (limit === undefined) return Number.POSITIVE_INFINITY
  const { zone } = team.made
  const today = dateIn(zone, timeOf(team, clock))
  const from = startOf(zone, today)
  let used = 0
  for (const charge of team.charges) {
    if (charge.part !== part || charge.resource !== 'assistant' || charge.bookedAt < from) continue
    if (dateIn(zone, charge.bookedAt) === today) used += charge.credits
  }
  const isIts = (run: ModelTeam['runs'][number]) => run.resource === resource && run.part === part
  return limit - used - heldBy(team, clock, isIts)
}

function isServer(team: ModelTeam, server: string): boolean {
  const isUsed = team.charges.some(
    ({ resource, part }) => resource === 'assistant' && part === server,
  )
  return isUsed || team.serverLimits.some((limit) => limit.server === server)
}

function end(team: ModelTeam, act: Extract<TeamAct, { kind: 'end' }>): Foretold {
  const run = team.runs.find(({ id }) => id === act.run)
  if (!run) return { code: 'unknown-run' }
  if (run.state !== act.as && run.state !== 'admitted') return { code: 'run-ended' }
  run.state = act.as
  run.held = 0
  return { code: undefined }
}

/** One of the month's calls, if one is left beside what runs hold. */
function call(team: ModelTeam, { member, clock }: { member: string; clock: number }): Foretold {
  const there = team.members.find(({ id }) => id === member)
  if (!there || there.left !== undefined) return undefined
  const cycle = () => cycleOf(team, timeOf(team, clock))
  const key = { cycle: cycle(), resource: 'api-calls', holder: TEAM } as const
  const held = heldBy(team, clock, (run) => run.resource === 'api-calls')
  if (usable(team, key, timeOf(team, clock)) - held < 1)
    return { code: 'serviceLimitExhausted', left: 0 }
  const time = new Date(clock).toISOString()
  const context = {
    specversion: '1.0',
    id: `call ${team.charges.length}`,
    source: '/headroom/api',
  } as const
  const data = { group: 'headroom', count: 1 }
  const type = 'headroom.api.calls' as const
  sendEvents(team, [{ ...context, time, team: '', subject: member, type, data }], clock)
  const after = { ...key, cycle: cycle() }
  const left = includedLeft(accountOf(team, after), allowanceOf(team, after)) - held
  return { code: undefined, left: Math.max(0, left) }
}
