import { HOUR, type Millis } from './amounts.ts'
import { PROVIDER_NAMES, type Provider } from './provider.ts'

export const READING_FAILURES = [
  'refused-key',
  'locked',
  'no-figures',
  'rate-limited',
  'unavailable',
  'unreachable',
  'timed-out',
  'redirected',
  'too-large',
  'misshapen',
] as const

/** Why a reading brought no figures. */
export type ReadingFailure = (typeof READING_FAILURES)[number]

/** A short outage is nobody's business. */
const TELL_AFTER: Millis = 6 * HOUR

/** Whether only a person can mend it: trying again soon gives the same. */
export function needsPerson(failure: ReadingFailure): boolean {
  return failure === 'refused-key' || failure === 'locked'
}

/** Whether Admin and Billing are to be told that an account is not read, and so not counted. */
export function isToBeTold(options: {
  failure: ReadingFailure
  since: Millis
  at: Millis
}): boolean {
  const { failure, since, at } = options
  return needsPerson(failure) || at - since >= TELL_AFTER
}

/** Why an account was not read, and what helps where something does. */
export function failureSentence(failure: ReadingFailure, of: Provider): string {
  const provider = PROVIDER_NAMES[of]
  switch (failure) {
    case 'refused-key':
      return `${provider} does not take the key any more: connect the account with another one.`
    case 'locked':
      return 'The key can’t be opened, as the server’s secret is another one. The operator can set the old one again, or the account be connected anew.'
    case 'no-figures':
      return `${provider} tells this key of no use, as it does with keys of guests and partners.`
    case 'rate-limited':
      return `${provider} asked to wait.`
    case 'unavailable':
      return `${provider} had a failure of its own.`
    case 'unreachable':
      return `${provider} could not be reached.`
    case 'timed-out':
      return `${provider} did not answer in time.`
    case 'redirected':
      return `${provider} pointed to another address, where the key is not sent.`
    case 'too-large':
      return `${provider}’s answer was far too long to be one.`
    case 'misshapen':
      return `${provider}’s answer was not as documented.`
    default:
      return failure satisfies never
  }
}
