import type { Charge } from '#shared/contract/charge.ts'
import { whole } from '#web/format/number.ts'

const WORDS = [
  ['included', 'included'],
  ['bonus', 'bonus'],
  ['payAsYouGo', 'pay-as-you-go'],
  ['uncovered', 'not covered'],
] as const satisfies [keyof Charge['buckets'], string][]

/** `Included`, or how a charge was split: `4 included, 2 pay-as-you-go`. */
export function bucketWords({ buckets }: Pick<Charge, 'buckets'>): string {
  const used = WORDS.filter(([bucket]) => buckets[bucket] > 0)
  const [first] = used
  if (!first) return 'Nothing charged'
  if (used.length === 1) return first[1].charAt(0).toUpperCase() + first[1].slice(1)
  return used.map(([bucket, word]) => `${whole(buckets[bucket])} ${word}`).join(', ')
}
