import { z } from 'zod'
import type { Entered, Origin, People } from '#api/people/ports.ts'
import { ADDRESS_HEADER, type Auth } from './auth.ts'
import { personFrom } from './person.ts'

type Ways = Pick<People, 'withPassword' | 'sendLink' | 'withLink' | 'enter'>

/** Takes the token of a link that nobody is mailed, because whoever asks has shown who they are. */
export type Tickets = Map<string, (token: string) => void>

const signedInSchema = z.object({
  user: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    operator: z.boolean().optional(),
  }),
})

export function waysIn(auth: Auth, tickets: Tickets): Ways {
  const withLink: Ways['withLink'] = async ({ token, origin }) => {
    const asked = { query: { token }, headers: headersOf(origin) }
    return entered(await auth.api.magicLinkVerify({ ...asked, asResponse: true }))
  }
  return {
    withLink,
    withPassword: async ({ email, password, origin }) => {
      const asked = { body: { email, password }, headers: headersOf(origin) }
      return entered(await auth.api.signInEmail({ ...asked, asResponse: true }))
    },
    sendLink: async ({ email, origin }) => {
      await auth.api.signInMagicLink({ body: { email }, headers: headersOf(origin) })
    },
    enter: async ({ email, origin }) => {
      const ticket = crypto.randomUUID()
      let token = ''
      tickets.set(ticket, (given) => {
        token = given
      })
      try {
        const body = { email, metadata: { ticket } }
        await auth.api.signInMagicLink({ body, headers: headersOf(origin) })
      } finally {
        tickets.delete(ticket)
      }
      return withLink({ token, origin })
    },
  }
}

async function entered(response: Response): Promise<Entered | undefined> {
  // A link that is used up leads elsewhere instead of being refused.
  if (response.status !== 200) return undefined
  const { user } = signedInSchema.parse(await response.json())
  return { person: personFrom(user), cookies: response.headers.getSetCookie() }
}

function headersOf({ address, browser }: Origin): Headers {
  const headers = new Headers()
  if (address !== undefined) headers.set(ADDRESS_HEADER, address)
  if (browser !== undefined) headers.set('user-agent', browser)
  return headers
}
