import type { RunRefusal } from '#shared/contract/run.ts'
import { buyingState, totalOf } from '#shared/credits/account.ts'
import type { Admission, RunStanding } from '#shared/credits/admission.ts'
import type { Credits, Millis } from '#shared/credits/amounts.ts'
import { workState } from '#shared/credits/limit.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import { waysOut } from '#shared/credits/ways-out.ts'
import type { Refusal } from '../answer.ts'
import type { Terms } from '../ledger/terms.ts'
import type { Member } from '../records.ts'

type Refused = {
  resource: Resource
  /** Whose limit it is; absent for the team's. */
  member: Member | undefined
  renewsAt: Millis
  standing: RunStanding
  /** By which the host waits. */
  clock: Millis
  refusal: Extract<Admission, { kind: 'refused' }>
}

/** Each product's own way to say that the allowance is used up. */
const CODES = {
  flows: 'limit-reached',
  ai: 'limit-reached',
  'api-calls': 'serviceLimitExhausted',
  assistant: 'insufficient_credits',
} as const

/** The limit, whose it is, how it stands, and what would let the run start. */
export function refusedRun(refused: Refused, of: { terms: Terms; seats: number }): Refusal {
  const { resource, member, renewsAt, standing, clock, refusal } = refused
  const { account, bonus, payAsYouGo, held, estimate, at } = standing
  const { by, free, missing } = refusal
  const run: RunRefusal = {
    resource,
    scope: member
      ? { kind: 'member', member: { id: member.id, name: member.name } }
      : { kind: 'team' },
    by,
    work: workState({ resource, account, bonus, payAsYouGo: buyingState(payAsYouGo), at }),
    allowance: account.allowance,
    used: totalOf(account.used),
    held,
    free,
    missing,
    renewsAt,
    waysOut: waysOut(
      { refusal, resource, payAsYouGo, held, estimate, renewsAt },
      { catalog: of.terms.catalog, plan: of.terms.plan, seats: of.seats },
    ),
  }
  // Rounded up: a second too early would be refused again.
  const retryAfterSeconds = Math.ceil((renewsAt - clock) / 1_000)
  const code = CODES[resource]
  return { ok: false, code, detail: sentence(run, estimate), run, retryAfterSeconds }
}

function sentence({ resource, scope, free, held }: RunRefusal, estimate: Credits): string {
  const { unit } = RESOURCE_TRAITS[resource]
  const whose = scope.kind === 'member' ? scope.member.name : 'The team'
  const left = `${free.toLocaleString('en-US')} ${free === 1 ? unit.one : unit.many}`
  const pending = held > 0 ? `, with ${held.toLocaleString('en-US')} held for other runs` : ''
  return `${whose} has ${left} left${pending}; this run needs ${estimate.toLocaleString('en-US')}.`
}
