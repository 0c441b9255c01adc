import { useId } from 'react'
import type { Breakdown, BreakdownRow, ResourceReply } from '#shared/contract/resource.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import { Card } from '#web/ui/card.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Tabs } from '#web/ui/tabs.tsx'
import { BreakdownTable } from './breakdown-table.tsx'
import styles from './resource-page.module.css'
import type { BREAKDOWNS, ResourceSearch } from './search.ts'
import { useResourceSearch } from './use-resource-search.ts'

type By = (typeof BREAKDOWNS)[number]

/** The address parameter that a row of each breakdown narrows the charges by. */
const NARROWS = { kinds: 'kind', members: 'member', parts: 'part' } as const satisfies Record<
  By,
  keyof ResourceSearch
>

/** The cycle's use by kind, by member, and by flow or server: each sums to the whole. */
export function Breakdowns({ reply }: { reply: ResourceReply }) {
  const id = useId()
  const { search, change } = useResourceSearch()
  const { usage, breakdowns, scope } = reply
  const shown = tabsOf(breakdowns, { resource: usage.resource, isOwn: scope.kind === 'member' })
  const by = shown.some((tab) => tab.value === search.by) ? (search.by ?? 'kinds') : 'kinds'

  function choose(of: By, row: BreakdownRow): void {
    const name = NARROWS[of]
    change({ [name]: search[name] === row.key ? undefined : row.key })
  }

  return (
    <Card aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>Where it went</h2>
      </div>
      {usage.standing.used === 0 ? (
        <EmptyState title="Nothing has been used in this cycle" />
      ) : (
        <Tabs
          label="Broken down by"
          value={by}
          onChange={(next) => change({ by: next === 'kinds' ? undefined : next })}
          tabs={shown.map((tab) => ({
            value: tab.value,
            label: tab.label,
            content: (
              <BreakdownTable
                breakdown={tab.breakdown}
                heading={tab.heading}
                resource={usage.resource}
                total={usage.standing.used}
                chosen={search[NARROWS[tab.value]]}
                onChoose={(row) => choose(tab.value, row)}
              />
            ),
          }))}
        />
      )}
    </Card>
  )
}

type Tab = { value: By; label: string; heading: string; breakdown: Breakdown }

function tabsOf(
  breakdowns: ResourceReply['breakdowns'],
  { resource, isOwn }: { resource: Resource; isOwn: boolean },
): Tab[] {
  const { part } = RESOURCE_TRAITS[resource]
  const tabs: Tab[] = [
    { value: 'kinds', label: 'By kind', heading: 'Kind', breakdown: breakdowns.kinds },
  ]
  if (!isOwn) {
    tabs.push({
      value: 'members',
      label: 'By member',
      heading: 'Member',
      breakdown: breakdowns.members,
    })
  }
  if (breakdowns.parts) {
    tabs.push({
      value: 'parts',
      label: `By ${part.one}`,
      heading: part.one.charAt(0).toUpperCase() + part.one.slice(1),
      breakdown: breakdowns.parts,
    })
  }
  return tabs
}
