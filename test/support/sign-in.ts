import { createApi } from '#api/app.ts'
import type { Connector } from '#api/connections/ports.ts'
import type { Limits } from '#api/limits/ports.ts'
import type { Store } from '#api/ports.ts'
import type { Engine } from '#server/database/engine.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { createSqlStore } from '#server/database/store.ts'
import type { OidcProvider } from '#server/sign-in/auth.ts'
import { createSignIn, type SignIn } from '#server/sign-in/people.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { NOW } from './team.ts'

export const PUBLIC_URL = 'https://headroom.example'
export const SECRET = 'only for tests, and long enough 0123456789'
export const PASSWORD = 'correct horse battery'

export type SignInHost = {
  store: Store
  signIn: SignIn
  /** Sign-in links, as they would be mailed. */
  links: { email: string; token: string }[]
  /** Invitations, as they would be mailed. */
  invitations: Parameters<SignIn['people']['mailInvitation']>[0][]
  failures: unknown[]
  setNow: (now: number) => void
  fetch: (path: string, init?: RequestInit) => Promise<Response>
  /** Makes the person known, and gives the cookie of a session of theirs. */
  enter: (person: { name: string; email: string; operator?: boolean }) => Promise<Session>
  close: () => Promise<void>
}

export type Session = { person: string; cookie: string }

/** The API with sign-in, over a database of its own. */
export async function signInHost(
  options: {
    engine?: Engine
    provider?: OidcProvider
    mayJoin?: (email: string) => boolean
    limits?: Limits
    connector?: Connector
  } = {},
): Promise<SignInHost> {
  let now = NOW
  const engine = options.engine ?? (await openSqlite({ folder: ':memory:', role: 'server' }))
  const store = createSqlStore(engine)
  const links: SignInHost['links'] = []
  const invitations: SignInHost['invitations'] = []
  const failures: unknown[] = []
  const signIn = createSignIn({
    engine,
    publicUrl: PUBLIC_URL,
    secret: SECRET,
    provider: options.provider,
    mayJoin: async (email) => options.mayJoin?.(email) ?? false,
    sendLink: async (link) => void links.push(link),
    sendInvitation: async (invitation) => void invitations.push(invitation),
    log: () => undefined,
  })
  const { people } = signIn
  const app = createApi({
    store,
    catalog: DEFAULT_CATALOG,
    now: () => now,
    people,
    embedding: { publicUrl: PUBLIC_URL, framed: true },
    connector: options.connector,
    ...(options.limits ? { limits: options.limits } : {}),
    report: ({ error }) => failures.push(error),
  })
  return {
    store,
    signIn,
    links,
    invitations,
    failures,
    setNow: (at) => {
      now = at
    },
    fetch: async (path, init) => app.request(`${PUBLIC_URL}${path}`, init),
    enter: async ({ operator = false, ...person }) => {
      const made = await people.create({ ...person, password: PASSWORD, operator })
      const entered = await people.enter({ email: made.email, origin: ORIGIN })
      if (!entered) throw new Error(`${made.email} cannot enter`)
      return { person: made.id, cookie: cookieOf(entered.cookies) }
    },
    close: () => engine.close(),
  }
}

const ORIGIN = { address: '192.0.2.7', browser: 'Firefox' }

/** What a browser sends back of the cookies that it was given. */
export function cookieOf(lines: readonly string[]): string {
  return lines.map((line) => line.split(';')[0]).join('; ')
}
