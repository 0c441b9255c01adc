import type { Charge } from '#shared/contract/charge.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import { zoneCity } from '#web/format/zone.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { ChargeRow } from './charge-row.tsx'
import styles from './charges.module.css'

type ChargesTableProps = { charges: readonly Charge[]; resource: Resource; currency: string }

export function ChargesTable({ charges, resource, currency }: ChargesTableProps) {
  const { zone } = useViewer()
  const { part, unit } = RESOURCE_TRAITS[resource]
  return (
    <div className={styles.scroller}>
      <table className={styles.table}>
        <caption className={styles.caption}>Charges, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time, {zoneCity(zone)}</th>
            <th scope="col">What was charged</th>
            <th scope="col" className={styles.wide}>
              Member
            </th>
            {part.kind !== 'none' && (
              <th scope="col" className={styles.wide}>
                {part.one}
              </th>
            )}
            <th scope="col" className={styles.wide}>
              From
            </th>
            <th scope="col" className={styles.end}>
              {unit.many}
            </th>
          </tr>
        </thead>
        <tbody>
          {charges.map((charge) => (
            <ChargeRow
              key={charge.charge}
              charge={charge}
              hasPart={part.kind !== 'none'}
              currency={currency}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}
