import type { LowAlert } from '#shared/contract/usage.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import type { AlertWords } from './alert-sentence.ts'
import { whole } from './number.ts'
import { percent as percentOf } from './share.ts'
import { isClosed, type Telling } from './telling.ts'

/** What a low-credit alert says: what was left when it was set off, and why it is told. */
export function lowWords({ left, credits, percent }: LowAlert, telling: Telling): AlertWords {
  const { name } = RESOURCE_TRAITS.assistant
  const mark =
    percent === undefined
      ? whole(credits)
      : `${percentOf(percent * 100)} of the monthly credits, which is ${whole(credits)}`
  return {
    what: `The team has ${whole(left)} ${name} left, bonus credits included.`,
    meaning: isClosed(telling)
      ? undefined
      : `It asked to be told at ${mark}. Nothing stops yet; bonus credits can be bought at any time.`,
  }
}
