import { infiniteQueryOptions, mutationOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { inviteBodySchema } from '#shared/contract/member.ts'
import { MEMBER_ROUTES } from '#shared/contract/member-routes.ts'
import type { Role } from '#shared/contract/values.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

const PAGE_SIZE = 50

/** Who is in the team, by name, page by page. */
export function rosterQuery(team: string, search: string) {
  return infiniteQueryOptions({
    queryKey: [...keys.roster(team), search],
    queryFn: ({ pageParam, signal }) =>
      call(MEMBER_ROUTES.roster, {
        params: { team },
        query: {
          cursor: pageParam,
          limit: PAGE_SIZE,
          ...(search === '' ? {} : { search }),
        },
        signal,
      }),
    initialPageParam: noCursor(),
    getNextPageParam: (page) => page.nextCursor,
  })
}

export function setRolesMutation(team: string) {
  return mutationOptions({
    mutationFn: ({ member, roles }: { member: string; roles: Role[] }) =>
      call(MEMBER_ROUTES.setRoles, { params: { team, member }, body: { roles } }),
    onSettled: (_reply, _error, _asked, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.roster(team) }),
  })
}

export function removeMemberMutation(team: string) {
  return mutationOptions({
    mutationFn: (member: string) => call(MEMBER_ROUTES.removeMember, { params: { team, member } }),
    onSettled: (_reply, _error, _asked, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.team(team) }),
  })
}

export function invitationsQuery(team: string) {
  return queryOptions({
    queryKey: keys.invitations(team),
    queryFn: ({ signal }) => call(MEMBER_ROUTES.invitations, { params: { team }, signal }),
  })
}

export function inviteMutation(team: string) {
  return mutationOptions({
    mutationFn: (body: z.input<typeof inviteBodySchema>) =>
      call(MEMBER_ROUTES.invite, { params: { team }, body }),
    onSettled: (_reply, _error, _asked, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.invitations(team) }),
  })
}

export function withdrawMutation(team: string) {
  return mutationOptions({
    mutationFn: (invitation: string) =>
      call(MEMBER_ROUTES.withdrawInvitation, { params: { team, invitation } }),
    onSettled: (_reply, _error, _asked, _before, { client }) =>
      client.invalidateQueries({ queryKey: keys.invitations(team) }),
  })
}

/** The first page's parameter, of the type that the next ones have. */
function noCursor(): string | undefined {
  return undefined
}
