import type { SwitchBody, SwitchReply } from '#shared/contract/switch.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { Answer } from '../answer.ts'
import { loadTerms, teamTime } from '../ledger/terms.ts'
import { tellOfSwitch } from '../messages/tell-of-switch.ts'
import type { TeamStore, Viewer } from '../ports.ts'
import { TEAM_HOLDER } from '../records.ts'
import { movedBy, NOBODY } from './moved.ts'
import { targetOf } from './target.ts'

/** Decides pay-as-you-go. It holds for every charge that starts after the answer. */
export async function decideSwitch(options: {
  team: TeamStore
  catalog: Catalog
  viewer: Viewer
  asOf: Millis
  resource: Resource
  body: SwitchBody
}): Promise<Answer<SwitchReply>> {
  const { team, catalog, viewer, asOf, resource, body } = options
  return team.write(async (tx) => {
    const terms = await loadTerms(tx, catalog)
    const at = teamTime(terms, asOf)
    const view = { reads: tx, terms, catalog, viewer, asOf: at, clock: asOf }
    const found = await targetOf(view, { resource, target: body.target })
    if (!found.ok) return found
    const { members, isTeam } = found.value
    const holders = isTeam ? [TEAM_HOLDER] : members.map((member) => member.id)
    // As it stands before the decision.
    const moved = body.on ? await movedBy(view, found.value) : NOBODY
    const seq = await tx.takeDecisionNumber()
    const actor = { id: viewer.id, name: viewer.name }
    await tx.addSwitches(
      holders.map((holder) => ({ resource, holder, on: body.on, seq, at, actor })),
    )
    await tellOfSwitch(tx, { moved, resource, cycle: found.value.cycle, seq, asOf })
    return {
      ok: true,
      value: { asOf, on: body.on, target: body.target, accounts: holders.length },
    }
  })
}
