import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { Question } from './question.ts'
import { useDecide } from './use-decide.ts'

const SwitchDialog = lazy(async () => {
  const { SwitchDialog } = await import('./switch-dialog.tsx')
  return { default: SwitchDialog }
})

/** Asks before a switch moves. Draw `dialog` once; call `ask` from any switch on the page. */
export function useSwitchDialog(): { ask: (question: Question) => void; dialog: ReactNode } {
  const [question, setQuestion] = useState<Question>()
  const [open, setOpen] = useState(false)
  const decide = useDecide()
  return {
    ask: (next) => {
      setQuestion(next)
      setOpen(true)
    },
    dialog: question && (
      <Suspense fallback={null}>
        <SwitchDialog
          question={question}
          open={open}
          onClose={() => setOpen(false)}
          onConfirm={() => {
            setOpen(false)
            decide(question)
          }}
        />
      </Suspense>
    ),
  }
}
