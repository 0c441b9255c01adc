import type { People } from '#api/people/ports.ts'
import { isIdle, isSeenAnew } from '#shared/credits/session.ts'
import type { Auth } from './auth.ts'
import { PASSWORD, personFrom } from './person.ts'

type Sessions = Pick<
  People,
  'signedIn' | 'leave' | 'sessions' | 'endSession' | 'endOthers' | 'changePassword'
>

export function sessionsOf(auth: Auth): Sessions {
  return {
    signedIn: async (headers) => {
      const found = await auth.api.getSession({ headers })
      if (!found || !(await seen(auth, found.session))) return undefined
      return { person: personFrom(found.user), session: found.session.id }
    },
    leave: async (headers) => {
      const response = await auth.api.signOut({ headers, asResponse: true })
      return response.headers.getSetCookie()
    },
    sessions: async (person) => {
      const { internalAdapter } = await auth.$context
      const sessions = await internalAdapter.listSessions(person, { onlyActiveSessions: true })
      const at = Date.now()
      const open = sessions.filter(({ updatedAt }) => !isIdle({ seenAt: updatedAt.getTime() }, at))
      return open.map(({ id, createdAt, updatedAt, ipAddress, userAgent }) => ({
        id,
        startedAt: createdAt.getTime(),
        seenAt: updatedAt.getTime(),
        address: ipAddress || undefined,
        browser: userAgent || undefined,
      }))
    },
    endSession: async ({ person, session }) => {
      const { internalAdapter } = await auth.$context
      const sessions = await internalAdapter.listSessions(person)
      const found = sessions.find(({ id }) => id === session)
      if (found) await internalAdapter.deleteSession(found.token)
      return found !== undefined
    },
    endOthers: (asked) => endOthers(auth, asked),
    changePassword: async ({ headers, current, next }) => {
      const response =
        current === undefined
          ? await firstPassword(auth, { headers, next })
          : await auth.api.changePassword({
              headers,
              body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
              asResponse: true,
            })
      if (!response?.ok) return undefined
      // Another password ends the other sessions by itself; a first one has to be told to.
      if (current === undefined) {
        const own = await auth.api.getSession({ headers })
        if (own) await endOthers(auth, { person: own.user.id, session: own.session.id })
      }
      return response.headers.getSetCookie()
    },
  }
}

/** Of any number who set a first one at once, one has set it: the others lack the current one. */
async function firstPassword(
  auth: Auth,
  { headers, next }: { headers: Headers; next: string },
): Promise<Response | undefined> {
  const body = { newPassword: next }
  try {
    return await auth.api.setPassword({ headers, body, asResponse: true })
  } catch (error) {
    if (await hasPassword(auth, headers)) return undefined
    throw error
  }
}

async function hasPassword(auth: Auth, headers: Headers): Promise<boolean> {
  const own = await auth.api.getSession({ headers })
  if (!own) return false
  const { internalAdapter } = await auth.$context
  const accounts = await internalAdapter.findAccounts(own.user.id)
  return accounts.some(({ providerId }) => providerId === PASSWORD)
}

/** Whether the session goes on, and if it does, that it is used now. */
async function seen(
  auth: Auth,
  { token, updatedAt }: { token: string; updatedAt: Date },
): Promise<boolean> {
  const { internalAdapter } = await auth.$context
  const seenAt = updatedAt.getTime()
  const at = Date.now()
  if (isIdle({ seenAt }, at)) {
    await internalAdapter.deleteSession(token)
    return false
  }
  // Of a session that ended at this moment nothing is found.
  if (isSeenAnew({ seenAt }, at)) {
    return (await internalAdapter.updateSession(token, { updatedAt: new Date(at) })) !== null
  }
  return true
}

async function endOthers(
  auth: Auth,
  { person, session }: { person: string; session: string },
): Promise<void> {
  const { internalAdapter } = await auth.$context
  const sessions = await internalAdapter.listSessions(person)
  const others = sessions.filter(({ id }) => id !== session)
  // The library asks PostgreSQL for a list of none, which is no SQL.
  if (others.length === 0) return
  await internalAdapter.deleteSessions(others.map(({ token }) => token))
}
