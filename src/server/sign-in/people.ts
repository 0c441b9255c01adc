import { isSameHash } from '#api/keys/key-text.ts'
import type { People } from '#api/people/ports.ts'
import { hashOf, newToken } from '#api/people/tokens.ts'
import { atProvider } from './at-provider.ts'
import { type Auth, createAuth, type SignInOptions } from './auth.ts'
import { PASSWORD, personFrom } from './person.ts'
import { sessionsOf } from './sessions.ts'
import { tidyPersons } from './tidy-persons.ts'
import { type Tickets, waysIn } from './ways-in.ts'

const SETUP_MS = 24 * 3_600_000
const SETUP = 'setup'

export type SignIn = {
  people: People
  /** A one-time token for the first start; nothing once somebody looks after the server. */
  setUp: () => Promise<string | undefined>
  /** Takes away links and sessions that are over, at most so many of each, and gives how many. */
  tidy: (limit: number) => Promise<number>
  /** What an identity provider sends the browser back to. */
  callback: (request: Request) => Promise<Response>
}

/** Sign-in over better-auth. */
export function createSignIn(options: SignInOptions): SignIn {
  const tickets: Tickets = new Map()
  const sendLink: SignInOptions['sendLink'] = async ({ email, token, ticket }) => {
    const take = ticket === undefined ? undefined : tickets.get(ticket)
    return take ? take(token) : options.sendLink({ email, token })
  }
  // Of its own: what becomes of a provider that is away is nothing to the other ways in.
  const auth = createAuth({ ...options, provider: undefined, sendLink })
  const provider = atProvider(() => createAuth({ ...options, sendLink }))
  return {
    people: {
      ways: { link: true, provider: options.provider?.name },
      ...waysIn(auth, tickets),
      atProvider: provider.set,
      ...sessionsOf(auth),
      ...personsOf(auth),
      mailInvitation: options.sendInvitation,
    },
    setUp: () => setUp(auth),
    tidy: (limit) => tidyPersons(options.engine, { at: Date.now(), limit }),
    callback: provider.back,
  }
}

function personsOf(
  auth: Auth,
): Pick<People, 'find' | 'create' | 'forget' | 'awaitsSetUp' | 'isSetup' | 'takeSetup'> {
  return {
    find: async (email) => {
      const { internalAdapter } = await auth.$context
      const found = await internalAdapter.findUserByEmail(email.toLowerCase())
      return found ? personFrom(found.user) : undefined
    },
    create: async ({ password, ...person }) => {
      const { internalAdapter, password: passwords } = await auth.$context
      const email = person.email.toLowerCase()
      const made = { ...person, email, emailVerified: true }
      const user = await internalAdapter.createUser(made, { method: 'admin' })
      if (password !== undefined) {
        await internalAdapter.linkAccount({
          userId: user.id,
          providerId: PASSWORD,
          accountId: user.id,
          password: await passwords.hash(password),
        })
      }
      return personFrom(user)
    },
    forget: async (person) => {
      const { internalAdapter } = await auth.$context
      await internalAdapter.deleteUser(person)
    },
    awaitsSetUp: async () => !(await hasOperator(auth)),
    isSetup: (token) => isSetup(auth, token),
    takeSetup: async (token) => {
      if (!(await isSetup(auth, token))) return false
      const { internalAdapter } = await auth.$context
      // Of any number who come with it at once, one has it.
      const taken = await internalAdapter.consumeVerificationValue(SETUP)
      return taken !== null && !(await hasOperator(auth))
    },
  }
}

async function hasOperator(auth: Auth): Promise<boolean> {
  const { adapter } = await auth.$context
  return (await adapter.count({ model: 'user', where: [{ field: 'operator', value: true }] })) > 0
}

async function isSetup(auth: Auth, token: string): Promise<boolean> {
  const { internalAdapter } = await auth.$context
  const open = await internalAdapter.findVerificationValue(SETUP)
  if (!open || open.expiresAt.getTime() <= Date.now()) return false
  return isSameHash(open.value, hashOf(token))
}

/** There is one at a time: a later start's takes an earlier one's place. */
async function setUp(auth: Auth): Promise<string | undefined> {
  const { internalAdapter } = await auth.$context
  await internalAdapter.deleteVerificationByIdentifier(SETUP)
  if (await hasOperator(auth)) return undefined
  const token = newToken()
  await internalAdapter.createVerificationValue({
    identifier: SETUP,
    value: hashOf(token),
    expiresAt: new Date(Date.now() + SETUP_MS),
  })
  return token
}
