import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { SwitchBody } from '#shared/contract/switch.ts'
import type {
  MemberBalance,
  ResourceReply,
  ResourceUsage,
  UsageReply,
} from '#shared/contract/usage.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { keys } from './keys.ts'
import type { MembersList } from './members.ts'

export type Decision = { resource: Resource; body: SwitchBody }
export type Snapshot = readonly (readonly [QueryKey, unknown])[]

/**
 * Shows a decision before the server has confirmed it. Only the switch itself moves: what it means
 * for work and cost is the ledger's to say.
 * @returns what was there before, for {@link restore}
 */
export function applyDecision(client: QueryClient, team: string, decision: Decision): Snapshot {
  const before = client.getQueriesData({ queryKey: keys.team(team) })
  const { resource } = decision
  client.setQueriesData<UsageReply>({ queryKey: keys.allUsage(team) }, (reply) =>
    reply ? inUsage(reply, decision) : reply,
  )
  client.setQueriesData<ResourceReply>(
    { queryKey: [...keys.resource(team, resource), 'usage'] },
    (reply) => (reply ? { ...reply, usage: inResource(reply.usage, decision) } : reply),
  )
  client.setQueriesData<MembersList>({ queryKey: keys.allMembers(team, resource) }, (list) =>
    list ? inList(list, decision) : list,
  )
  return before
}

export function restore(client: QueryClient, snapshot: Snapshot): void {
  for (const [key, data] of snapshot) client.setQueryData(key, data)
}

function inUsage(reply: UsageReply, decision: Decision): UsageReply {
  const isOfMembers = decision.resource === 'ai'
  return {
    ...reply,
    resources: reply.resources.map((usage) => inResource(usage, decision)),
    closest: isOfMembers ? reply.closest.map((row) => inMember(row, decision)) : reply.closest,
  }
}

function inResource(usage: ResourceUsage, { resource, body }: Decision): ResourceUsage {
  if (usage.resource !== resource || usage.payAsYouGo.kind !== 'offered') return usage
  if (body.target.kind !== 'team') return usage
  return { ...usage, payAsYouGo: { ...usage.payAsYouGo, on: body.on } }
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
