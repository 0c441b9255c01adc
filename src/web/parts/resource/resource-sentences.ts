import type { ResourceUsage } from '#shared/contract/usage.ts'
import { bucketSentences } from '#web/format/bucket-sentences.ts'
import { consequence } from '#web/format/consequence.ts'
import { forecastSentence } from '#web/format/forecast-sentence.ts'
import { ownSentence } from '#web/format/own-sentence.ts'
import { type Telling, together } from '#web/format/telling.ts'

/**
 * Where use is heading, what that means, and what is at hand besides: the first matters most. To who
 * shares a pool, it begins with what is theirs of the figures above it.
 */
export function resourceSentences(usage: ResourceUsage, telling: Telling): string[] {
  const own = ownSentence(usage)
  const [first, ...others] = [
    forecastSentence(usage, telling),
    consequence(usage, telling),
    ...bucketSentences(usage, telling),
  ].filter((sentence) => sentence !== undefined)
  return [together(own, first), ...others].filter((sentence) => sentence !== '')
}
