import styles from './assumed.module.css'
import { Tooltip } from './tooltip.tsx'

/** Marks a number that no public source gives; says so when asked. */
export function Assumed({ note = NOTE }: { note?: string }) {
  return (
    <Tooltip hint={note}>
      <button type="button" className={styles.assumed} aria-label={`assumed. ${note}`}>
        assumed
      </button>
    </Tooltip>
  )
}

const NOTE = 'No public source gives this number. An operator can replace it in the catalog.'
