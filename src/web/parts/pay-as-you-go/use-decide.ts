import { useMutation } from '@tanstack/react-query'
import { describeError, wayOut } from '#web/api/api-error.ts'
import { switchMutation } from '#web/api/switch.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'
import { doneTitle, failedTitle, type Question, reversed, undoLabel } from './question.ts'

/** Carries a decision out: at once on screen, with a way back, and a word when it was refused. */
export function useDecide(): (question: Question) => void {
  const { team, session } = useViewer()
  const { mutateAsync } = useMutation(switchMutation(team))

  async function carryOut(question: Question, way: 'there' | 'back'): Promise<void> {
    try {
      const { resource, body } = question
      await mutateAsync({ resource, body, by: session.actor.name })
    } catch (error) {
      const { title, detail } = describeError(error)
      sayFailed({
        title: failedTitle(question),
        detail: `${title}. ${detail}`,
        ...(wayOut(error) === 'retry' && {
          action: { label: 'Try again', act: () => void carryOut(question, way) },
        }),
      })
      return
    }
    sayDone({
      title: doneTitle(question),
      ...(way === 'there' && {
        action: {
          label: undoLabel(question),
          act: () => void carryOut(reversed(question), 'back'),
        },
      }),
    })
  }

  return (question) => void carryOut(question, 'there')
}
