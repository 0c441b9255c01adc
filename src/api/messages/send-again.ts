import type { Reply } from '#shared/contract/routes.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { tooManyByHand } from '../limits/limit-sending.ts'
import type { TeamWrites } from '../ports.ts'
import type { Common } from '../team-route.ts'
import { describeLetters } from './delivery-log.ts'
import type { Delivery, DeliveryKey, Message } from './records.ts'
import { waiting } from './tell.ts'

type Sent = Answer<Reply<'sendAgain'>>

/** Makes a delivery due now, whatever became of it, with its attempts counted anew for the schedule. */
export async function sendAgain(
  asked: Common & { params: { team: string }; body: DeliveryKey },
): Promise<Sent> {
  const { team, body, asOf } = asked
  const limited = await tooManyByHand(asked.ports, asked.params)
  if (limited) return limited
  return team.write(async (tx) => {
    const [before] = await tx.deliveries([body])
    const [message] = await tx.messages([body.message])
    if (!before || !message) {
      return refuse('unknown-delivery', 'The team has no such delivery.')
    }
    if (before.state === 'sending') {
      return refuse(
        'delivery-under-way',
        'It is being sent at this moment. Look again in a minute.',
      )
    }
    const { outcome: _, ...rest } = before
    // Counted, so that a mail that was sent is not taken for a second copy of itself.
    const resends = before.resends + 1
    const earlierAttempts = before.earlierAttempts + before.attempts
    const counts = { attempts: 0, earlierAttempts, resends }
    const delivery: Delivery = { ...rest, ...counts, state: 'waiting', dueAt: asOf }
    return write(tx, { message, delivery, asOf })
  })
}

/** A mail to whoever asks, or a message to one endpoint: on the way that alerts take. */
export async function sendTest(
  asked: Common & {
    params: { team: string }
    body: { channel: 'mail' } | { channel: 'webhook'; endpoint: string }
  },
): Promise<Sent> {
  const { team, viewer, body, asOf } = asked
  const limited = await tooManyByHand(asked.ports, asked.params)
  if (limited) return limited
  return team.write(async (tx) => {
    const recipient = body.channel === 'mail' ? viewer.member?.id : body.endpoint
    if (recipient === undefined) {
      return refuse('unknown-member', 'Only a member of the team has an address to send to.')
    }
    const endpoints = body.channel === 'webhook' ? await tx.endpoints() : []
    if (body.channel === 'webhook' && !endpoints.some(({ id }) => id === recipient)) {
      return refuse('unknown-endpoint', `The team has no webhook ${recipient}.`)
    }
    const message: Message = {
      id: `test:${asOf}`,
      audience: 'holder',
      createdAt: asOf,
      content: { kind: 'test', by: viewer.name },
    }
    await tx.saveMessages([message])
    const delivery = waiting(message, { channel: body.channel, recipient })
    return write(tx, { message, delivery, asOf })
  })
}

async function write(
  tx: TeamWrites,
  { message, delivery, asOf }: { message: Message; delivery: Delivery; asOf: Millis },
): Promise<Sent> {
  await tx.saveDeliveries([delivery])
  const team = await tx.profile()
  if (!team) throw new Error('the team is gone')
  const [view] = await describeLetters(tx, { team, letters: [{ message, delivery }] })
  if (!view) throw new Error('a delivery that cannot be told')
  return answer({ asOf, delivery: view })
}
