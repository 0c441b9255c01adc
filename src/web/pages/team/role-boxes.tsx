import { ROLES, type Role } from '#shared/contract/values.ts'
import { ROLE_WORDS } from '#web/format/state-words.ts'
import styles from './team-page.module.css'

type RoleBoxesProps = {
  label: string
  roles: readonly Role[]
  /** Those that the viewer can neither give nor take. */
  barred: readonly Role[]
  onChange: (roles: Role[]) => void
}

/** One person can hold several roles, and holds at least one. */
export function RoleBoxes({ label, roles, barred, onChange }: RoleBoxesProps) {
  return (
    <fieldset className={styles.roles} aria-label={label}>
      {ROLES.map((role) => {
        const isHeld = roles.includes(role)
        return (
          <label key={role}>
            <input
              type="checkbox"
              checked={isHeld}
              disabled={barred.includes(role) || (isHeld && roles.length === 1)}
              onChange={() =>
                onChange(ROLES.filter((each) => roles.includes(each) !== (each === role)))
              }
            />
            {ROLE_WORDS[role]}
          </label>
        )
      })}
    </fieldset>
  )
}
