import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { expect, it, onTestFinished, vi } from 'vitest'
import { jsonInit } from '#test/support/api-host.ts'
import { migratedPostgres } from '#test/support/postgres.ts'
import { json, startProvider } from '#test/support/provider.ts'
import { startServerProcess } from '#test/support/server-process.ts'
import { cookieOf } from '#test/support/sign-in.ts'
import { startSmtp, type TestSmtp } from '#test/support/smtp.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'

const ADA = {
  name: 'Ada',
  email: 'planted-ada@example.com',
  password: 'planted password of Ada',
}
const EVE = { name: 'Eve', email: 'planted-eve@example.com', password: 'planted password of Eve' }
const REFUSED = 'planted-refused@example.com'
const PROVIDER_KEY = 'planted-key-of-an-account'
const HOOK = 'http://127.0.0.1:9/planted-path?planted-query'

/** Tables whose rows hold what nobody may read. */
const HOLDERS = [
  'persons',
  'person_sessions',
  'person_tokens',
  'keys',
  'invitations',
  'endpoints',
  'embeds',
]

const WAIT = { timeout: 20_000 }
const ENV = {
  HEADROOM_VIEW_AS: 'off',
  HEADROOM_LOG: 'debug',
  HEADROOM_SECRET: 'planted-secret-of-the-server-0123456789',
  HEADROOM_OIDC_URL: 'http://127.0.0.1:9/.well-known/openid-configuration',
  HEADROOM_OIDC_CLIENT_ID: 'headroom',
  HEADROOM_OIDC_CLIENT_SECRET: 'planted-client-secret',
}

type Place = {
  env: Record<string, string>
  /** From now on the database refuses whole rows, and says what is in them. */
  breakIt: () => Promise<void>
}

const PLACES: { name: string; open: (folder: string) => Promise<Place | { missing: string }> }[] = [
  {
    name: 'SQLite',
    open: async (folder) => ({
      env: {},
      breakIt: async () => {
        const db = new DatabaseSync(`${folder}/headroom.sqlite`)
        for (const table of HOLDERS) {
          const columns = db.prepare(`select name from pragma_table_info('${table}')`).all()
          const row = columns.map(({ name }) => `coalesce(new."${name}", '')`).join(` || ',' || `)
          db.exec(`create trigger planted_${table} before insert on ${table}
            begin select raise(abort, 'refused "' || ${row} || '"'); end`)
        }
        db.close()
      },
    }),
  },
  {
    name: 'PostgreSQL',
    open: async () => {
      const fresh = await migratedPostgres()
      if ('missing' in fresh) return fresh
      const url = new URL(fresh.url)
      url.password = 'planted-database-password'
      return {
        env: { DATABASE_URL: url.href },
        breakIt: async () => {
          const client = new pg.Client({ connectionString: fresh.url })
          await client.connect()
          await client.query(`create function planted() returns trigger language plpgsql as $$
            begin raise exception 'refused "%"', new using detail = format('Failing row: %s', new),
              hint = format('%s', new); end $$`)
          for (const table of HOLDERS) {
            await client.query(`create trigger planted before insert on ${table}
              for each row execute function planted()`)
          }
          await client.end()
        },
      }
    },
  },
]

type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<{
  status: number
  cookie: string
  reply: { secret?: unknown; url?: unknown; actor?: { member?: { id: string } } }
}>

/** Asks the server, and remembers each cookie and key that it gives. */
function askerOf(address: string, planted: Set<string>): Ask {
  return async (method, path, body, headers = {}) => {
    const init = body === undefined ? { method } : jsonInit(method, body)
    const all = { ...init, headers: { ...init.headers, ...headers } }
    const response = await fetch(`${address}/api/v1/${path}`, all)
    const cookie = cookieOf(response.headers.getSetCookie())
    const value = decodeURIComponent(cookie.split('=')[1] ?? '')
    // An empty one takes a cookie away.
    if (value !== '') planted.add(value)
    const reply = await response.json()
    if (typeof reply.secret === 'string') planted.add(reply.secret)
    return { status: response.status, cookie, reply }
  }
}

/** What people and programs do, well and badly. */
async function everything(ask: Ask, cookie: string) {
  const { email, password } = ADA
  const ada = { cookie }
  const account = { provider: 'postman', key: PROVIDER_KEY }
  const answers = [
    await ask('POST', 'sign-in', { email, password }),
    await ask('POST', 'sign-in', { email, password: 'planted wrong password' }),
    await ask('POST', 'sign-in', { email: 'planted-nobody@example.com', password }),
    await ask('POST', 'sign-in/link', { email }),
    await ask('POST', 'sign-in/provider', {}),
    await ask('POST', 'teams/acme/invitations', { email: REFUSED, roles: ['member'] }, ada),
    await ask('POST', 'teams/acme/service-keys', { name: 'Runner', scopes: ['runs'] }, ada),
    await ask('POST', 'teams/acme/webhooks', { url: HOOK }, ada),
    await ask('POST', 'teams/acme/connections', account, ada),
    await ask('GET', 'session', undefined, { authorization: 'Bearer planted-key' }),
    await ask('GET', 'session', undefined, { cookie: 'headroom.session_token=planted.cookie' }),
  ]
  // Another password comes with another session.
  const changed = await ask('PUT', 'password', { current: password, next: password }, ada)
  const statuses = [...answers, changed].map(({ status }) => status)
  return { statuses, cookie: changed.cookie || cookie }
}

/** A host product has the dashboard embedded for a member, twice by one link. */
async function embedded(ask: Ask, { cookie, member }: { cookie: string; member: string }) {
  const body = { name: 'Product', scopes: ['embed'], roles: ['admin'] }
  const made = await ask('POST', 'teams/acme/service-keys', body, { cookie })
  const product = { authorization: `Bearer ${made.reply.secret}` }
  return async () => {
    const link = await ask('POST', 'teams/acme/embed-links', { member }, product)
    const token = `${link.reply.url}`.split('token=')[1] ?? ''
    if (link.status !== 200) return { statuses: [link.status], token }
    const opened = await ask('POST', 'embed-sessions', { token })
    const again = await ask('POST', 'embed-sessions', { token })
    return { statuses: [link.status, opened.status, again.status], token }
  }
}

function tokenIn({ received }: TestSmtp, to: string, name: 'link' | 'token'): string {
  const mail = received.findLast((each) => each.to.includes(to))
  const source = (mail?.source ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=')
  return new RegExp(`#${name}=([\\w.-]+)`).exec(source)?.[1] ?? ''
}

it.for(PLACES)(
  'nothing that was planted is in the log of a server over $name, through what works and what fails',
  { timeout: 120_000 },
  async ({ open }, { skip }) => {
    const folder = temporaryFolder()
    onTestFinished(folder.remove)
    const data = `${folder.path}/data`
    const place = await open(data)
    if ('missing' in place) return skip(place.missing)
    const smtp = await startSmtp(({ to }) =>
      to.includes(REFUSED) ? { code: 550, text: `5.1.1 ${to} is not known` } : undefined,
    )
    onTestFinished(smtp.close)
    const provider = await startProvider((response) => {
      response.statusCode = 401
      json(response, { error: `not ${PROVIDER_KEY}` })
    })
    onTestFinished(provider.close)
    const mailUrl = smtp.url.replace('//', '//planted-mail-user:planted-mail-password@')
    const env = { ...ENV, ...place.env, SMTP_URL: mailUrl, HEADROOM_POSTMAN_URL: provider.url }
    const server = await startServerProcess({ data, args: ['--empty'], env })
    const planted = new Set<string>()
    const ask = askerOf(server.address, planted)

    const setUp = /set-up#token=(\S+)/.exec(server.stdout())?.[1] ?? ''
    const team = { id: 'acme', name: 'Acme', plan: 'team', zone: 'UTC' }
    const first = await ask('POST', 'set-up', { token: setUp, ...ADA, team })
    const { statuses: worked, cookie } = await everything(ask, first.cookie)
    await vi.waitFor(() => expect(tokenIn(smtp, ADA.email, 'link')).not.toBe(''), WAIT)
    const link = { token: tokenIn(smtp, ADA.email, 'link') }
    await ask('POST', 'sign-in/link/use', link)
    await ask('POST', 'sign-in/link/use', link)
    const invitation = { email: EVE.email, roles: ['member'] }
    await ask('POST', 'teams/acme/invitations', invitation, { cookie })
    await vi.waitFor(() => expect(tokenIn(smtp, EVE.email, 'token')).not.toBe(''), WAIT)
    const token = tokenIn(smtp, EVE.email, 'token')
    planted.add(link.token).add(token)

    const session = await ask('GET', 'session?team=acme', undefined, { cookie })
    const member = session.reply.actor?.member?.id ?? ''
    const embed = await embedded(ask, { cookie, member })
    const shown = await embed()
    expect(shown.statuses).toEqual([200, 200, 410])
    planted.add(shown.token)

    await place.breakIt()
    expect((await embed()).statuses).toEqual([500])
    const { name, password } = EVE
    const accepted = await ask('POST', 'invitations/accept', { token, person: { name, password } })
    const { statuses: failed } = await everything(ask, cookie)
    const { stdout, stderr } = await server.stop()
    const said = `${stdout.replaceAll(setUp, '')}${stderr}`
    expect(worked).toEqual([200, 401, 401, 200, 503, 200, 200, 200, 409, 401, 200, 200])
    expect(failed).toEqual([500, 401, 401, 500, 503, 500, 500, 500, 409, 401, 200, 500])
    expect(accepted.status).toBe(500)
    // What follows is only worth something if all of it was told of.
    for (const told of [
      'request failed',
      'a mail of sign-in was not sent',
      'said by the library',
    ]) {
      expect(said).toContain(told)
    }
    expect(planted.size).toBeGreaterThan(6)
    for (const secret of planted) expect(said).not.toContain(secret)
    expect(said.match(/.*planted.*/)?.[0] ?? '').toBe('')
  },
)
