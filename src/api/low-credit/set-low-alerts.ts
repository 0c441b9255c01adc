import type { LowAlertsBody, LowAlertsReply } from '#shared/contract/low-credit.ts'
import { markKey } from '#shared/credits/low-credit.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { type Answer, answer } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import { viewOf } from '../in-view.ts'
import type { LowAlertRecord } from '../records.ts'
import type { Common } from '../team-route.ts'
import { assistantNow, isMet, lowAlertsView } from './low-alerts-view.ts'

/** Sets all marks at once; one that was there before keeps who set it, and that it has fired. */
export async function setLowAlerts(
  asked: Common & { body: LowAlertsBody },
): Promise<Answer<LowAlertsReply>> {
  const { team, viewer, body } = asked
  return team.write(async (tx) => {
    const view = await viewOf(asked, tx)
    const before = new Map((await tx.lowAlerts()).map((alert) => [markKey(alert.mark), alert]))
    const now = await assistantNow(view)
    const actor = { id: viewer.id, name: viewer.name }
    const alerts = body.marks.map((mark): LowAlertRecord => {
      const known = before.get(markKey(mark))
      if (known) return known
      // Whoever sets a mark that is reached already sees that it is, and need not be told.
      return { mark, at: view.asOf, actor, ...(isMet({ mark }, now) ? { firedIn: now.cycle } : {}) }
    })
    await tx.setLowAlerts(alerts)
    const object = { id: 'assistant', name: RESOURCE_TRAITS.assistant.name }
    const marks = alerts.map(({ mark }) => markKey(mark))
    const decided = { before: { marks: [...before.keys()] }, after: { marks } }
    await tx.record(entryOf(asked, { action: 'low-credit-alerts-set', object, ...decided }))
    return answer(await lowAlertsView(view))
  })
}
