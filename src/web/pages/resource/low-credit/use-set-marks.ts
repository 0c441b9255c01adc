import { useMutation } from '@tanstack/react-query'
import type { LowAlertsBody } from '#shared/contract/low-credit.ts'
import { describeError } from '#web/api/api-error.ts'
import { lowAlertsMutation } from '#web/api/low-alerts.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { sayFailed } from '#web/ui/toast-store.ts'

export function useSetMarks(): (marks: LowAlertsBody['marks']) => void {
  const { team } = useViewer()
  const { mutate } = useMutation(lowAlertsMutation(team))
  return (marks) =>
    mutate(
      { marks },
      {
        onError: (error) => {
          const { title, detail } = describeError(error)
          sayFailed({ title: 'The alerts are as they were.', detail: `${title}. ${detail}` })
        },
      },
    )
}
