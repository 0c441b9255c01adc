import { type Refusal, refuse } from '../answer.ts'
import { hashOf } from '../people/tokens.ts'
import type { Ports } from '../ports.ts'
import { retryAfterSeconds } from './headers.ts'
import { networkOf } from './network.ts'
import type { Taken } from './ports.ts'

type Attempt = {
  address: string | undefined
  /** Whose account it is for, whether or not anybody has it. */
  account?: { of: 'passwords' | 'links'; email: string }
}

/**
 * Counts an attempt to sign in, before anything is looked up: so it is refused alike, and in the same
 * time, for somebody who is known and for nobody.
 */
export async function tooManySignIns(
  { limits }: Pick<Ports, 'limits'>,
  { address, account }: Attempt,
): Promise<Refusal | undefined> {
  if (!limits) return undefined
  const here = await limits.take({ of: 'sign-ins', key: networkOf(address) })
  // What is refused for where it comes from does not use up the account's attempts.
  if (!here.allowed) return refused(here)
  if (!account) return undefined
  const { of, email } = account
  const there = await limits.take({ of, key: hashOf(email) })
  return there.allowed ? undefined : refused(there)
}

/** Whoever got in has shown that the attempts were theirs. */
export async function forgetSignIns(
  { limits }: Pick<Ports, 'limits'>,
  { email }: { email: string },
): Promise<void> {
  const key = hashOf(email)
  for (const way of ['passwords', 'links'] as const) await limits?.forget({ of: way, key })
}

function refused(taken: Taken): Refusal {
  const seconds = retryAfterSeconds(taken)
  const minutes = Math.ceil(seconds / 60)
  const wait = `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`
  const detail = `There were too many attempts to sign in. Try again in ${wait}.`
  return { ...refuse('rateLimited', detail), retryAfterSeconds: seconds }
}
