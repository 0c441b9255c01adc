import type { SwitchBody, SwitchReply } from '#shared/contract/switch.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import type { Answer } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import type { AuditState, Author } from '../audit/records.ts'
import { loadTerms, teamTime } from '../ledger/terms.ts'
import { tellOfSwitch } from '../messages/tell-of-switch.ts'
import type { TeamReads, TeamStore, Viewer } from '../ports.ts'
import { TEAM_HOLDER } from '../records.ts'
import { movedBy, NOBODY } from './moved.ts'
import { type Target, targetOf } from './target.ts'

/** Decides pay-as-you-go. It holds for every charge that starts after the answer. */
export async function decideSwitch(options: {
  team: TeamStore
  catalog: Catalog
  viewer: Viewer
  by: Author
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
    const before = await switchesNow(tx, found.value)
    const seq = await tx.takeDecisionNumber()
    const actor = { id: viewer.id, name: viewer.name }
    await tx.addSwitches(
      holders.map((holder) => ({ resource, holder, on: body.on, seq, at, actor })),
    )
    const after = Object.fromEntries(Object.keys(before).map((field) => [field, body.on]))
    const object = { id: resource, name: RESOURCE_TRAITS[resource].name }
    await tx.record(entryOf(options, { action: 'pay-as-you-go-switched', object, before, after }))
    await tellOfSwitch(tx, { moved, resource, cycle: found.value.cycle, seq, asOf })
    return {
      ok: true,
      value: { asOf, on: body.on, target: body.target, accounts: holders.length },
    }
  })
}

/** How it was decided last; for whom nothing was decided, the plan says. */
async function switchesNow(reads: TeamReads, target: Target): Promise<AuditState> {
  const { resource, members, isTeam } = target
  const decisions = await reads.switches(
    resource,
    members.map(({ id }) => id),
  )
  const last = new Map(decisions.map(({ holder, on }) => [holder, on]))
  if (isTeam) return { team: last.get(TEAM_HOLDER) ?? null }
  return Object.fromEntries(
    members.map(({ id, name }) => [`${name} (${id})`, last.get(id) ?? null]),
  )
}
