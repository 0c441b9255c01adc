import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import { describeError } from '#web/api/api-error.ts'
import { capital } from '#web/format/telling.ts'

type Read = (name: string) => string

/** Faults by the path of their field; `''` is of the form as a whole. */
export type Faults = Readonly<Record<string, string>>

/**
 * A form of the contract: what is entered is parsed with the request's own schema, so that a fault is
 * told at its field before anything is sent. One that `empties` is ready for the next once it was
 * sent, with the focus in its first field, where nothing else took it.
 */
export function useForm<S extends z.ZodType>(
  schema: S,
  send: (body: z.output<S>) => Promise<unknown>,
  { empties = false } = {},
) {
  const [faults, setFaults] = useState<Faults>({})
  const [isSending, setSending] = useState(false)

  /** @returns whether it was sent */
  async function check(entered: unknown): Promise<boolean> {
    const parsed = schema.safeParse(await entered)
    if (!parsed.success) {
      setFaults(faultsOf(parsed.error))
      return false
    }
    setFaults({})
    await send(parsed.data)
    return true
  }

  async function checkAndEmpty(form: HTMLFormElement, entered: () => unknown): Promise<void> {
    setSending(true)
    try {
      const isSent = await check(entered())
      if (isSent && empties) empty(form)
    } catch (error) {
      setFaults({ '': describeError(error).detail })
    }
    setSending(false)
  }

  return {
    faults,
    isSending,
    /** For a form's `onSubmit`: `read` makes the body of what the fields hold, or waits for the rest. */
    submit: (read: (text: Read) => unknown) => (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault()
      const form = event.currentTarget
      const fields = new FormData(form)
      const text: Read = (name) => String(fields.get(name) ?? '')
      if (!isSending) void checkAndEmpty(form, () => read(text))
    },
  }
}

function empty(form: HTMLFormElement): void {
  form.reset()
  // What was made may have taken it.
  if (!form.contains(document.activeElement)) return
  form.querySelector('input')?.focus()
}

function faultsOf({ issues }: z.ZodError): Faults {
  const found: Record<string, string> = {}
  for (const { path, message } of issues) found[path.join('.')] ??= `${capital(message)}.`
  return found
}
