import type { Reply } from '#shared/contract/routes.ts'
import { type Answer, answer, refuse } from './answer.ts'
import { viewOf } from './in-view.ts'
import type { TeamReads } from './ports.ts'
import { type Holder, TEAM_HOLDER } from './records.ts'
import type { Common } from './team-route.ts'
import { holderIn } from './views/view.ts'

/** For the viewer alone, or brings it back; of the limit, or a low-credit alert. */
export async function dismissAlert(
  asked: Common & { params: { alert: string }; body: { dismissed: boolean } },
): Promise<Answer<Reply<'dismissAlert'>>> {
  const { team, params, body, viewer, asOf } = asked
  return team.write(async (tx) => {
    const { alert } = params
    const { dismissed } = body
    const view = await viewOf(asked, tx)
    const isPool = view.terms.plan.entitlements.ai.holder === 'pool'
    const cycle = await cycleOf(tx, { alert, holder: holderIn(view), isPool })
    if (cycle === undefined) return refuse('unknown-alert', `The team has no alert ${alert}.`)
    await tx.setDismissed({ viewer: viewer.id, cycle, alert, dismissed, at: asOf })
    return answer({ alert, dismissed })
  })
}

/** Of another's alert a member isn't told more than of one that isn't there. */
async function cycleOf(
  reads: TeamReads,
  { alert, holder, isPool }: { alert: string; holder: Holder; isPool: boolean },
): Promise<string | undefined> {
  const crossing = await reads.crossing(alert)
  if (holder !== TEAM_HOLDER) {
    const isShared = isPool && crossing?.resource === 'ai' && crossing.holder === TEAM_HOLDER
    return crossing?.holder === holder || isShared ? crossing?.cycle : undefined
  }
  return (crossing ?? (await reads.lowCrossing(alert)))?.cycle
}
