import type { Alert, LowAlert, UsageReply } from '#shared/contract/usage.ts'
import { otherwiseSentence } from '#shared/credits/lift.ts'
import { type AlertWords, alertWords } from '#web/format/alert-sentence.ts'
import { lowWords } from '#web/format/low-sentence.ts'
import { isClosed, type Telling } from '#web/format/telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { type ShownState, shownState } from '#web/ui/shown-state.ts'
import { alertGroups } from './alert-groups.ts'
import { groupWords } from './group-words.ts'

/** A line of the banner: one alert, or several that say the same as one. */
export type Notice = {
  key: string
  /** The alerts that it tells of, all dismissed at once. */
  alerts: readonly string[]
  at: number
  /** What it means for work now; of a past cycle, how far use came. */
  state: ShownState
  words: AlertWords
  /** Each of several by itself. */
  each: readonly Notice[]
}

const GRAVITY: Record<ShownState, number> = {
  stopped: 0,
  'on-pay-as-you-go': 1,
  exceeded: 2,
  warning: 2,
  open: 2,
}

/** What crossed a limit and was not put aside: the gravest first, within one gravity the newest. */
export function useNotices(reply: UsageReply, telling: Telling): Notice[] {
  const { session } = useViewer()
  const viewer = session.actor.member?.id
  const wordsOf = (alert: Alert) => {
    const usage = reply.resources.find(({ resource }) => resource === alert.resource)
    const otherwise = otherwiseSentence(usage?.otherwise ?? { bonus: false }, telling)
    return alertWords(alert, { telling, viewer, otherwise })
  }
  const ofOne = (alert: Alert): Notice => ({
    key: alert.id,
    alerts: [alert.id],
    at: alert.at,
    state: shownState({
      limit: alert.threshold,
      work: isClosed(telling) ? 'open' : alert.work,
    }),
    words: wordsOf(alert),
    each: [],
  })
  const ofMany = (alerts: readonly Alert[], first: Alert): Notice => {
    const { member: _, ...ofAll } = first
    return {
      ...ofOne(first),
      alerts: alerts.map(({ id }) => id),
      words: { what: groupWords(alerts, first), meaning: wordsOf(ofAll).meaning },
      each: alerts.map(ofOne),
    }
  }
  const notices = alertGroups(reply.alerts).map(({ key, first, alerts }) => ({
    ...(alerts.length > 1 ? ofMany(alerts, first) : ofOne(first)),
    key,
  }))
  const { low } = reply
  if (low && !low.dismissed) notices.push(ofLow(low, telling))
  return notices.sort((a, b) => GRAVITY[a.state] - GRAVITY[b.state] || b.at - a.at)
}

function ofLow(low: LowAlert, telling: Telling): Notice {
  const { id, at } = low
  return { key: id, alerts: [id], at, state: 'warning', words: lowWords(low, telling), each: [] }
}
