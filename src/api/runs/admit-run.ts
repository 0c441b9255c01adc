import type { AdmitBody, RunReply, Run as RunView } from '#shared/contract/run.ts'
import type { Credits, Millis } from '#shared/credits/amounts.ts'
import { type Answer, answer, type Refusal, refuse } from '../answer.ts'
import { gathering } from '../gather.ts'
import { canonicalJson } from '../ledger/canonical.ts'
import type { Ports } from '../ports.ts'
import type { Holder, Run } from '../records.ts'
import { type Desk, openDesk } from './desk.ts'
import { runView } from './run-view.ts'

export type AdmitRun = (body: AdmitBody) => Promise<Answer<RunReply>>

/** Of one team, in one transaction. */
const MOST_AT_ONCE = 500

/**
 * Admits runs and sets their estimates aside, or refuses them and says what would change that. Nobody
 * else writes to the team meanwhile, so however many ask at once, what is admitted never passes the
 * limit; those who ask while others are being answered are answered together, one after the other.
 */
export function admitter(ports: Pick<Ports, 'store' | 'catalog' | 'now'>): AdmitRun {
  const { store, catalog, now } = ports
  const admit = gathering<AdmitBody, Answer<RunReply>>({
    most: MOST_AT_ONCE,
    round: async (id, bodies) => {
      const team = store.team(id)
      if (!(await team.profile())) {
        return bodies.map(() => refuse('unknown-team', `There is no team ${id}.`))
      }
      const asOf = now()
      return team.write(async (tx) => {
        const desk = await openDesk(tx, { catalog, bodies, asOf })
        const answers: Answer<RunReply>[] = []
        for (const body of bodies) answers.push(await answerOf(desk, body))
        await desk.write()
        return answers
      })
    },
  })
  return async (body) => {
    const [answer] = await admit(body.team, [body])
    if (!answer) throw new Error('a run without its answer')
    return answer
  }
}

async function answerOf(desk: Desk, body: AdmitBody): Promise<Answer<RunReply>> {
  const { asOf } = desk
  const estimate = estimateOf(body)
  // As if it had said all that it left out.
  const request = canonicalJson({ ...body, estimate })
  const known = desk.run(body.run)
  if (known) return askedAgain({ known, request, body, asOf })
  const found = desk.holder(body)
  if (!found.ok) return found
  const { holder } = found.value
  const refusal = await desk.refusal({ ...found.value, body, estimate })
  if (refusal) return refusal
  const run = newRun({ body, estimate, request, holder, asOf })
  desk.admit(run)
  return answer({ asOf, run: runView(body.team, run, asOf) })
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
