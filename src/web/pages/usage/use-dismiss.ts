import { useMutation } from '@tanstack/react-query'
import { describeError } from '#web/api/api-error.ts'
import { dismissAlertMutation } from '#web/api/dismiss-alert.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { useToasts } from '#web/ui/use-toasts.ts'

/** Puts an alert aside for the viewer; the message that says so brings it back. */
export function useDismiss(): (alert: string) => void {
  const { team } = useViewer()
  const { say, fail } = useToasts()
  const { mutateAsync } = useMutation(dismissAlertMutation(team))

  async function set(alert: string, dismissed: boolean): Promise<void> {
    try {
      await mutateAsync({ alert, dismissed })
    } catch (error) {
      const { title, detail } = describeError(error)
      fail({
        title: dismissed ? 'The alert is still there.' : 'The alert is still dismissed.',
        detail: `${title}. ${detail}`,
      })
      return
    }
    if (dismissed) {
      say({
        title: 'Alert dismissed, for you only.',
        action: { label: 'Undo', act: () => void set(alert, false) },
      })
    }
  }

  return (alert) => void set(alert, true)
}
