import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { describeError } from '#web/api/api-error.ts'
import { createEndpointMutation } from '#web/api/endpoints.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Button } from '#web/ui/button.tsx'
import { sayFailed } from '#web/ui/toast-store.ts'
import styles from './deliveries-page.module.css'

/** Adds an endpoint; its secret is shown this once. */
export function AddWebhook() {
  const { team } = useViewer()
  const [url, setUrl] = useState('')
  const create = useMutation({
    ...createEndpointMutation(team),
    onSuccess: () => setUrl(''),
  })
  const id = useId()
  const faultId = useId()
  return (
    <form
      className={styles.add}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        create.mutate(url.trim())
      }}
    >
      <label htmlFor={id}>Address of a new webhook</label>
      <div className={styles.addLine}>
        <input
          id={id}
          className={styles.input}
          type="url"
          inputMode="url"
          autoComplete="off"
          placeholder="https://"
          value={url}
          aria-invalid={create.isError}
          aria-describedby={create.isError ? faultId : undefined}
          onChange={(event) => setUrl(event.target.value)}
        />
        <Button type="submit" busy={create.isPending} disabled={url.trim() === ''}>
          Add webhook
        </Button>
      </div>
      {create.isError && (
        <p id={faultId} role="alert" className={styles.fault}>
          {describeError(create.error).detail}
        </p>
      )}
      {create.data?.secret !== undefined && <Secret secret={create.data.secret} />}
    </form>
  )
}

function Secret({ secret }: { secret: string }) {
  return (
    <div role="status" className={styles.secret}>
      <p>Its signing secret, shown only now. Keep it where the receiver can read it:</p>
      <code>{secret}</code>
      <CopyButton text={secret} />
    </div>
  )
}

function CopyButton({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      sayFailed({ title: 'It was not copied', detail: 'Select the secret and copy it by hand.' })
    }
  }
  return (
    <Button size="s" onClick={() => void copy()}>
      {isCopied ? 'Copied' : 'Copy the secret'}
    </Button>
  )
}
