import type { Breakdown } from '#shared/contract/resource.ts'
import { weekdayDate } from '#web/format/date.ts'
import { blockPrice } from '#web/format/money.ts'
import { unitOf } from '#web/format/number.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { Button } from '#web/ui/button.tsx'
import { Close } from '#web/ui/icons.tsx'
import styles from './charges.module.css'
import type { ResourceSearch } from './search.ts'
import type { Shown } from './shown.ts'
import { useResourceSearch } from './use-resource-search.ts'

type FilterKey = 'day' | 'kind' | 'member' | 'part' | 'bought' | 'late'

/** What the charges are narrowed by, each to be taken away again. */
export function ChargeFilters({ reply }: { reply: Shown }) {
  const { search, change } = useResourceSearch()
  const frame = useTimeFrame(reply.asOf)
  const filters = filtersOf(search, reply, (day) => weekdayDate(day, frame))
  if (filters.length === 0) return null
  return (
    <ul className={styles.filters} aria-label="Charges are narrowed by">
      {filters.map(({ key, label }) => (
        <li key={key}>
          <Button
            size="s"
            aria-label={`Remove: ${label}`}
            onClick={() => change({ [key]: undefined })}
          >
            {label}
            <Close />
          </Button>
        </li>
      ))}
    </ul>
  )
}

function filtersOf(
  search: ResourceSearch,
  reply: Shown,
  dayWords: (day: string) => string,
): { key: FilterKey; label: string }[] {
  const filters: { key: FilterKey; label: string }[] = []
  const { breakdowns, usage } = reply
  const { day, kind, member, part, bought, late } = search
  if (day !== undefined && usage.series.days.some(({ date }) => date === day)) {
    filters.push({ key: 'day', label: dayWords(day) })
  }
  if (kind !== undefined) {
    const known = usage.series.kinds.find((each) => each.kind === kind)
    filters.push({ key: 'kind', label: known?.label ?? labelIn(breakdowns?.kinds, kind) })
  }
  if (member !== undefined) {
    filters.push({ key: 'member', label: labelIn(breakdowns?.members, member) })
  }
  if (part !== undefined) filters.push({ key: 'part', label: labelIn(breakdowns?.parts, part) })
  if (bought !== undefined) filters.push({ key: 'bought', label: boughtLabel(bought, reply) })
  if (late !== undefined) {
    filters.push({ key: 'late', label: late === 'yes' ? 'Reported late' : 'Not reported late' })
  }
  return filters
}

/** `Bought at $10 for each 1,000 credits`. */
function boughtLabel(bought: string, { usage, currency }: Shown): string {
  const [blockCredits = 0, blockMicros = 0] = bought.split('x').map(Number)
  const unit = unitOf(usage.resource)
  return `Bought at ${blockPrice({ blockCredits, blockMicros }, { unit, currency })}`
}

function labelIn(breakdown: Breakdown | undefined, key: string): string {
  return breakdown?.rows.find((row) => row.key === key)?.label ?? key
}
