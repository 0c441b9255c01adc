import type { AdmitBody, RunReply, Run as RunView } from '#shared/contract/run.ts'
import { buyingState } from '#shared/credits/account.ts'
import { admit, type RunStanding } from '#shared/credits/admission.ts'
import type { Credits, Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { workState } from '#shared/credits/limit.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { type Answer, answer, type Refusal, refuse } from '../answer.ts'
import { invalidBody } from '../http/parse.ts'
import { accountKey, openBooks } from '../ledger/books.ts'
import { canonicalJson } from '../ledger/canonical.ts'
import { loadTerms, openCycle, type Terms, teamTime } from '../ledger/terms.ts'
import type { Store, TeamWrites } from '../ports.ts'
import { type Holder, type Member, type Run, TEAM_HOLDER } from '../records.ts'
import { limitedServer, narrowedToday, refusedToday } from '../servers/server-day.ts'
import { refusedRun } from './refused-run.ts'
import { runView } from './run-view.ts'

/**
 * Admits a run and sets its estimate aside, or refuses it and says what would change that. It is
 * alone on the team meanwhile, so however many ask at once, what is admitted never passes the limit.
 */
export async function admitRun(options: {
  store: Store
  catalog: Catalog
  asOf: Millis
  body: AdmitBody
}): Promise<Answer<RunReply>> {
  const { store, catalog, asOf, body } = options
  const team = store.team(body.team)
  if (!(await team.profile())) return refuse('unknown-team', `There is no team ${body.team}.`)
  return team.write(async (tx) => {
    const terms = await loadTerms(tx, catalog)
    const request = canonicalJson(body)
    const [known] = await tx.runs([body.run])
    if (known) return askedAgain({ known, request, body, asOf })
    const found = await holderOf(tx, { terms, body, asOf })
    if (!found.ok) return found
    const { holder } = found.value
    const refusal = await refusalOf(tx, { terms, body, clock: asOf, ...found.value })
    if (refusal) return refusal
    const run = newRun({ body, request, holder, asOf })
    await tx.saveRuns([run])
    return answer({ asOf, run: runView(body.team, run, asOf) })
  })
}

/** By the allowance first, then by the server's own limit of the day. */
async function refusalOf(
  tx: TeamWrites,
  options: {
    terms: Terms
    body: AdmitBody
    clock: Millis
    holder: Holder
    member: Member | undefined
  },
): Promise<Refusal | undefined> {
  const { terms, body, clock, holder, member } = options
  const { resource, part, estimate } = body
  const asOf = teamTime(terms, clock)
  const cycle = openCycle(terms, clock)
  const standing = await standingOf(tx, { terms, cycle, resource, holder, asOf, clock, estimate })
  const admission = admit(standing)
  const { zone } = terms.team
  const server = await limitedServer(tx, { resource, part, zone, asOf, clock })
  if (admission.kind === 'refused') {
    const seats = await tx.countMembers(cycle.start, cycle.end)
    const refused = { resource, member, renewsAt: cycle.end, standing, clock, refusal: admission }
    const refusal = refusedRun(refused, { terms, seats })
    return server ? narrowedToday(refusal, { server, estimate }) : refusal
  }
  const work = workState({ resource, ...standing, payAsYouGo: buyingState(standing.payAsYouGo) })
  return server && refusedToday(server, { estimate, clock, work })
}

/** The account that the run is admitted against, with what is held on it. */
async function standingOf(
  tx: TeamWrites,
  options: {
    terms: Terms
    cycle: Cycle
    resource: Resource
    holder: Holder
    asOf: Millis
    clock: Millis
    estimate: Credits
  },
): Promise<RunStanding> {
  const { terms, cycle, resource, holder, asOf, clock, estimate } = options
  const entry = { resource, cycle, holder }
  const books = await openBooks(tx, { entries: [entry], terms })
  const holds = await tx.heldByHolder({ resource, holders: [holder], at: clock })
  return {
    account: books.account(accountKey(entry)).account,
    bonus: holder === TEAM_HOLDER ? books.bonus(resource) : [],
    payAsYouGo: books.payAsYouGo(accountKey(entry)),
    held: holds.get(holder) ?? 0,
    estimate,
    at: asOf,
  }
}

/**
 * The host may not have got the answer: the same request gets the same run, while it is admitted. Once
 * it ended or its time is over nothing is held for it, so it may not start.
 */
function askedAgain(options: {
  known: Run
  request: string
  body: AdmitBody
  asOf: Millis
}): Answer<RunReply> {
  const { known, request, body, asOf } = options
  if (known.request !== request) {
    return refuse('run-conflict', `The run ${body.run} was admitted with another request.`)
  }
  const run = runView(body.team, known, asOf)
  return run.state === 'admitted' ? answer({ asOf, run }) : endedAlready(run)
}

function endedAlready({ run, state }: RunView): Refusal {
  const what =
    state === 'expired'
      ? `The hold of the run ${run} has expired.`
      : `The run ${run} was ${state} already.`
  return refuse('run-ended', `${what} Ask for a run of another id.`)
}

async function holderOf(
  tx: TeamWrites,
  options: { terms: Terms; body: AdmitBody; asOf: Millis },
): Promise<Answer<{ holder: Holder; member: Member | undefined }>> {
  const { terms, body, asOf } = options
  const isMembers = terms.plan.entitlements[body.resource].holder === 'member'
  if (body.member === undefined) {
    if (!isMembers) return answer({ holder: TEAM_HOLDER, member: undefined })
    return invalidBody('$.member', 'each member has an allowance of their own, so name one')
  }
  const [member] = await tx.members([body.member])
  if (!member || (member.removedAt !== undefined && member.removedAt <= asOf)) {
    return refuse('unknown-member', `The team has no member ${body.member}.`)
  }
  return answer(
    isMembers ? { holder: member.id, member } : { holder: TEAM_HOLDER, member: undefined },
  )
}

function newRun(options: { body: AdmitBody; request: string; holder: Holder; asOf: Millis }): Run {
  const { body, request, holder, asOf } = options
  return {
    id: body.run,
    request,
    resource: body.resource,
    holder,
    ...(body.member === undefined ? {} : { member: body.member }),
    ...(body.part === undefined ? {} : { part: body.part }),
    estimate: body.estimate,
    used: 0,
    held: body.estimate,
    state: 'admitted',
    admittedAt: asOf,
    expiresAt: asOf + body.holdSeconds * 1_000,
  }
}
