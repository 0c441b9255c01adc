import type { AuditEntryView } from '#shared/contract/audit.ts'
import { dayAndTime, isoInstant } from '#web/format/moment.ts'
import { zoneCity } from '#web/format/zone.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { VisuallyHidden } from '#web/ui/visually-hidden.tsx'
import styles from './audit-page.module.css'
import { ACTION_WORDS, type ChangeWords, changesOf } from './audit-words.ts'

type TableProps = { entries: readonly AuditEntryView[]; asOf: number; currency: string }

export function AuditTable({ entries, ...of }: TableProps) {
  const { zone } = useViewer()
  return (
    <div className={styles.scroller}>
      <table className={styles.table}>
        <caption className={styles.caption}>Decisions, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time, {zoneCity(zone)}</th>
            <th scope="col">What</th>
            <th scope="col">Who</th>
            <th scope="col">Address</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Row key={entry.seq} entry={entry} {...of} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ entry, asOf, currency }: { entry: AuditEntryView; asOf: number; currency: string }) {
  const frame = useTimeFrame(asOf)
  const { at, action, object, actor, via, address } = entry
  return (
    <tr>
      <td className={styles.time}>
        <time dateTime={isoInstant(at)}>{dayAndTime(at, frame)}</time>
      </td>
      <th scope="row" className={styles.what}>
        {ACTION_WORDS[action]}: {object.name}
        {changesOf(entry, { currency, frame }).map((change) => (
          <Change key={change.field} change={change} />
        ))}
      </th>
      <td className={styles.who}>{via ? `${actor.name}, through ${via.name}` : actor.name}</td>
      <td className={styles.from}>{address ?? ''}</td>
    </tr>
  )
}

function Change({ change: { field, before, after } }: { change: ChangeWords }) {
  return (
    <span className={styles.change}>
      {field}: {before !== undefined && <span>{before}</span>}
      {before !== undefined && after !== undefined && (
        <>
          <span aria-hidden="true"> → </span>
          <VisuallyHidden>to </VisuallyHidden>
        </>
      )}
      {after !== undefined && <span>{after}</span>}
    </span>
  )
}
