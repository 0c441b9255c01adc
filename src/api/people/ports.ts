import type { Millis } from '#shared/credits/amounts.ts'

/** Somebody who can sign in. In which teams they are members, the teams know. */
export type Person = {
  id: string
  name: string
  email: string
  /** Looks after this server: sees what belongs to no team, and makes teams. */
  operator: boolean
}

/** Where a request comes from: for the list of sessions, and for the record. */
export type Origin = { address: string | undefined; browser: string | undefined }

/** One browser that somebody is signed in with. */
export type PersonSession = { id: string; startedAt: Millis; seenAt: Millis } & Origin

/** Somebody has shown who they are: these lines set their session's cookie. */
export type Entered = { person: Person; cookies: readonly string[] }

/** What the host knows of who someone is. */
export type People = {
  ways: {
    /** Links are mailed, or kept for the operator where there is no mail server. */
    link: boolean
    /** The name of the identity provider, where there is one. */
    provider: string | undefined
  }
  /** Whose session the request's cookie is. */
  signedIn: (headers: Headers) => Promise<{ person: Person; session: string } | undefined>
  withPassword: (asked: {
    email: string
    password: string
    origin: Origin
  }) => Promise<Entered | undefined>
  /** Takes as long, and says as much, for somebody who isn't known. */
  sendLink: (asked: { email: string; origin: Origin }) => Promise<void>
  withLink: (asked: { token: string; origin: Origin }) => Promise<Entered | undefined>
  /** Where the browser is to go to sign in with the provider, with cookies to be set. */
  atProvider: () => Promise<{ address: string; cookies: readonly string[] } | undefined>
  /** Cookies that end the session in this browser; it is over on the server too. */
  leave: (headers: Headers) => Promise<readonly string[]>
  sessions: (person: string) => Promise<PersonSession[]>
  /** Whether the person had such a session. */
  endSession: (asked: { person: string; session: string }) => Promise<boolean>
  endOthers: (asked: { person: string; session: string }) => Promise<void>
  /** Starts a session for somebody whose address was shown to be theirs in another way. */
  enter: (asked: { email: string; origin: Origin }) => Promise<Entered | undefined>
  mailInvitation: (invitation: {
    email: string
    token: string
    team: { id: string; name: string }
    by: string
  }) => Promise<void>
  find: (email: string) => Promise<Person | undefined>
  /** Somebody new, whose address was shown to be theirs. */
  create: (person: {
    name: string
    email: string
    password: string | undefined
    operator: boolean
  }) => Promise<Person>
  /** Somebody who was just made known, and can't be let in after all: nothing of them is left. */
  forget: (person: string) => Promise<void>
  /**
   * A first password where there is none, else another one in place of `current`; then the person's
   * other sessions are over. Nothing when `current` is not theirs.
   */
  changePassword: (asked: {
    headers: Headers
    current: string | undefined
    next: string
  }) => Promise<readonly string[] | undefined>
  /** Whether nobody looks after the server yet. */
  awaitsSetUp: () => Promise<boolean>
  /** Whether it is the token of the first start, as yet unused. */
  isSetup: (token: string) => Promise<boolean>
  /** Uses up the one-time token of the first start. */
  takeSetup: (token: string) => Promise<boolean>
}
