import type { AccountConnection } from '#shared/contract/connection.ts'
import type { ReadingFailure } from '#shared/credits/reading-schedule.ts'
import { count, whole } from '#web/format/number.ts'

type Reading = AccountConnection['readings'][number]

/** What one reading brought: `Counted: Flows credits 12, API calls 30.` */
export function readingWords(reading: Reading, provider: string): string {
  const { seq, failure, counted, unreadable } = reading
  if (failure) return failureWords(failure, provider)
  const sentences = counted.length > 0 ? countedWords(counted) : [noneWords(seq)]
  if (unreadable > 0) sentences.push(`${count(unreadable, FIGURES)} could not be read.`)
  return sentences.join(' ')
}

/** Why an account was not read, and what helps where something does. */
export function failureWords(failure: ReadingFailure, provider: string): string {
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

const FIGURES = { one: 'figure', many: 'figures' }

function noneWords(seq: number): string {
  return seq === 1 ? 'The first reading: what comes after it is counted.' : 'Nothing to count.'
}

function countedWords(counted: Reading['counted']): string[] {
  const sentences: string[] = []
  const said = (each: Reading['counted'][number]) => `${each.label} ${whole(each.credits)}`
  const booked = counted.filter(({ outcome }) => outcome === 'booked')
  if (booked.length > 0) sentences.push(`Counted: ${booked.map(said).join(', ')}.`)
  for (const each of counted) {
    switch (each.outcome) {
      case 'booked':
        break
      case 'waiting':
        sentences.push(`${said(each)}: being counted.`)
        break
      case 'needs-member':
        sentences.push(`${said(each)}: not counted, as it is not known whose they are.`)
        break
      case 'refused':
        sentences.push(
          `${said(each)}: refused by the ledger, ${each.detail ?? 'without a reason'}.`,
        )
        break
      default:
        each.outcome satisfies never
    }
  }
  return sentences
}
