import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { SCOPE_WORDS } from '#shared/contract/key.ts'
import type { Reply } from '#shared/contract/routes.ts'
import { describeError } from '#web/api/api-error.ts'
import { endKeyMutation, rotateKeyMutation } from '#web/api/service-keys.ts'
import { listed } from '#web/format/list.ts'
import { moment } from '#web/format/moment.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Button } from '#web/ui/button.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'
import styles from './team-page.module.css'

/** Long enough to bring a new key to every machine within a working day. */
const OVERLAP_HOURS = 24

type Key = Reply<'serviceKeys'>['keys'][number]
type KeyRowProps = { entry: Key; asOf: number; onSecret: (secret: string) => void }

export function KeyRow({ entry, asOf, onSecret }: KeyRowProps) {
  const { team } = useViewer()
  const frame = useTimeFrame(asOf)
  const { id, name, hint, scopes, source, expiresAt, usedAt } = entry
  const rotate = useMutation({
    ...rotateKeyMutation(team),
    onSuccess: ({ secret }) => onSecret(secret),
    onError: (error) =>
      sayFailed({ title: 'No new key was made.', detail: describeError(error).detail }),
  })
  const may = listed(scopes.map((scope) => SCOPE_WORDS[scope]))
  const used = usedAt === undefined ? 'Never used' : `Used ${moment(usedAt, frame)}`
  const ends = expiresAt === undefined ? '' : `, works until ${moment(expiresAt, frame)}`
  return (
    <li>
      <div className={styles.who}>
        <p>
          {name} <code className={styles.muted}>{hint}</code>
        </p>
        <p className={styles.muted}>
          May {may}
          {source !== undefined && ` of ${source}`}. {used}
          {ends}.
        </p>
      </div>
      <Button
        size="s"
        busy={rotate.isPending}
        aria-label={`Replace ${name}`}
        onClick={() => rotate.mutate({ key: id, overlapHours: OVERLAP_HOURS })}
      >
        Replace
      </Button>
      <Revoke entry={entry} />
    </li>
  )
}

function Revoke({ entry: { id, name } }: { entry: Key }) {
  const { team } = useViewer()
  const [isAsking, setAsking] = useState(false)
  const { mutate } = useMutation({
    ...endKeyMutation(team),
    onSuccess: () => sayDone({ title: `The key ${name} is revoked.` }),
    onError: (error) =>
      sayFailed({ title: 'The key was not revoked.', detail: describeError(error).detail }),
  })
  return (
    <>
      <Button size="s" look="quiet" aria-label={`Revoke ${name}`} onClick={() => setAsking(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={`Revoke ${name}?`}
        confirm={{
          label: 'Revoke',
          look: 'danger',
          enabled: true,
          act: () => {
            setAsking(false)
            mutate(id)
          },
        }}
      >
        Whatever sends it is refused from then on; its events have to be sent again with another
        key.
      </ConfirmDialog>
    </>
  )
}
