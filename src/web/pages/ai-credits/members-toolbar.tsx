import { workStateSchema } from '#shared/contract/values.ts'
import type { MembersFilter } from '#web/api/members.ts'
import { count, MEMBERS, whole } from '#web/format/number.ts'
import { LIMIT_WORDS, WORK_WORDS } from '#web/format/state-words.ts'
import { useViewStore } from '#web/store/view-store.ts'
import type { Choice } from '#web/ui/choice.ts'
import { SearchField } from '#web/ui/search-field.tsx'
import { Select } from '#web/ui/select.tsx'
import type { Counts } from './counts.ts'
import styles from './members-toolbar.module.css'
import type { MembersSearch } from './search.ts'

type MembersToolbarProps = {
  filter: MembersFilter
  counts: Counts | undefined
  isClosed: boolean
  matching: number | undefined
  isBusy: boolean
  onChange: (part: Partial<MembersSearch>) => void
}

export function MembersToolbar({
  filter,
  counts,
  isClosed,
  matching,
  isBusy,
  onChange,
}: MembersToolbarProps) {
  const density = useViewStore((state) => state.density)
  const setDensity = useViewStore((state) => state.setDensity)
  return (
    // biome-ignore lint/a11y/useSemanticElements: React knows no `search` element in every DOM yet.
    <div role="search" className={styles.toolbar}>
      <SearchField
        label="Search members"
        placeholder="Search members"
        value={filter.search ?? ''}
        onSearch={(search) => onChange({ search: search || undefined })}
      />
      <Select
        label="State"
        choices={stateChoices(counts).filter(
          ({ value }) => value === filter.state || !(isClosed && isOfWork(value)),
        )}
        value={filter.state ?? 'all'}
        onChange={(state) => onChange({ state: state === 'all' ? undefined : state })}
      />
      <div className={styles.sort}>
        <Select
          label="Sort"
          choices={SORTS}
          value={filter.sort}
          onChange={(sort) => onChange({ sort, order: sort === 'name' ? 'asc' : 'desc' })}
        />
      </div>
      <div className={styles.density}>
        <Select
          label="Row height"
          choices={DENSITY_CHOICES}
          value={density}
          onChange={setDensity}
        />
      </div>
      <p className={styles.matching} role="status">
        {matching === undefined ? '' : count(matching, MEMBERS)}
        {isBusy && matching !== undefined ? ' …' : ''}
      </p>
    </div>
  )
}

type StateChoice = NonNullable<MembersFilter['state']> | 'all'

/** The states that members can be in, with how many are in each. */
function stateChoices(counts: Counts | undefined): Choice<StateChoice>[] {
  const note = (value: number | undefined) => (value === undefined ? {} : { note: whole(value) })
  return [
    { value: 'all', label: 'All states', ...note(counts?.members) },
    { value: 'warning', label: LIMIT_WORDS.warning, ...note(counts?.byLimit.warning) },
    { value: 'reached', label: LIMIT_WORDS.reached, ...note(counts?.byLimit.reached) },
    { value: 'exceeded', label: LIMIT_WORDS.exceeded, ...note(counts?.byLimit.exceeded) },
    { value: 'paused', label: WORK_WORDS.paused, ...note(counts?.byWork.paused) },
    {
      value: 'on-pay-as-you-go',
      label: WORK_WORDS['on-pay-as-you-go'],
      ...note(counts?.byWork['on-pay-as-you-go']),
    },
    { value: 'ok', label: LIMIT_WORDS.ok, ...note(counts?.byLimit.ok) },
  ]
}

/** What work does now: nothing that a past cycle could be asked for. */
function isOfWork(state: StateChoice): boolean {
  return workStateSchema.safeParse(state).success
}

const SORTS = [
  { value: 'share', label: 'Fullest first' },
  { value: 'used', label: 'Most used first' },
  { value: 'left', label: 'Most left first' },
  { value: 'cost', label: 'Highest cost first' },
  { value: 'name', label: 'By name' },
] as const

const DENSITY_CHOICES = [
  { value: 'comfortable', label: 'Comfortable rows' },
  { value: 'compact', label: 'Compact rows' },
] as const
