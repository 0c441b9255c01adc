import { mutationOptions } from '@tanstack/react-query'
import { ROUTES } from '#shared/contract/routes.ts'
import type { UsageReply } from '#shared/contract/usage.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'
import { restore } from './restore.ts'

export type Dismissal = { alerts: readonly string[]; dismissed: boolean }

/** Dismisses alerts for the viewer, or brings them back: at once, rolled back when refused. */
export function dismissAlertMutation(team: string) {
  const queryKey = keys.allUsage(team)
  return mutationOptions({
    mutationFn: ({ alerts, dismissed }: Dismissal) =>
      Promise.all(
        alerts.map((alert) =>
          call(ROUTES.dismissAlert, { params: { team, alert }, body: { dismissed } }),
        ),
      ),
    onMutate: async (dismissal, { client }) => {
      await client.cancelQueries({ queryKey })
      const before = client.getQueriesData({ queryKey })
      client.setQueriesData<UsageReply>({ queryKey }, (reply) =>
        reply ? withDismissal(reply, dismissal) : reply,
      )
      return before
    },
    onError: (_error, _dismissal, before, { client }) => {
      if (before) restore(client, before)
    },
    onSettled: (_reply, _error, _dismissal, _before, { client }) => {
      void client.invalidateQueries({ queryKey })
    },
  })
}

function withDismissal(reply: UsageReply, { alerts, dismissed }: Dismissal): UsageReply {
  const { low } = reply
  return {
    ...reply,
    ...(low && alerts.includes(low.id) ? { low: { ...low, dismissed } } : {}),
    alerts: reply.alerts.map((each) => (alerts.includes(each.id) ? { ...each, dismissed } : each)),
  }
}
