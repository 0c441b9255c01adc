import { useQuery } from '@tanstack/react-query'
import { partState } from '#web/api/part-state.ts'
import { switchPreviewQuery } from '#web/api/switch-preview.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { ErrorState } from '#web/ui/error-state.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { PreviewWords } from './preview-words.tsx'
import { type Question, questionTitle } from './question.ts'
import styles from './switch-dialog.module.css'
import { useDecide } from './use-decide.ts'

type SwitchDialogProps = {
  question: Question
  open: boolean
  onClose: () => void
}

/** What a switch would do, read from the ledger just before it is decided. */
export function SwitchDialog({ question, open, onClose }: SwitchDialogProps) {
  const { team } = useViewer()
  const query = useQuery({ ...switchPreviewQuery(team, question), enabled: open })
  const state = partState(query, () => false)
  const decide = useDecide()
  const { on } = question.body
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={questionTitle(question)}
      confirm={{
        label: on ? 'Turn on' : 'Turn off',
        look: on ? 'primary' : 'danger',
        enabled: state.kind === 'ready' && !query.isFetching,
        act: () => {
          onClose()
          decide(question)
        },
      }}
    >
      {content(state, question)}
    </ConfirmDialog>
  )
}

function content(
  state: ReturnType<typeof partState<Parameters<typeof PreviewWords>[0]['preview']>>,
  question: Question,
) {
  switch (state.kind) {
    case 'loading':
      return (
        <div className={styles.loading} role="status" aria-label="Working out what this would do">
          <Skeleton height={64} />
          <Skeleton width="90%" />
          <Skeleton width="70%" />
        </div>
      )
    case 'error':
      return <ErrorState words={state.words} retry={state.retry} />
    case 'empty':
    case 'ready':
      return <PreviewWords preview={state.data} resource={question.resource} />
    default:
      return state satisfies never
  }
}
