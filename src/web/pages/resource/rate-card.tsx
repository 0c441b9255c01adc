import { useId } from 'react'
import type { ResourceReply } from '#shared/contract/usage.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import { whole } from '#web/format/number.ts'
import { Assumed } from '#web/ui/assumed.tsx'
import { Card } from '#web/ui/card.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import styles from './resource-page.module.css'

type Rates = NonNullable<ResourceReply['rateCard']>
type Rate = Rates['rates'][number]

/** What a unit of use costs in this cycle, and since when. */
export function RateCard({ card, resource }: { card: Rates; resource: Resource }) {
  const id = useId()
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
        rows={card.rates}
        keyOf={(rate) => `${rate.item} ${rate.model ?? ''}`}
      />
    </Card>
  )
}

/** Manual and cloud runs have columns of their own only where they differ. */
function columns(rates: readonly Rate[]): Column<Rate>[] {
  const differ = rates.some((rate) => rate.manual !== rate.cloud)
  const name: Column<Rate> = {
    key: 'use',
    header: 'Use',
    isRowHeader: true,
    cell: (rate) => (
      <>
        {rate.label}
        {rate.model !== undefined && rate.model !== rate.label && `, ${rate.model}`}
        {rate.assumed && (
          <>
            {' '}
            <span className={styles.note}>
              (<Assumed />)
            </span>
          </>
        )}
      </>
    ),
  }
  const per: Column<Rate> = { key: 'per', header: 'Per', wideOnly: true, cell: (rate) => rate.per }
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
