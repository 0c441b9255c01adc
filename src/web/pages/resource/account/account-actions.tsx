import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { AccountConnection } from '#shared/contract/connection.ts'
import { PROVIDER_NAMES } from '#shared/credits/provider.ts'
import { describeError } from '#web/api/api-error.ts'
import { disconnectMutation, readNowMutation } from '#web/api/connections.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Button } from '#web/ui/button.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'
import styles from './account.module.css'
import { readingWords } from './reading-words.ts'

/** Read it now, or disconnect it. */
export function AccountActions({ connection }: { connection: AccountConnection }) {
  const { team } = useViewer()
  const { id, provider } = connection
  const name = PROVIDER_NAMES[provider]
  const read = useMutation({
    ...readNowMutation(team),
    onSuccess: ({ connection: { readings } }) => {
      const [last] = readings
      if (!last) return
      const detail = readingWords(last, provider)
      if (last.failure) sayFailed({ title: `The ${name} account was not read`, detail })
      else sayDone({ title: `The ${name} account was read`, detail })
    },
    onError: (error) =>
      sayFailed({
        title: `The ${name} account was not read`,
        detail: describeError(error).detail,
      }),
  })
  return (
    <div className={styles.actions}>
      <Button size="s" disabled={read.isPending} onClick={() => read.mutate(id)}>
        Read now
      </Button>
      <Disconnect connection={connection} />
    </div>
  )
}

function Disconnect({ connection: { id, provider } }: { connection: AccountConnection }) {
  const { team } = useViewer()
  const [isAsking, setAsking] = useState(false)
  const name = PROVIDER_NAMES[provider]
  const disconnect = useMutation({
    ...disconnectMutation(team),
    onSuccess: () => sayDone({ title: `The ${name} account is disconnected.` }),
    onError: (error) =>
      sayFailed({
        title: `The ${name} account is still connected`,
        detail: describeError(error).detail,
      }),
  })
  return (
    <>
      <Button size="s" look="quiet" onClick={() => setAsking(true)}>
        Disconnect
      </Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={`Disconnect the ${name} account?`}
        confirm={{
          label: 'Disconnect it',
          look: 'danger',
          enabled: !disconnect.isPending,
          act: () => {
            setAsking(false)
            disconnect.mutate(id)
          },
        }}
      >
        <p>Its key is erased at once, and it is read no more. What was counted stays.</p>
      </ConfirmDialog>
    </>
  )
}
