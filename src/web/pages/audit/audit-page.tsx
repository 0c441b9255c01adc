import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type AuditFilter, auditFilterShape } from '#shared/contract/audit.ts'
import { AUDIT_ACTIONS } from '#shared/contract/audit-actions.ts'
import { auditQuery, fetchAuditFile } from '#web/api/audit.ts'
import { partState } from '#web/api/part-state.ts'
import { useDocumentTitle } from '#web/hooks/use-document-title.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { PageHead } from '#web/parts/page-head.tsx'
import { useSaving } from '#web/parts/use-saving.ts'
import { Button } from '#web/ui/button.tsx'
import { Card } from '#web/ui/card.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { LoadingRows, MoreRows } from '#web/ui/more-rows.tsx'
import { Select } from '#web/ui/select.tsx'
import styles from './audit-page.module.css'
import { AuditTable } from './audit-table.tsx'
import { ACTION_WORDS } from './audit-words.ts'
import type { AuditSearch } from './search.ts'

const route = getRouteApi('/audit')
const ALL = 'all'

const ACTION_CHOICES = [
  { value: ALL, label: 'Everything' },
  ...AUDIT_ACTIONS.map((value) => ({ value, label: ACTION_WORDS[value] })),
]

/** Who decided what, when and from where. */
export function AuditPage() {
  useDocumentTitle('Audit log')
  const { may, session } = useViewer()
  if (!may('view-audit')) {
    return (
      <EmptyState isPage title="The audit log is for Admins and Billing admins">
        An Admin or a Billing admin of {session.team.name} can look up who decided what.
      </EmptyState>
    )
  }
  return (
    <div className={styles.page}>
      <PageHead title="Audit log" figures={undefined} />
      <Card aria-label="Decisions">
        <Entries />
      </Card>
    </div>
  )
}

/** What the address asks for; what is not understood falls away. */
function useFilter(): AuditFilter {
  const { actor, action, from, to } = route.useSearch()
  return {
    actor: auditFilterShape.actor.catch(undefined).parse(actor),
    action: auditFilterShape.action.catch(undefined).parse(action),
    from: auditFilterShape.from.catch(undefined).parse(from),
    to: auditFilterShape.to.catch(undefined).parse(to),
  }
}

function Entries() {
  const { team } = useViewer()
  const filter = useFilter()
  const query = useInfiniteQuery(auditQuery(team, filter))
  const actors = query.data?.pages[0]?.actors ?? []
  const state = partState(query, ({ pages }) => pages[0]?.entries.length === 0)
  const rows = () => {
    switch (state.kind) {
      case 'loading':
        return <LoadingRows label="Loading the audit log" />
      case 'error':
        return <Failure failure={state} />
      case 'empty':
        return <Nothing filter={filter} />
      case 'ready':
        return (
          <>
            <AuditTable
              entries={state.data.pages.flatMap((page) => page.entries)}
              asOf={state.data.pages[0]?.asOf ?? 0}
              currency={state.data.pages[0]?.currency ?? ''}
            />
            <MoreRows
              query={query}
              label="Show older decisions"
              failed="The older ones could not be loaded."
            />
          </>
        )
      default:
        return state satisfies never
    }
  }
  return (
    <>
      <Toolbar filter={filter} actors={actors} />
      {rows()}
    </>
  )
}

function Nothing({ filter }: { filter: AuditFilter }) {
  const isFiltered = Object.values(filter).some((part) => part !== undefined)
  return isFiltered ? (
    <EmptyState title="Nothing matches">Choose other days, people or decisions.</EmptyState>
  ) : (
    <EmptyState title="Nothing was decided yet">
      Each switch, limit, role, key, purchase and sign-in is a line here from now on.
    </EmptyState>
  )
}

function Toolbar({
  filter,
  actors,
}: {
  filter: AuditFilter
  actors: readonly { id: string; name: string }[]
}) {
  const { team } = useViewer()
  const navigate = route.useNavigate()
  const { save, isSaving } = useSaving('The audit log')
  const change = (part: AuditSearch) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true })
  const people = [
    { value: ALL, label: 'Everybody' },
    ...actors.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <div className={styles.toolbar}>
      <Select
        label="Who"
        choices={people}
        value={filter.actor ?? ALL}
        onChange={(value) => change({ actor: value === ALL ? undefined : value })}
      />
      <Select
        label="What"
        choices={ACTION_CHOICES}
        value={filter.action ?? ALL}
        onChange={(value) => change({ action: value === ALL ? undefined : value })}
      />
      <DayField label="From" value={filter.from} onChange={(from) => change({ from })} />
      <DayField label="To" value={filter.to} onChange={(to) => change({ to })} />
      <Button busy={isSaving} onClick={() => save(() => fetchAuditFile(team, filter))}>
        Download as CSV
      </Button>
    </div>
  )
}

function DayField(props: {
  label: string
  value: string | undefined
  onChange: (day: string | undefined) => void
}) {
  const { label, value = '', onChange } = props
  return (
    <label className={styles.day}>
      {label}
      <input
        type="date"
        value={value}
        onChange={(event) => onChange(event.target.value || undefined)}
      />
    </label>
  )
}
