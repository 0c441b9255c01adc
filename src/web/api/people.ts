import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { PEOPLE_ROUTES } from '#shared/contract/people-routes.ts'
import { call } from './client.ts'
import { keys } from './keys.ts'

type Body<N extends keyof typeof PEOPLE_ROUTES> = z.input<(typeof PEOPLE_ROUTES)[N]['body']>

export function signIn(body: Body<'signIn'>) {
  return call(PEOPLE_ROUTES.signIn, { params: {}, body })
}

export function sendLink(body: Body<'sendLink'>) {
  return call(PEOPLE_ROUTES.sendLink, { params: {}, body })
}

export function signInWithLink(body: Body<'signInWithLink'>) {
  return call(PEOPLE_ROUTES.signInWithLink, { params: {}, body })
}

export function signInAtProvider() {
  return call(PEOPLE_ROUTES.signInAtProvider, { params: {}, body: {} })
}

export function signOut() {
  return call(PEOPLE_ROUTES.signOut, { params: {}, body: {} })
}

export function setUp(body: Body<'setUp'>) {
  return call(PEOPLE_ROUTES.setUp, { params: {}, body })
}

export function createTeam(body: Body<'createTeam'>) {
  return call(PEOPLE_ROUTES.createTeam, { params: {}, body })
}

export function changePassword(body: Body<'changePassword'>) {
  return call(PEOPLE_ROUTES.changePassword, { params: {}, body })
}

export function endSession(session: string) {
  return call(PEOPLE_ROUTES.endSession, { params: { session } })
}

export function endOtherSessions() {
  return call(PEOPLE_ROUTES.endOtherSessions, { params: {} })
}

export function readInvitation(body: Body<'readInvitation'>) {
  return call(PEOPLE_ROUTES.readInvitation, { params: {}, body })
}

export function acceptInvitation(body: Body<'acceptInvitation'>) {
  return call(PEOPLE_ROUTES.acceptInvitation, { params: {}, body })
}

export function plansQuery() {
  return queryOptions({
    queryKey: keys.plans,
    queryFn: ({ signal }) => call(PEOPLE_ROUTES.plans, { params: {}, signal }),
  })
}

export function sessionsQuery() {
  return queryOptions({
    queryKey: keys.ownSessions,
    queryFn: ({ signal }) => call(PEOPLE_ROUTES.sessions, { params: {}, signal }),
  })
}
