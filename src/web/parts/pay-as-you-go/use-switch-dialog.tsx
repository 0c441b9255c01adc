import { type ReactNode, useState } from 'react'
import { later, useLater } from '#web/ui/later.ts'
import { sayFailed } from '#web/ui/toast-store.ts'
import type { Question } from './question.ts'

const dialogPart = later(async () => (await import('./switch-dialog.tsx')).SwitchDialog)

/** Asks before a switch moves. Draw `dialog` once; call `ask` from any switch on the page. */
export function useSwitchDialog(): { ask: (question: Question) => void; dialog: ReactNode } {
  const SwitchDialog = useLater(dialogPart)
  const [question, setQuestion] = useState<Question>()
  const [open, setOpen] = useState(false)
  return {
    ask: (next) => {
      setQuestion(next)
      setOpen(true)
      // There already, as a rule: without it no switch may move, but the page stands.
      dialogPart.load().catch(() => {
        setOpen(false)
        sayFailed(NOT_LOADED)
      })
    },
    dialog: question && SwitchDialog && (
      <SwitchDialog question={question} open={open} onClose={() => setOpen(false)} />
    ),
  }
}

const NOT_LOADED = {
  title: 'The switch can’t ask what it needs to',
  detail: 'Nothing was changed. Reload the page once the server can be reached.',
}
