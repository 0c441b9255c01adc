import type { Logger } from 'pino'
import type { Carriers, Mail } from '#api/delivery/ports.ts'
import { postMail } from '#api/delivery/post-mail.ts'
import type { Store } from '#api/ports.ts'
import type { Config } from '../config.ts'
import type { Engine } from '../database/engine.ts'
import { invitationMail } from './invitation-mail.ts'
import { linkMail } from './link-mail.ts'
import { createSignIn, type SignIn } from './people.ts'
import { secretOf } from './secret.ts'

/** Sign-in as the operator set it up. */
export async function startSignIn(options: {
  config: Config
  engine: Engine
  store: Store
  publicUrl: string
  mail: Carriers['mail']
  log: Logger
}): Promise<SignIn> {
  const { config, engine, store, publicUrl, mail, log } = options
  const signIn = createSignIn({
    engine,
    publicUrl,
    secret: await secretOf(config),
    provider: config.oidc,
    mayJoin: (email) => store.isInvited(email, Date.now()),
    log: (level, why) => log[level]({ from: 'sign-in', why }, 'said by the library'),
    sendInvitation: async ({ team, ...invitation }) =>
      void send(invitationMail({ ...invitation, team: team.name, publicUrl }), team.id),
    sendLink: async ({ email, token }) => {
      const person = await signIn.people.find(email)
      if (!person) return
      // Not waited for: how long it takes would tell who is known.
      void send(linkMail({ ...person, token, publicUrl }))
    },
  })
  return signIn

  /** Nobody waits for it; whatever goes wrong is told here, and ends nothing. */
  async function send(letter: Mail, team?: string): Promise<void> {
    try {
      await sendOrKeep(letter, team)
    } catch (error) {
      log.error({ from: 'sign-in', err: error }, 'a mail of sign-in was neither sent nor kept')
    }
  }

  async function sendOrKeep(letter: Mail, team?: string): Promise<void> {
    const at = Date.now()
    const of = team === undefined ? {} : { team }
    const { kind, detail } = await postMail(letter, { carry: mail, store, at, ...of })
    if (kind === 'failed') log.error({ from: 'sign-in', detail }, 'a mail of sign-in was not sent')
  }
}
