import type { Credits, Millis } from './amounts.ts'
import { figureTraits, type Provider } from './provider.ts'
import type { Resource } from './resources.ts'

/** One figure of a provider's account as it was read: it may have decimals. */
export type Figure = {
  name: string
  /** Not negative; at most what an account can hold. */
  usage: number
  /** As it was read, which for Postman may stand for no limit. */
  limit?: number | undefined
  /** What the provider says was used past the limit; it is kept and not counted. */
  overage?: number | undefined
  /** The provider's billing cycle, where it says. */
  period?: { start: Millis; end: Millis } | undefined
}

/** What a figure stood at when it was last counted. */
export type Mark = Pick<Figure, 'name' | 'usage' | 'period'>

/** What is to be booked of a reading: whole credits, at least 1. */
export type Counted = { name: string; resource: Resource; credits: Credits }

/**
 * What was used between what is marked and `figures`, and the marks for the next reading.
 *
 * The first time that a figure is seen only sets its mark: what was used before the account was
 * connected may be in the ledger already, and must not be billed for having been connected. A figure
 * that is missing keeps its mark.
 *
 * Credits are whole: of each figure the whole credits reached are counted, so that what was counted
 * is never more than what was used, and less than a credit behind it.
 */
export function countBetween(options: {
  provider: Provider
  marks: readonly Mark[]
  figures: readonly Figure[]
}): { counted: Counted[]; marks: Mark[] } {
  const { provider, figures } = options
  const marks = new Map(options.marks.map((mark) => [mark.name, mark]))
  const counted: Counted[] = []
  for (const figure of figures) {
    const traits = figureTraits(provider, figure.name)
    if (!traits) continue
    const before = marks.get(figure.name)
    const { credits, mark } = before
      ? countOne({ before, figure, renews: traits.renews })
      : { credits: 0, mark: figure }
    if (credits > 0) counted.push({ name: figure.name, resource: traits.resource, credits })
    marks.set(figure.name, markOf(mark))
  }
  return { counted, marks: [...marks.values()] }
}

function countOne(options: { before: Mark; figure: Figure; renews: boolean }): {
  credits: Credits
  mark: Mark
} {
  const { before, figure, renews } = options
  if (renews && isNewCycle(before, figure)) {
    return { credits: Math.floor(figure.usage), mark: figure }
  }
  if (figure.usage >= before.usage) {
    return { credits: Math.floor(figure.usage) - Math.floor(before.usage), mark: figure }
  }
  // Within a cycle that the provider names, less is a correction: what was counted stands, and more
  // is counted once the figure passes it. Of bonus credits a used-up pack may be gone: start there.
  return { credits: 0, mark: renews ? before : figure }
}

/**
 * By the provider's own cycles: one that begins when the last was over, or earlier with less used, as
 * where a plan was changed. Where it names none, a figure that went down tells it.
 */
function isNewCycle(before: Mark, after: Mark): boolean {
  const isLess = after.usage < before.usage
  if (!before.period || !after.period) return isLess
  if (after.period.start >= before.period.end) return true
  return isLess && after.period.start !== before.period.start
}

function markOf({ name, usage, period }: Mark): Mark {
  return period === undefined ? { name, usage } : { name, usage, period }
}
