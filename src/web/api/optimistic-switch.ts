import type { QueryClient } from '@tanstack/react-query'
import type { ResourceReply } from '#shared/contract/resource.ts'
import type { SwitchBody } from '#shared/contract/switch.ts'
import type { MemberBalance, ResourceUsage, UsageReply } from '#shared/contract/usage.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { keys } from './keys.ts'
import type { MembersList } from './members.ts'
import type { Snapshot } from './restore.ts'

export type Decision = { resource: Resource; body: SwitchBody }
/** A decision that is on its way, and who made it. */
export type Decided = Decision & { by: string }

/**
 * Shows a decision before the server has confirmed it: the switch, and who moved it. What else it
 * means for work and cost is the ledger's to say, but that nobody stays paused once it is on for all.
 * @returns what was there before, for {@link restore}
 */
export function applyDecision(client: QueryClient, team: string, decision: Decided): Snapshot {
  const before = client.getQueriesData({ queryKey: keys.team(team) })
  const { resource } = decision
  client.setQueriesData<UsageReply>({ queryKey: keys.allUsage(team) }, (reply) =>
    reply ? inUsage(reply, decision) : reply,
  )
  client.setQueriesData<ResourceReply>(
    { queryKey: [...keys.resource(team, resource), 'usage'] },
    (reply) =>
      reply ? { ...reply, usage: inResource(reply.usage, { decision, at: reply.asOf }) } : reply,
  )
  client.setQueriesData<MembersList>({ queryKey: keys.allMembers(team, resource) }, (list) =>
    list ? inList(list, decision) : list,
  )
  return before
}

function inUsage(reply: UsageReply, decision: Decided): UsageReply {
  const isOfMembers = decision.resource === 'ai'
  return {
    ...reply,
    resources: reply.resources.map((usage) => inResource(usage, { decision, at: reply.asOf })),
    closest: isOfMembers ? reply.closest.map((row) => inMember(row, decision)) : reply.closest,
  }
}

function inResource(
  usage: ResourceUsage,
  { decision, at }: { decision: Decided; at: number },
): ResourceUsage {
  const { resource, body, by } = decision
  if (usage.resource !== resource || usage.payAsYouGo.kind !== 'offered') return usage
  if (body.target.kind !== 'team') return usage
  const payAsYouGo = { ...usage.payAsYouGo, on: body.on, decided: { at, by } }
  return { ...usage, payAsYouGo, holder: body.on ? nobodyPaused(usage.holder) : usage.holder }
}

/** Else the page would say, until the ledger answers, that the switch is off for some. */
function nobodyPaused(holder: ResourceUsage['holder']): ResourceUsage['holder'] {
  if (holder.kind !== 'members') return holder
  const { byWork } = holder.counts
  const paying = byWork['on-pay-as-you-go'] + byWork.paused
  return {
    ...holder,
    counts: {
      ...holder.counts,
      byWork: { ...byWork, paused: 0, 'on-pay-as-you-go': paying },
      stoppedOff: 0,
    },
  }
}

function inList(list: MembersList, decision: Decision): MembersList {
  return {
    ...list,
    pages: list.pages.map((page) => ({
      ...page,
      members: page.members.map((row) => inMember(row, decision)),
    })),
  }
}

function inMember(row: MemberBalance, { body }: Decision): MemberBalance {
  const { target } = body
  const isMeant = target.kind === 'team' || target.members.includes(row.member.id)
  if (!isMeant || row.payAsYouGo === 'unavailable') return row
  return { ...row, payAsYouGo: body.on ? 'on' : 'off' }
}
