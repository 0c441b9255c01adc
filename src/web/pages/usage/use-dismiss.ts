import { useMutation } from '@tanstack/react-query'
import { describeError } from '#web/api/api-error.ts'
import { dismissAlertMutation } from '#web/api/dismiss-alert.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'

/** Puts alerts aside for the viewer; the message that says so brings them back. */
export function useDismiss(): (alerts: readonly string[]) => void {
  const { team } = useViewer()
  const { mutateAsync } = useMutation(dismissAlertMutation(team))

  async function set(alerts: readonly string[], dismissed: boolean): Promise<void> {
    try {
      await mutateAsync({ alerts, dismissed })
    } catch (error) {
      const { title, detail } = describeError(error)
      const things = alerts.length === 1 ? 'The alert is' : 'The alerts are'
      sayFailed({
        title: `${things} still ${dismissed ? 'there' : 'dismissed'}.`,
        detail: `${title}. ${detail}`,
      })
      return
    }
    if (!dismissed) return
    sayDone({
      title: `${alerts.length === 1 ? 'Alert' : `${alerts.length} alerts`} dismissed, for you only.`,
      action: { label: 'Undo', act: () => void set(alerts, false) },
    })
  }

  return (alerts) => void set(alerts, true)
}
