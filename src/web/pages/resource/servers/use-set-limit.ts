import { useMutation } from '@tanstack/react-query'
import type { AssistantServer } from '#shared/contract/server.ts'
import { describeError, wayOut } from '#web/api/api-error.ts'
import { serverLimitMutation } from '#web/api/servers.ts'
import { count, unitOf } from '#web/format/number.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'

/** Sets the server's limit, with a way back. */
export function useSetLimit(server: AssistantServer): (credits: number | null) => void {
  const { team, session } = useViewer()
  const { mutateAsync } = useMutation(serverLimitMutation(team))
  const before = server.limit?.credits ?? null

  async function carryOut(credits: number | null, way: 'there' | 'back'): Promise<void> {
    try {
      await mutateAsync({ server: server.id, credits, by: session.actor.name })
    } catch (error) {
      const { title, detail } = describeError(error)
      sayFailed({
        title: `The limit of ${server.name} is as it was.`,
        detail: `${title}. ${detail}`,
        ...(wayOut(error) === 'retry' && {
          action: { label: 'Try again', act: () => void carryOut(credits, way) },
        }),
      })
      return
    }
    sayDone({
      title: doneTitle(server.name, credits),
      ...(way === 'there' && {
        action: { label: 'Undo', act: () => void carryOut(before, 'back') },
      }),
    })
  }

  return (credits) => {
    if (credits !== before) void carryOut(credits, 'there')
  }
}

function doneTitle(name: string, credits: number | null): string {
  if (credits === null) return `${name} has no daily limit.`
  return `${name} may use ${count(credits, unitOf('assistant'))} a day.`
}
