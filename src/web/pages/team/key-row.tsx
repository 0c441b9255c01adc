import { useMutation } from '@tanstack/react-query'
import { SCOPE_WORDS } from '#shared/contract/key.ts'
import type { Reply } from '#shared/contract/routes.ts'
import type { Role } from '#shared/contract/values.ts'
import { describeError } from '#web/api/api-error.ts'
import { endKeyMutation, rotateKeyMutation } from '#web/api/service-keys.ts'
import { listed } from '#web/format/list.ts'
import { moment } from '#web/format/moment.ts'
import { ROLE_WORDS } from '#web/format/state-words.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { LeavingRow } from '#web/parts/leaving-row.tsx'
import { RevokeKey, revoking } from '#web/parts/revoke-key.tsx'
import { Button } from '#web/ui/button.tsx'
import { StateMark } from '#web/ui/state-mark.tsx'
import { sayFailed } from '#web/ui/toast-store.ts'
import styles from './team-page.module.css'

/** Long enough to bring a new key to every machine within a working day. */
const OVERLAP_HOURS = 24

type Key = Reply<'serviceKeys'>['keys'][number]
type KeyRowProps = { entry: Key; asOf: number; onSecret: (secret: string) => void }

export function KeyRow({ entry, asOf, onSecret }: KeyRowProps) {
  const { team } = useViewer()
  const frame = useTimeFrame(asOf)
  const { id, name, hint, scopes, source, roles, expiresAt, usedAt, replacedBy } = entry
  const rotate = useMutation({
    ...rotateKeyMutation(team),
    onSuccess: ({ secret }) => onSecret(secret),
    onError: (error) =>
      sayFailed({ title: 'No new key was made.', detail: describeError(error).detail }),
  })
  const end = useMutation({ ...endKeyMutation(team), ...revoking(name) })
  const may = listed(scopes.map((scope) => SCOPE_WORDS[scope]))
  const used = usedAt === undefined ? 'Never used' : `Used ${moment(usedAt, frame)}`
  const isReplaced = replacedBy !== undefined
  const ends = expiresAt === undefined ? '' : `, works until ${moment(expiresAt, frame)}`
  return (
    <LeavingRow>
      <div className={styles.who}>
        <p>
          {name} <code className={styles.muted}>{hint}</code>
        </p>
        <p className={styles.muted}>
          May {may}.{source !== undefined && ` Its events are of ${source}.`}
          {roles !== undefined && ` It gives ${named(roles)} at most.`} {used}
          {ends}.{isReplaced && ' Replaced: another key has its place.'}
        </p>
        {!isReplaced && <GivesLess entry={entry} />}
      </div>
      {!isReplaced && (
        <Button
          size="s"
          busy={rotate.isPending}
          aria-label={`Replace ${name}`}
          onClick={() => rotate.mutate({ key: id, overlapHours: OVERLAP_HOURS })}
        >
          Replace
        </Button>
      )}
      <RevokeKey name={name} revoke={() => end.mutate(id)}>
        {roles === undefined
          ? 'Whatever sends it is refused from then on; its events have to be sent again with another key.'
          : 'Whatever sends it is refused from then on, and every dashboard that it opened is over.'}
      </RevokeKey>
    </LeavingRow>
  )
}

/** Without it, a host product is refused and nobody here sees why. */
function GivesLess({ entry: { roles = [], gives = roles, makerLeft, createdBy } }: { entry: Key }) {
  if (gives.length === roles.length) return null
  const isOver = gives.length === 0
  const why = makerLeft
    ? `since ${createdBy} left`
    : `since ${createdBy} may give ${isOver ? 'none of this' : 'no more'}`
  return (
    <p className={styles.less}>
      <StateMark state={isOver ? 'stopped' : 'warning'} />
      Gives {isOver ? 'nothing' : `only ${named(gives)}`} {why}: replace it.
    </p>
  )
}

function named(roles: readonly Role[]): string {
  return listed(roles.map((role) => ROLE_WORDS[role]))
}
