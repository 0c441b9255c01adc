import type { AdmitBody, RunReply, Run as RunView } from '#shared/contract/run.ts'
import type { Credits, Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { type Answer, answer, type Refusal, refuse } from '../answer.ts'
import { invalidBody } from '../http/parse.ts'
import { canonicalJson } from '../ledger/canonical.ts'
import { loadTerms, type Terms } from '../ledger/terms.ts'
import type { Store, TeamWrites } from '../ports.ts'
import { type Holder, type Member, type Run, TEAM_HOLDER } from '../records.ts'
import { refusalOf } from './refusal-of.ts'
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
    const estimate = estimateOf(body)
    // As if it had said all that it left out.
    const request = canonicalJson({ ...body, estimate })
    const [known] = await tx.runs([body.run])
    if (known) return askedAgain({ known, request, body, asOf })
    const found = await holderOf(tx, { terms, body, asOf })
    if (!found.ok) return found
    const { holder } = found.value
    const refusal = await refusalOf(tx, { ...found.value, terms, body, estimate, clock: asOf })
    if (refusal) return refusal
    const run = newRun({ body, estimate, request, holder, asOf })
    await tx.saveRuns([run])
    return answer({ asOf, run: runView(body.team, run, asOf) })
  })
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

function estimateOf({ estimate = 1, freeOfCharge }: AdmitBody): Credits {
  return freeOfCharge ? 0 : estimate
}

function newRun(options: {
  body: AdmitBody
  estimate: Credits
  request: string
  holder: Holder
  asOf: Millis
}): Run {
  const { body, estimate, request, holder, asOf } = options
  return {
    id: body.run,
    request,
    resource: body.resource,
    holder,
    ...(body.member === undefined ? {} : { member: body.member }),
    ...(body.part === undefined ? {} : { part: body.part }),
    estimate,
    used: 0,
    held: estimate,
    state: 'admitted',
    admittedAt: asOf,
    expiresAt: asOf + body.holdSeconds * 1_000,
  }
}
