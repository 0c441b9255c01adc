import { useQueryClient } from '@tanstack/react-query'
import type { SessionReply } from '#shared/contract/usage.ts'
import { ROLE_WORDS } from '#web/format/state-words.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { useViewStore } from '#web/store/view-store.ts'
import { ChoiceMenu } from '#web/ui/choice-menu.tsx'
import { ChevronDown, Eye } from '#web/ui/icons.tsx'
import styles from './view-as-menu.module.css'

/** Whose eyes to see the page with, while there is no sign-in. The API enforces the roles. */
export function ViewAsMenu() {
  const { session } = useViewer()
  const viewAs = useViewStore((state) => state.viewAs)
  const setViewAs = useViewStore((state) => state.setViewAs)
  const client = useQueryClient()
  if (session.viewAs.length === 0) return null
  const roles = words(session.actor.roles)
  return (
    <ChoiceMenu
      label={`View as: ${session.actor.name} ${roles}`}
      face={
        <>
          <Eye />
          <span className={styles.name}>{session.actor.name}</span>{' '}
          <span className={styles.roles}>{roles}</span>
          <ChevronDown />
        </>
      }
      choices={session.viewAs.map((each) => ({
        value: each.as,
        label: each.name,
        note: words(each.roles),
      }))}
      value={viewAs ?? session.viewAs.find(({ name }) => name === session.actor.name)?.as}
      onChange={(as) => {
        setViewAs(as)
        // Other eyes see other figures: nothing of what was there may stay.
        void client.resetQueries()
      }}
    />
  )
}

function words(roles: SessionReply['actor']['roles']): string {
  return roles.map((role) => ROLE_WORDS[role]).join(', ')
}
