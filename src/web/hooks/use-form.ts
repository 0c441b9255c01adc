import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import { describeError } from '#web/api/api-error.ts'
import { capital } from '#web/format/telling.ts'

/** Faults by the path of their field; `''` is of the form as a whole. */
export type Faults = Readonly<Record<string, string>>

/**
 * A form of the contract: what is entered is parsed with the request's own schema, so that a fault is
 * told at its field before anything is sent.
 */
export function useForm<S extends z.ZodType>(
  schema: S,
  send: (body: z.output<S>) => Promise<unknown>,
) {
  const [faults, setFaults] = useState<Faults>({})
  const [isSending, setSending] = useState(false)

  async function check(entered: unknown): Promise<void> {
    const parsed = schema.safeParse(entered)
    if (!parsed.success) {
      setFaults(faultsOf(parsed.error))
      return
    }
    setFaults({})
    setSending(true)
    try {
      await send(parsed.data)
    } catch (error) {
      setFaults({ '': describeError(error).detail })
    }
    setSending(false)
  }

  return {
    faults,
    isSending,
    /** For a form's `onSubmit`: `read` makes the body of what the fields hold. */
    submit:
      (read: (text: (name: string) => string) => unknown) =>
      (event: FormEvent<HTMLFormElement>) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        if (!isSending) void check(read((name) => String(form.get(name) ?? '')))
      },
  }
}

function faultsOf({ issues }: z.ZodError): Faults {
  const found: Record<string, string> = {}
  for (const { path, message } of issues) found[path.join('.')] ??= `${capital(message)}.`
  return found
}
