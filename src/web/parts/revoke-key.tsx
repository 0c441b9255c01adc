import { type ReactNode, useState } from 'react'
import { describeError } from '#web/api/api-error.ts'
import { Button } from '#web/ui/button.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'

/** Asks first; `children` says what stops. */
export function RevokeKey({
  name,
  revoke,
  children,
}: {
  name: string
  revoke: () => void
  children: ReactNode
}) {
  const [isAsking, setAsking] = useState(false)
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
            revoke()
          },
        }}
      >
        {children}
      </ConfirmDialog>
    </>
  )
}

/** How it is told what became of it. */
export function revoking(name: string) {
  return {
    onSuccess: () => sayDone({ title: `The key ${name} is revoked.` }),
    onError: (error: unknown) =>
      sayFailed({ title: 'The key was not revoked.', detail: describeError(error).detail }),
  }
}
