import type { LimitName } from '#shared/credits/rate-limit.ts'
import { type Refusal, refuse } from '../answer.ts'
import { hashOf } from '../people/tokens.ts'
import type { Ports } from '../ports.ts'
import { retryAfterSeconds } from './headers.ts'
import type { Taken } from './ports.ts'

const MINUTE_S = 60
const HOUR_S = 60 * MINUTE_S

/** Counts an invitation to be mailed: nobody sends floods of mail with this server, nor to one address. */
export async function tooManyInvitations(
  ports: Pick<Ports, 'limits'>,
  { team, email }: { team: string; email: string },
): Promise<Refusal | undefined> {
  const ofTeam = await taken(ports, { of: 'invitations', key: team })
  if (ofTeam) {
    const most = `A team sends at most ${ofTeam.limit.most} invitations in a day.`
    return tooMany(ofTeam, most)
  }
  // Whoever wrote the address in other letters would have it counted apart; the contract keeps it small.
  const toThem = await taken(ports, { of: 'invitations-to', key: hashOf(email) })
  if (!toThem) return undefined
  return tooMany(toThem, `${email} was sent ${toThem.limit.most} invitations within a day.`)
}

/** Counts what somebody has sent by hand: test messages, and messages once more. */
export async function tooManyByHand(
  ports: Pick<Ports, 'limits'>,
  { team }: { team: string },
): Promise<Refusal | undefined> {
  const ofTeam = await taken(ports, { of: 'sent-by-hand', key: team })
  if (!ofTeam) return undefined
  return tooMany(ofTeam, `A team sends at most ${ofTeam.limit.most} messages by hand in an hour.`)
}

/** Nothing where it may be done. */
async function taken(
  { limits }: Pick<Ports, 'limits'>,
  asked: { of: LimitName; key: string },
): Promise<Taken | undefined> {
  const counted = await limits?.take(asked)
  return counted?.allowed === false ? counted : undefined
}

function tooMany(taken: Taken, most: string): Refusal {
  const seconds = retryAfterSeconds(taken)
  const refusal = refuse('rateLimited', `${most} Go on in ${inWords(seconds)}.`)
  return { ...refusal, retryAfterSeconds: seconds }
}

/** Rounded up: a moment too early would be refused. */
function inWords(seconds: number): string {
  const [count, unit] =
    seconds > HOUR_S
      ? [Math.ceil(seconds / HOUR_S), 'hour']
      : [Math.ceil(seconds / MINUTE_S), 'minute']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
