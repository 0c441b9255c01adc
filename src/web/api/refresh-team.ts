import type { QueryClient } from '@tanstack/react-query'
import type { SwitchTarget } from '#shared/contract/switch.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { keys } from './keys.ts'
import {
  fetchMembers,
  isLongList,
  type MembersFilter,
  type MembersList,
  membersFilterSchema,
} from './members.ts'

/**
 * Fetches a team's figures anew after a decision. A member list that was scrolled far down would
 * cost a request for each of its pages: of it, only the pages with changed members are fetched.
 */
export async function refreshTeam(options: {
  client: QueryClient
  team: string
  resource: Resource
  target: SwitchTarget
}): Promise<void> {
  const { client, team, resource, target } = options
  const long = longLists(client, team, resource)
  const hashes = new Set(long.map((list) => JSON.stringify(list.key)))
  await Promise.all([
    client.invalidateQueries({
      queryKey: keys.team(team),
      predicate: (query) => !hashes.has(JSON.stringify(query.queryKey)),
    }),
    ...long.map((list) => refreshPages({ client, team, resource, target, list })),
  ])
}

type LongList = { key: readonly unknown[]; filter: MembersFilter; data: MembersList }

function longLists(client: QueryClient, team: string, resource: Resource): LongList[] {
  const found = client.getQueriesData<MembersList>({ queryKey: keys.allMembers(team, resource) })
  return found.flatMap(([key, data]) => {
    const filter = membersFilterSchema.safeParse(key.at(-1))
    return data && isLongList(data) && filter.success ? [{ key, filter: filter.data, data }] : []
  })
}

async function refreshPages(options: {
  client: QueryClient
  team: string
  resource: Resource
  target: SwitchTarget
  list: LongList
}): Promise<void> {
  const { client, team, resource, target, list } = options
  const changed = list.data.pages.flatMap((page, index) =>
    page.members.some((row) => isMeant(target, row.member.id)) ? [index] : [],
  )
  const results = await Promise.allSettled(
    changed.map(async (index) => {
      const param = list.data.pageParams[index]
      const cursor = typeof param === 'string' ? param : undefined
      const page = await fetchMembers({ team, resource, filter: list.filter }, { cursor })
      return [index, page] as const
    }),
  )
  // A page that can't be fetched now keeps what it showed.
  const fresh = new Map(
    results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])),
  )
  client.setQueryData<MembersList>(list.key, (current) =>
    current
      ? { ...current, pages: current.pages.map((page, index) => fresh.get(index) ?? page) }
      : current,
  )
}

function isMeant(target: SwitchTarget, member: string): boolean {
  return target.kind === 'team' || target.members.includes(member)
}
