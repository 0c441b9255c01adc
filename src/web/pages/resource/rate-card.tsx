import { useId, useState } from 'react'
import type { ResourceReply } from '#shared/contract/resource.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import { whole } from '#web/format/number.ts'
import { Assumed } from '#web/ui/assumed.tsx'
import { Button } from '#web/ui/button.tsx'
import { Card } from '#web/ui/card.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import styles from './resource-page.module.css'

type Rates = NonNullable<ResourceReply['rateCard']>
type Rate = Rates['rates'][number]

const FIRST = 9

/** What a unit of use costs in this cycle, and since when. */
export function RateCard({ card, resource }: { card: Rates; resource: Resource }) {
  const id = useId()
  const [showAll, setShowAll] = useState(false)
  const charged = card.rates.filter((rate) => !isFree(rate))
  const free = card.rates.filter(isFree)
  return (
    <Card aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>Rate card</h2>
        <p className={styles.note}>
          applies from <time dateTime={card.appliesFrom}>{card.appliesFrom}</time>
        </p>
      </div>
      <DataTable
        caption={`${RESOURCE_TRAITS[resource].name} for each use`}
        columns={columns(card.rates)}
        rows={showAll ? charged : charged.slice(0, FIRST)}
        keyOf={(rate) => `${rate.item} ${rate.model ?? ''}`}
      />
      {charged.length > FIRST && (
        <Button
          className={styles.more}
          look="quiet"
          size="s"
          aria-expanded={showAll}
          onClick={() => setShowAll(!showAll)}
        >
          {showAll ? 'Show fewer rates' : `Show all ${charged.length} rates`}
        </Button>
      )}
      {free.length > 0 && (
        <p className={styles.free}>Free of credits: {free.map((rate) => rate.label).join(', ')}.</p>
      )}
    </Card>
  )
}

/** Where only the model tells the rates apart, it is the name. */
function nameOf({ label, model }: Rate, sameLabel: boolean): string {
  if (model === undefined || model === label) return label
  return sameLabel ? model : `${label}, ${model}`
}

function isFree(rate: Rate): boolean {
  return rate.manual === 0 && rate.cloud === 0
}

/** Manual and cloud runs have columns of their own only where they differ. */
function columns(rates: readonly Rate[]): Column<Rate>[] {
  const sameLabel = new Set(rates.map((rate) => rate.label)).size === 1
  const differ = rates.some((rate) => rate.manual !== rate.cloud)
  const name: Column<Rate> = {
    key: 'use',
    header: 'Use',
    isRowHeader: true,
    cell: (rate) => (
      <>
        {nameOf(rate, sameLabel)}
        {rate.assumed && (
          <>
            {' '}
            <Assumed />
          </>
        )}
      </>
    ),
  }
  const per: Column<Rate> = {
    key: 'per',
    header: 'Counted',
    wideOnly: true,
    cell: (rate) => rate.per,
  }
  if (!differ) {
    return [
      name,
      per,
      { key: 'credits', header: 'Credits', align: 'end', cell: (rate) => whole(rate.cloud) },
    ]
  }
  return [
    name,
    { key: 'manual', header: 'Manual run', align: 'end', cell: (rate) => whole(rate.manual) },
    { key: 'cloud', header: 'Cloud run', align: 'end', cell: (rate) => whole(rate.cloud) },
  ]
}
