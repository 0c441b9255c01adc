import type { Alert, UsageReply } from '#shared/contract/usage.ts'
import { type AlertWords, alertWords } from '#web/format/alert-sentence.ts'
import type { Telling } from '#web/format/telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import type { AlertGroup } from './alert-groups.ts'
import { groupWords } from './group-words.ts'

/** What alerts say to the viewer: one alone, and several that say the same as one. */
export function useAlertWords(
  reply: UsageReply,
  telling: Telling,
): { ofOne: (alert: Alert) => AlertWords; ofGroup: (group: AlertGroup) => AlertWords } {
  const { session } = useViewer()
  const ofOne = (alert: Alert) => {
    const usage = reply.resources.find(({ resource }) => resource === alert.resource)
    const offer = usage?.payAsYouGo
    return alertWords(alert, {
      telling,
      viewer: session.actor.member?.id,
      offered: offer?.kind === 'offered',
      capReached: offer?.kind === 'offered' && offer.capReached,
    })
  }
  const ofGroup = ({ alerts, first }: AlertGroup) => {
    if (alerts.length === 1) return ofOne(first)
    const { member: _, ...ofAll } = first
    return { what: groupWords(alerts, first), meaning: ofOne(ofAll).meaning }
  }
  return { ofOne, ofGroup }
}
