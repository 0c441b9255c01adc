import { z } from 'zod'
import type { People } from '#api/people/ports.ts'
import { type Auth, PROVIDER } from './auth.ts'

const addressSchema = z.object({ url: z.url() })

/**
 * The way to the identity provider and back. better-auth reads the provider's discovery address once,
 * when it is made, and knows no provider where that failed: then it is made anew, so that a provider
 * that was away at the start is found when it is back.
 */
export function atProvider(makeAuth: () => Auth): {
  set: People['atProvider']
  back: (request: Request) => Promise<Response>
} {
  let auth = makeAuth()
  return {
    set: async () => {
      let response = await ask(auth)
      if (!response.ok) {
        auth = makeAuth()
        response = await ask(auth)
      }
      if (!response.ok) return undefined
      const { url } = addressSchema.parse(await response.json())
      return { address: url, cookies: response.headers.getSetCookie() }
    },
    back: (request) => auth.handler(request),
  }
}

async function ask(auth: Auth): Promise<Response> {
  return auth.api.signInSocial({
    body: {
      provider: PROVIDER,
      callbackURL: '/',
      errorCallbackURL: '/sign-in?refused=provider',
      disableRedirect: true,
    },
    asResponse: true,
  })
}
