import type { RunRefusal } from '#shared/contract/run.ts'
import { buyingState, totalOf } from '#shared/credits/account.ts'
import type { Refused, RunStanding } from '#shared/credits/admission.ts'
import type { Credits, Millis } from '#shared/credits/amounts.ts'
import { workState } from '#shared/credits/limit.ts'
import type { Spending } from '#shared/credits/pay-as-you-go.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { WayOut } from '#shared/credits/ways-out.ts'
import type { Refusal } from '../answer.ts'
import type { Terms } from '../ledger/terms.ts'
import type { Member } from '../records.ts'
import { refusalWords } from './refusal-words.ts'

type RefusedByAccount = {
  resource: Resource
  /** Whose limit it is; absent for the team's. */
  member: Member | undefined
  renewsAt: Millis
  standing: RunStanding
  /** By which the host waits. */
  clock: Millis
  refusal: Refused
  spending: Spending
  waysOut: WayOut[]
  /** The server whose day refuses it as well. */
  server?: RunRefusal['server']
}

/** Each product's own way to say that the allowance is used up. */
const CODES = {
  flows: 'limit-reached',
  ai: 'limit-reached',
  'api-calls': 'serviceLimitExhausted',
  assistant: 'insufficient_credits',
} as const

/** The limit, whose it is, how it stands, and what would let the run start. */
export function refusedRun(
  refused: RefusedByAccount,
  of: { terms: Terms; estimate: Credits },
): Refusal {
  const { resource, member, renewsAt, standing, clock, refusal, waysOut, server } = refused
  const { account, bonus, payAsYouGo, held, at } = standing
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
    ...spendCapOf(refused),
    ...(server ? { server } : {}),
    waysOut,
  }
  const code = CODES[resource]
  return saidRefusal({ ...of, run, clock, code: byCap(run, code) ? 'spend-cap-reached' : code })
}

/** With the sentence that says all of it. */
export function saidRefusal(options: {
  run: RunRefusal
  code: Refusal['code']
  terms: Terms
  estimate: Credits
  clock: Millis
}): Refusal {
  const { run, code, terms, estimate, clock } = options
  const { currency } = terms.catalog
  // Rounded up: a second too early would be refused again.
  const retryAfterSeconds = Math.ceil((run.renewsAt - clock) / 1_000)
  const detail = refusalWords({ run, estimate, zone: terms.team.zone, currency })
  return { ok: false, code, detail, run, retryAfterSeconds }
}

function spendCapOf({ refusal, spending }: RefusedByAccount): Pick<RunRefusal, 'spendCap'> {
  const { capMicros, spentMicros } = spending
  if (refusal.by !== 'spend-cap' || capMicros === undefined) return {}
  return { spendCap: { capMicros, spentMicros } }
}

/** The products' own words stay theirs. */
function byCap({ by }: RunRefusal, code: (typeof CODES)[Resource]): boolean {
  return by === 'spend-cap' && code === 'limit-reached'
}
