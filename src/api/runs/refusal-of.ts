import type { AdmitBody } from '#shared/contract/run.ts'
import { buyingState } from '#shared/credits/account.ts'
import { admit, isAdmitted, neededFor, type RunStanding } from '#shared/credits/admission.ts'
import type { Credits, Millis } from '#shared/credits/amounts.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { admitToday, waysOutOfBoth, waysOutToday } from '#shared/credits/daily-limit.ts'
import { workState } from '#shared/credits/limit.ts'
import { renewed, waysOut } from '#shared/credits/ways-out.ts'
import type { Refusal } from '../answer.ts'
import { accountKey, type Books, openBooks } from '../ledger/books.ts'
import { type Terms, teamTime } from '../ledger/terms.ts'
import type { TeamReads } from '../ports.ts'
import { type Holder, type Member, TEAM_HOLDER } from '../records.ts'
import {
  heldOn,
  type LimitedServer,
  limitedServer,
  refusedByServer,
  serverRefusal,
} from '../servers/server-day.ts'
import { refusedRun, saidRefusal } from './refused-run.ts'
import { runTerms } from './run-terms.ts'

type Asked = {
  terms: Terms
  body: AdmitBody
  estimate: Credits
  clock: Millis
  /** The open one. */
  cycle: Cycle
  holder: Holder
  member: Member | undefined
}

type Situation = Asked & {
  /** By the clock, or by the team's time where that was set back. */
  asOf: Millis
  books: Books
  standing: RunStanding
  server: LimitedServer | undefined
}

/** The account that a run is admitted against, as the books have it. */
export function standingIn(
  books: Books,
  asked: Omit<Asked, 'member'> & { held: Credits },
): RunStanding {
  const { terms, body, estimate, cycle, holder, clock, held } = asked
  const { resource, freeOfCharge = false } = body
  const key = accountKey({ resource, cycle, holder })
  return {
    account: books.account(key).account,
    bonus: holder === TEAM_HOLDER ? books.bonus(resource) : [],
    payAsYouGo: books.payAsYouGo(key),
    held,
    needed: neededFor({ estimate, freeOfCharge }),
    at: teamTime(terms, clock),
  }
}

/** Why the run may not start, if so: by the allowance first, then by the server's own limit of the day. */
export async function refusalOf(reads: TeamReads, asked: Asked): Promise<Refusal | undefined> {
  const situation = await situationOf(reads, asked)
  return (await byAccount(reads, situation)) ?? byServerAlone(reads, situation)
}

async function byAccount(reads: TeamReads, at: Situation): Promise<Refusal | undefined> {
  const { standing, server, terms, estimate, clock, member, cycle, books } = at
  const { resource } = at.body
  const refusal = admit(standing)
  if (refusal.kind === 'admitted') return undefined
  const { terms: changeable, heldAtRenewal } = await runTerms(reads, { ...at, resource })
  const run = { resource, standing, refusal, renewsAt: cycle.end, heldAtRenewal }
  const ways = waysOut(run, changeable)
  const { needed } = standing
  const too = server && serverRefusal(server, needed)
  const lifting = server
    ? waysOutOfBoth(ways, {
        day: server,
        needed,
        heldAtRenewal: await heldOn(reads, server, cycle.end),
      })
    : ways
  const spending = books.spending({ cycle: cycle.id, resource })
  return refusedRun(
    { ...run, clock, member, spending, waysOut: lifting, server: too },
    { terms, estimate },
  )
}

async function byServerAlone(reads: TeamReads, at: Situation): Promise<Refusal | undefined> {
  const { standing, server, terms, estimate, clock } = at
  const { resource } = at.body
  const { needed } = standing
  const refusal = server && admitToday(server, needed)
  if (!server || refusal?.kind !== 'refused') return undefined
  const heldThen = await heldOn(reads, server, server.nextDay)
  const all = waysOutToday(server, { needed, nextDay: server.nextDay, heldThen })
  const waits = await isAdmittedOnDay(reads, at, server.nextDay)
  const run = refusedByServer(server, {
    refusal,
    work: workState({ resource, ...standing, payAsYouGo: buyingState(standing.payAsYouGo) }),
    waysOut: all.filter(({ kind }) => waits || kind !== 'wait-for-renewal'),
  })
  return saidRefusal({ run, code: 'server-limit-reached', terms, estimate, clock })
}

/** A day that begins a new cycle may leave less at hand than is bought now. */
async function isAdmittedOnDay(reads: TeamReads, at: Situation, day: Millis): Promise<boolean> {
  const { standing, cycle } = at
  if (day < cycle.end) return true
  const { resource } = at.body
  const { terms, heldAtRenewal } = await runTerms(reads, { ...at, resource })
  return isAdmitted(renewed({ resource, standing, renewsAt: cycle.end, heldAtRenewal }, terms))
}

/** The account that the run is admitted against, with what is held on it, and its server. */
async function situationOf(reads: TeamReads, asked: Asked): Promise<Situation> {
  const { terms, body, cycle, holder, clock } = asked
  const { resource, part } = body
  const { zone } = terms.team
  const asOf = teamTime(terms, clock)
  const entry = { resource, cycle, holder }
  const books = await openBooks(reads, { entries: [entry], terms })
  const holds = await reads.heldByHolder({ resource, holders: [holder], at: clock })
  const standing = standingIn(books, { ...asked, held: holds.get(holder) ?? 0 })
  const server = await limitedServer(reads, { resource, part, zone, asOf, clock })
  return { ...asked, asOf, books, standing, server }
}
