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
    const cycle = await cycleOf(tx, { alert, holder: holderIn(await viewOf(asked, tx)) })
    if (cycle === undefined) return refuse('unknown-alert', `The team has no alert ${alert}.`)
    await tx.setDismissed({ viewer: viewer.id, cycle, alert, dismissed, at: asOf })
    return answer({ alert, dismissed })
  })
}

/** Of another's alert a member isn't told more than of one that isn't there. */
async function cycleOf(
  reads: TeamReads,
  { alert, holder }: { alert: string; holder: Holder },
): Promise<string | undefined> {
  const crossing = await reads.crossing(alert)
  if (holder !== TEAM_HOLDER) return crossing?.holder === holder ? crossing.cycle : undefined
  return (crossing ?? (await reads.lowCrossing(alert)))?.cycle
}
