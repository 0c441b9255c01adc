import type { UsageEventInput } from '#shared/contract/event.ts'
import type { Role } from '#shared/contract/values.ts'
import type { LowMark } from '#shared/credits/low-credit.ts'
import type { Resource } from '#shared/credits/resources.ts'

export type TeamMade = {
  zone: string
  anchor: string
  plan: string
  createdAt: number
  members: readonly string[]
}

export type RunAsked = {
  run: string
  resource: Resource
  member?: string
  part?: string
  estimate?: number
  freeOfCharge?: true
  holdSeconds: number
}

/** One thing that happens to a team; a history of them is data, so it can be cut and played again. */
export type TeamAct =
  | { kind: 'make-team'; team: string; made: TeamMade }
  | { kind: 'add-member'; team: string; member: string }
  | { kind: 'remove-member'; team: string; member: string }
  | { kind: 'set-roles'; team: string; member: string; roles: Role[] }
  | { kind: 'plan'; team: string; plan: string }
  | { kind: 'switch'; team: string; resource: Resource; on: boolean; members: string[] }
  | { kind: 'cap'; team: string; resource: Resource; capMicros: number | null }
  | { kind: 'charges-alert'; team: string; micros: number | null }
  | { kind: 'buy'; team: string; key: string; pack: string; priceMicros: number }
  | { kind: 'server-limit'; team: string; server: string; credits: number | null }
  | { kind: 'low-alerts'; team: string; marks: LowMark[] }
  | { kind: 'deploy'; team: string; flow: string; deployed: boolean }
  | { kind: 'send'; team: string; events: UsageEventInput[] }
  | { kind: 'admit'; team: string; asked: RunAsked }
  | { kind: 'end'; team: string; run: string; as: 'settled' | 'released' }
  /** A request with a member's own key. */
  | { kind: 'call'; team: string; member: string }
  /** What the invoices are asked for closes what is due first. */
  | { kind: 'invoices'; team: string }

export type Act =
  | TeamAct
  /** The jobs, on so many servers at once. */
  | { kind: 'close'; servers: 1 | 2 }
  | { kind: 'deliver'; servers: 1 | 2; receiver: 'takes' | 'busy' | 'refuses' }
  | { kind: 'restart' }
  /** At the same moment, by so many servers. */
  | { kind: 'race'; team: string; servers: 1 | 2; acts: readonly TeamAct[] }
  /** Every figure is compared. */
  | { kind: 'look'; team: string }

/** What befalls the database in the middle of an operation; then the client asks again. */
export type Fault = {
  /** The statement of the operation's transactions, from 1; for `answer-lost` the first commit. */
  statement: number
  kind: 'fails' | 'answer-lost' | 'deadlock'
}

export type Operation = {
  /** What the clock says. */
  at: number
  act: Act
  fault?: Fault
}

/** How many operations it counts as: looking at figures is no operation. */
export function countOf({ act }: Operation): number {
  if (act.kind === 'look') return 0
  return act.kind === 'race' ? act.acts.length : 1
}

export function eventsIn({ act }: Operation): number {
  const acts = act.kind === 'race' ? act.acts : [act]
  return acts.reduce((sum, each) => sum + (each.kind === 'send' ? each.events.length : 0), 0)
}

/** One line for people, that holds all there is. */
export function describeOperation({ at, act, fault }: Operation): string {
  const { kind, ...rest } = act
  const said = fault ? `   ⚡ ${fault.kind} at statement ${fault.statement}` : ''
  return `${new Date(at).toISOString()}  ${kind.padEnd(13)} ${JSON.stringify(rest)}${said}`
}
