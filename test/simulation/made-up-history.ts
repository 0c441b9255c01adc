import type { UsageEventInput } from '#shared/contract/event.ts'
import type { Role } from '#shared/contract/values.ts'
import { cycleAt } from '#shared/credits/cycle.ts'
import type { LowMark } from '#shared/credits/low-credit.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { eventsFor, FLOWS, SERVERS } from './made-up-events.ts'
import type { Act, Fault, Operation, RunAsked, TeamAct, TeamMade } from './operations.ts'
import { countOf } from './operations.ts'
import { type Random, randomOf } from './random.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 365 * DAY

/** What the maker of a history knows of a team: not what became of what it asked. */
export type MadeTeam = {
  id: string
  zone: string
  anchor: string
  /** Who is there, as far as nobody refused it. */
  members: string[]
  everMembers: string[]
  sent: UsageEventInput[]
  runs: string[]
  purchases: { key: string; pack: string; priceMicros: number }[]
  /** Of its events and runs. */
  count: number
}

const ZONES = [
  'UTC',
  'Asia/Kathmandu',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Beirut',
] as const

/** Across leap days, changes of rate cards and of clocks. */
const STARTS = ['2023-08-10', '2024-02-01', '2025-03-15', '2025-09-20', '2026-01-05'] as const

const RESOURCES: readonly Resource[] = ['flows', 'ai', 'api-calls', 'assistant']
const PLANS = ['free', 'solo', 'team', 'team', 'enterprise'] as const
const ROLES: readonly Role[][] = [
  ['admin'],
  ['billing', 'member'],
  ['member'],
  ['admin', 'billing'],
]

const LOOK_EVERY = 250

/**
 * A year of some teams, made up from a seed: about as many operations as asked for, in the order in
 * which servers see them.
 */
export function historyOf(options: { seed: number; operations: number }): Operation[] {
  const random = randomOf(options.seed)
  const start = Date.parse(`${random.pick(STARTS)}T00:00:00Z`) + random.between(0, DAY)
  const history: Operation[] = []
  const teams = Array.from({ length: random.between(1, 3) }, (_, number) => {
    const made = newTeam(random, start)
    const id = `team-${number + 1}`
    history.push({ at: start, act: { kind: 'make-team', team: id, made } })
    return knownTeam(id, made)
  })
  const pace = YEAR / options.operations
  let at = start
  let done = history.length
  let sinceLook = 0
  while (done < options.operations) {
    at = nextInstant(random, { at, pace, team: random.pick(teams) })
    const team = random.pick(teams)
    const operation = { at, ...operationFor(random, team, at) }
    history.push(operation)
    done += countOf(operation)
    if (++sinceLook < LOOK_EVERY) continue
    sinceLook = 0
    history.push({ at, act: { kind: 'look', team: team.id } })
  }
  const end = Math.max(...history.map((operation) => operation.at))
  for (const { id } of teams) history.push({ at: end, act: { kind: 'look', team: id } })
  return history
}

function newTeam(random: Random, start: number): TeamMade {
  const anchor = new Date(start - random.between(0, 60 * DAY))
  // Often a day that short months lack.
  if (random.chance(0.5)) anchor.setUTCDate(random.between(28, 31))
  return {
    zone: random.pick(ZONES),
    anchor: anchor.toISOString().slice(0, 10),
    plan: random.pick(PLANS),
    createdAt: start,
    members: Array.from({ length: random.between(1, 5) }, (_, number) => `m${number + 1}`),
  }
}

function knownTeam(id: string, { zone, anchor, members }: TeamMade): MadeTeam {
  const there = { members: [...members], everMembers: [...members] }
  return { id, zone, anchor, ...there, sent: [], runs: [], purchases: [], count: 1 }
}

/** On the whole a year goes by; in between the clock stands still, jumps to a boundary, or steps back. */
function nextInstant(
  random: Random,
  { at, pace, team }: { at: number; pace: number; team: MadeTeam },
): number {
  const { start, end } = cycleAt({ anchor: team.anchor, zone: team.zone }, at)
  const near = (instant: number) => (instant - at < 3 * DAY && instant > at ? instant : at)
  return random.weighted<() => number>([
    [20, () => at],
    [78, () => at + Math.floor((random.next() * 2 * pace) / 0.78)],
    [0.6, () => near(end) + random.pick([-1, 0, 1])],
    // When the cycle before becomes final.
    [start + DAY > at ? 6 : 0, () => start + DAY + random.pick([-1, 0, 1])],
    [0.5, () => at - random.between(0, 3 * HOUR)],
    [0.02, () => at - random.between(0, 3 * DAY)],
  ])()
}

function operationFor(random: Random, team: MadeTeam, at: number): Omit<Operation, 'at'> {
  const act = actFor(random, team, at)
  const canFail = act.kind !== 'race' && act.kind !== 'deliver' && act.kind !== 'restart'
  if (!canFail || isStep(act) || isOfTeams(act) || !random.chance(0.04)) return { act }
  return { act, fault: faultFor(random) }
}

/** Steps of the test itself, that no client asks for again. */
function isStep({ kind }: Act): boolean {
  return kind === 'add-member' || kind === 'make-team' || kind === 'look'
}

/** What one team got and the others did not is another test's. */
function isOfTeams(act: Act): boolean {
  return act.kind === 'send' && act.events.some(({ team }) => team !== act.team)
}

function faultFor(random: Random): Fault {
  return {
    statement: random.between(1, 40),
    kind: random.pick(['fails', 'fails', 'answer-lost', 'deadlock']),
  }
}

function actFor(random: Random, team: MadeTeam, at: number): Act {
  const { id } = team
  const servers = random.chance(0.15) ? 2 : 1
  return random.weighted<() => Act>([
    [97.7, () => teamAct(random, team, at)],
    [1, () => ({ kind: 'close', servers })],
    [
      0.7,
      () => ({ kind: 'deliver', servers, receiver: random.pick(['takes', 'busy', 'refuses']) }),
    ],
    [0.1, () => ({ kind: 'restart' })],
    [0.5, () => ({ kind: 'race', team: id, servers, acts: racing(random, team, at) })],
  ])()
}

/** Two or three of what is likely to meet: the same batch, work that wants the last credits, switches. */
function racing(random: Random, team: MadeTeam, at: number): TeamAct[] {
  const batch: TeamAct = { kind: 'send', team: team.id, events: eventsFor(random, team, at) }
  return random.weighted<() => TeamAct[]>([
    [3, () => [batch, batch]],
    [3, () => [admission(random, team), admission(random, team), admission(random, team)]],
    [2, () => [switching(random, team), batch]],
    [1, () => [changing(random, team), batch]],
    [1, () => [{ kind: 'invoices', team: team.id }, batch]],
  ])()
}

function teamAct(random: Random, team: MadeTeam, at: number): TeamAct {
  const { id } = team
  return random.weighted<() => TeamAct>([
    [50, () => ({ kind: 'send', team: id, events: eventsFor(random, team, at) })],
    [14, () => admission(random, team)],
    [8, () => ending(random, team)],
    [6, () => ({ kind: 'call', team: id, member: random.pick(team.everMembers) })],
    [5, () => switching(random, team)],
    [3, () => capping(random, team)],
    [1, () => changing(random, team)],
    [1, () => purchase(random, team)],
    [2, () => serverLimit(random, team)],
    [1, () => ({ kind: 'low-alerts', team: id, marks: marksFor(random) })],
    [1, () => ({ kind: 'charges-alert', team: id, micros: random.pick([null, 0, 3_000_000]) })],
    [
      1,
      () => ({ kind: 'deploy', team: id, flow: random.pick(FLOWS), deployed: random.chance(0.7) }),
    ],
    [0.6, () => joining(team)],
    [0.5, () => leaving(random, team)],
    [1, () => roles(random, team)],
    [4, () => ({ kind: 'invoices', team: id })],
  ])()
}

function admission(random: Random, team: MadeTeam): TeamAct {
  const isAgain = team.runs.length > 0 && random.chance(0.05)
  const run = isAgain ? random.pick(team.runs) : `r${team.count++}`
  if (team.runs.length < 12) team.runs.push(run)
  else team.runs[random.between(0, 11)] = run
  const resource = random.pick(RESOURCES)
  const member = random.chance(resource === 'ai' ? 0.95 : 0.2)
    ? random.pick(team.everMembers)
    : undefined
  const part = resource === 'assistant' && random.chance(0.7) ? { part: random.pick(SERVERS) } : {}
  const size = random.weighted<Pick<RunAsked, 'estimate' | 'freeOfCharge'>>([
    [5, {}],
    [20, { estimate: random.between(0, 60) }],
    [8, { estimate: random.between(61, 900) }],
    [2, { estimate: random.between(5_000, 2_000_000) }],
    [3, { freeOfCharge: true }],
  ])
  const holdSeconds = random.pick([1, 60, 3_600, 3_600, 86_400])
  const asked = { run, resource, ...part, ...size, holdSeconds }
  return { kind: 'admit', team: team.id, asked: { ...asked, ...(member ? { member } : {}) } }
}

function ending(random: Random, team: MadeTeam): TeamAct {
  const run = team.runs.length > 0 ? random.pick(team.runs) : 'no-run'
  return { kind: 'end', team: team.id, run, as: random.pick(['settled', 'settled', 'released']) }
}

function switching(random: Random, team: MadeTeam): TeamAct {
  const resource = random.pick(['flows', 'ai', 'ai', 'assistant'] as const)
  const isMembers = resource === 'ai' && random.chance(0.6)
  const count = Math.min(team.everMembers.length, random.between(1, 2))
  const members = isMembers ? team.everMembers.slice(-count) : []
  return { kind: 'switch', team: team.id, resource, on: random.chance(0.55), members }
}

function capping(random: Random, team: MadeTeam): TeamAct {
  const resource = random.pick(['flows', 'ai'] as const)
  const capMicros = random.pick([
    null,
    null,
    0,
    35_000,
    999_999,
    5_000_000,
    20_000_000,
    400_000_000,
  ])
  return { kind: 'cap', team: team.id, resource, capMicros }
}

function changing(random: Random, team: MadeTeam): TeamAct {
  const plan = random.chance(0.03) ? 'no-plan' : random.pick(PLANS)
  return { kind: 'plan', team: team.id, plan }
}

function purchase(random: Random, team: MadeTeam): TeamAct {
  const before =
    team.purchases.length > 0 && random.chance(0.2) ? random.pick(team.purchases) : undefined
  const pack = random.pick(['assistant-1000', 'assistant-1000', 'assistant-5000'])
  const price = pack === 'assistant-1000' ? 10_000_000 : 40_000_000
  const fresh = {
    key: `k${team.count++}`,
    pack,
    priceMicros: random.chance(0.05) ? 1 : price,
  }
  const bought = before ? { ...before, ...(random.chance(0.2) ? { pack } : {}) } : fresh
  team.purchases.push(bought)
  return { kind: 'buy', team: team.id, ...bought }
}

function serverLimit(random: Random, team: MadeTeam): TeamAct {
  const credits = random.pick([null, 0, 30, 120, 1_000])
  return { kind: 'server-limit', team: team.id, server: random.pick(SERVERS), credits }
}

function marksFor(random: Random): LowMark[] {
  const marks: LowMark[] = [
    { kind: 'percent', percent: random.between(1, 50) },
    { kind: 'credits', credits: random.between(0, 400) },
  ]
  return marks.slice(0, random.between(0, 2))
}

function joining(team: MadeTeam): TeamAct {
  const member = `m${team.count++}`
  team.members.push(member)
  team.everMembers.push(member)
  return { kind: 'add-member', team: team.id, member }
}

function leaving(random: Random, team: MadeTeam): TeamAct {
  const member = random.pick(team.everMembers)
  team.members = team.members.filter((each) => each !== member)
  return { kind: 'remove-member', team: team.id, member }
}

function roles(random: Random, team: MadeTeam): TeamAct {
  const member = random.pick(team.everMembers)
  return { kind: 'set-roles', team: team.id, member, roles: [...random.pick(ROLES)] }
}
