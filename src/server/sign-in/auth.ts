import { betterAuth } from 'better-auth'
import { genericOAuth, magicLink } from 'better-auth/plugins'
import type { People } from '#api/people/ports.ts'
import { SESSION_ENDS_AFTER } from '#shared/credits/session.ts'
import type { Engine } from '../database/engine.ts'
import { authDatabase } from './auth-database.ts'

/** Where an identity provider sends people back to. */
export const AUTH_PATH = '/api/auth'
export const PROVIDER = 'oidc'

/** A header of our own making: the address that a request came from, for the list of sessions. */
export const ADDRESS_HEADER = 'x-headroom-address'

const LINK_S = 15 * 60

export type SignInOptions = {
  engine: Engine
  /** What the browser calls this server. */
  publicUrl: string
  secret: string
  provider: OidcProvider | undefined
  /** Sends, or keeps, the mail with a sign-in link, if anybody has that address. */
  sendLink: (link: { email: string; token: string; ticket?: string }) => Promise<void>
  /** Sends, or keeps, the mail with an invitation. */
  sendInvitation: People['mailInvitation']
  /** Whether somebody who is not known yet may come in by an identity provider. */
  mayJoin: (email: string) => Promise<boolean>
  log: (level: 'error' | 'warn', message: string) => void
}

export type OidcProvider = {
  name: string
  discoveryUrl: string
  clientId: string
  clientSecret: string | undefined
}

export type Auth = ReturnType<typeof createAuth>

/** better-auth's core: who someone is. Teams, roles and keys are ours. */
export function createAuth(options: SignInOptions) {
  const { engine, publicUrl, secret, provider, sendLink, mayJoin, log } = options
  const isSecure = publicUrl.startsWith('https:')
  return betterAuth({
    baseURL: publicUrl,
    basePath: AUTH_PATH,
    secret,
    database: authDatabase(engine),
    telemetry: { enabled: false },
    // The messages alone: what comes after them may hold addresses and parameters.
    logger: {
      level: 'warn',
      log: (level, message) => log(level === 'error' ? 'error' : 'warn', message),
    },
    user: {
      modelName: 'persons',
      additionalFields: { operator: { type: 'boolean', input: false, defaultValue: false } },
    },
    session: {
      modelName: 'person_sessions',
      expiresIn: SESSION_ENDS_AFTER / 1_000,
      // Use does not put the end off; when a session was used is written down in `sessions.ts`.
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    account: {
      modelName: 'person_accounts',
      encryptOAuthTokens: true,
      updateAccountOnSignIn: false,
    },
    verification: { modelName: 'person_tokens', storeIdentifier: 'hashed' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 200,
    },
    rateLimit: { enabled: false },
    onAPIError: {
      errorURL: '/sign-in?refused=provider',
      // Else the library writes the whole error to the console, too.
      onError: (error) => log('error', error instanceof Error ? error.message : 'it failed'),
    },
    advanced: {
      // The prefix that keeps another site of the same domain from setting them is put on by hand:
      // it needs a secure address, which loopback without TLS is not.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: isSecure, httpOnly: true, sameSite: 'lax', path: '/' },
      cookiePrefix: isSecure ? '__Host-headroom' : 'headroom',
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    databaseHooks: {
      user: {
        create: {
          // Whom the API makes known, outside of any endpoint, was invited; a provider may know
          // people who were not.
          before: async (user, endpoint) =>
            !endpoint || (user.emailVerified && (await mayJoin(user.email))) ? undefined : false,
        },
      },
    },
    plugins: [
      magicLink({
        disableSignUp: true,
        expiresIn: LINK_S,
        storeToken: 'hashed',
        sendMagicLink: ({ email, token, metadata }) => {
          const ticket: unknown = metadata?.ticket
          return sendLink({ email, token, ...(typeof ticket === 'string' ? { ticket } : {}) })
        },
      }),
      ...(provider
        ? [
            genericOAuth({
              config: [
                {
                  providerId: PROVIDER,
                  ...provider,
                  requireIdTokenVerification: true,
                  scopes: ['openid', 'email', 'profile'],
                },
              ],
            }),
          ]
        : []),
    ],
  })
}
