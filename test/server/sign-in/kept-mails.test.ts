import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { readConfig } from '#server/config.ts'
import { createSqlStore } from '#server/database/store.ts'
import { startSignIn } from '#server/sign-in/start-sign-in.ts'
import { ENGINES } from '#test/support/engines.ts'
import { PUBLIC_URL, SECRET } from '#test/support/sign-in.ts'
import { addAcme } from '#test/support/team.ts'

const EVE = { name: 'Eve', email: 'eve@example.com' }
const ORIGIN = { address: '192.0.2.7', browser: 'Firefox' }

describe.each(ENGINES)('mails of sign-in that nothing can send ($name)', ({ open }) => {
  it('are kept: an invitation with its team, a link with none', async (context) => {
    const engine = await open()
    if ('missing' in engine) return context.skip(`no PostgreSQL on this machine: ${engine.missing}`)
    const store = createSqlStore(engine)
    await addAcme(store)
    const { people } = await startSignIn({
      config: readConfig({ HEADROOM_SECRET: SECRET }),
      engine,
      store,
      publicUrl: PUBLIC_URL,
      mail: async () => ({ kind: 'kept', detail: 'There is no mail server.' }),
      log: pino({ level: 'silent' }),
    })
    const kept = async () =>
      (await store.keptMails({ limit: 10 })).map(({ subject, team }) => ({ subject, team }))
    const team = { id: 'acme', name: 'Acme' }
    await people.mailInvitation({ email: EVE.email, token: 'acme.t', team, by: 'Ada' })
    const invitation = { subject: 'Ada invites you to Acme on Headroom', team: 'acme' }
    await expect.poll(kept).toEqual([invitation])
    await people.create({ ...EVE, password: undefined, operator: false })
    await people.sendLink({ email: EVE.email, origin: ORIGIN })
    const link = { subject: 'Sign in to Headroom', team: undefined }
    await expect.poll(kept).toEqual(expect.arrayContaining([invitation, link]))
    await engine.close()
  })
})
