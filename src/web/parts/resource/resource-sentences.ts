import type { ResourceUsage } from '#shared/contract/usage.ts'
import { bucketSentences } from '#web/format/bucket-sentences.ts'
import { consequence } from '#web/format/consequence.ts'
import { forecastSentence } from '#web/format/forecast-sentence.ts'
import type { Telling } from '#web/format/telling.ts'

/** Where use is heading, what that means, and what is at hand besides: the first matters most. */
export function resourceSentences(usage: ResourceUsage, telling: Telling): string[] {
  return [
    forecastSentence(usage, telling),
    consequence(usage, telling),
    ...bucketSentences(usage, telling),
  ].filter((sentence) => sentence !== undefined)
}
