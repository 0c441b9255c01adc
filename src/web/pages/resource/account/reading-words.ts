import type { AccountConnection } from '#shared/contract/connection.ts'
import type { Provider } from '#shared/credits/provider.ts'
import { failureSentence } from '#shared/credits/reading-failure.ts'
import { count, whole } from '#web/format/number.ts'

type Reading = AccountConnection['readings'][number]

/** What one reading brought: `Counted: Flows credits 12, API calls 30.` */
export function readingWords(reading: Reading, provider: Provider): string {
  const { seq, failure, counted, unreadable } = reading
  if (failure) return failureSentence(failure, provider)
  const sentences = counted.length > 0 ? countedWords(counted) : [noneWords(seq)]
  if (unreadable > 0) sentences.push(`${count(unreadable, FIGURES)} could not be read.`)
  return sentences.join(' ')
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
