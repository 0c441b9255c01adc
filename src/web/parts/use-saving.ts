import { useMutation } from '@tanstack/react-query'
import { describeError } from '#web/api/api-error.ts'
import type { ServedFile } from '#web/api/client.ts'
import { saveFile } from '#web/hooks/save-file.ts'
import { sayFailed } from '#web/ui/toast-store.ts'

/** Fetches a file and hands it to the browser; says so if that fails. */
export function useSaving(what: string): {
  save: (fetch: () => Promise<ServedFile>) => void
  isSaving: boolean
} {
  const { mutate, isPending } = useMutation({
    mutationFn: (fetch: () => Promise<ServedFile>) => fetch(),
    onSuccess: saveFile,
    onError: (error) => {
      const { title, detail } = describeError(error)
      sayFailed({ title: `${what} was not downloaded`, detail: `${title}. ${detail}` })
    },
  })
  return { save: (fetch) => mutate(fetch), isSaving: isPending }
}
