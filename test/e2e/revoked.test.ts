import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { browserForTests } from '#test/support/browser.ts'
import { type ServerProcess, startServerProcess } from '#test/support/server-process.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { visitsOf } from './support/visits.ts'

const PASSWORD = 'correct horse battery'
const ADA = { name: 'Ada', email: 'ada@example.com' }
const BO = { name: 'Bo', email: 'bo@example.com' }
const EVE = { name: 'Eve', email: 'eve@example.com' }
const FLOWS = 'Pay-as-you-go for Flows credits'
const PATIENCE_MS = 20_000
const TEAM = '/api/v1/teams/acme'
const MEMBERS = `${TEAM}/members`

let server: ServerProcess
const folder = temporaryFolder()
const browser = browserForTests()
const visit = visitsOf(browser, () => server.address)

/** Ada is Admin and Billing, Bo is Billing, Eve is a Member. */
beforeAll(async () => {
  server = await startServerProcess({ data: `${folder.path}/data`, args: ['--empty'] })
  const token = /set-up#token=(\S+)/.exec(server.stdout())?.[1]
  const team = { id: 'acme', name: 'Acme', plan: 'team', zone: 'UTC' }
  const made = await post('/api/v1/set-up', { token, ...ADA, password: PASSWORD, team })
  const cookie = made.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  for (const [person, role] of [[BO, 'billing'] as const, [EVE, 'member'] as const]) {
    const body = { email: person.email, roles: [role] }
    expect((await post('/api/v1/teams/acme/invitations', body, cookie)).status).toBe(200)
    const joined = await post('/api/v1/invitations/accept', {
      token: await invitationOf(person.email, cookie),
      person: { name: person.name, password: PASSWORD },
    })
    expect(joined.status).toBe(200)
  }
})
afterAll(async () => {
  await server?.stop()
  folder.remove()
})

function post(path: string, body: object, cookie = ''): Promise<Response> {
  return fetch(`${server.address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  })
}

async function invitationOf(email: string, cookie: string): Promise<string> {
  // Nobody waits for a mail of sign-in.
  return vi.waitFor(async () => {
    const kept = await fetch(`${server.address}/api/v1/kept-mails`, { headers: { cookie } })
    const { mails } = await kept.json()
    const mail = mails.find(({ to }: { to: { address: string } }) => to.address === email)
    const token = /#token=(\S+)/.exec(mail?.text ?? '')?.[1]
    if (token === undefined) throw new Error(`no invitation of ${email} is kept`)
    return decodeURIComponent(token)
  }, PATIENCE_MS)
}

/** A browser of its own, signed in. */
async function open(path: string, person: { email: string }, expects?: RegExp): Promise<Page> {
  const page = await visit('/api/docs', expects ? { expects } : {})
  const data = { email: person.email, password: PASSWORD }
  expect((await page.request.post('/api/v1/sign-in', { data })).status()).toBe(200)
  await page.goto(path)
  return page
}

async function idOf(ada: Page, email: string): Promise<string> {
  const { members } = await (await ada.request.get(MEMBERS)).json()
  return members.find((member: { email: string }) => member.email === email).id
}

async function giveRoles(ada: Page, given: { email: string; roles: string[] }): Promise<void> {
  const path = `${MEMBERS}/${await idOf(ada, given.email)}/roles`
  expect((await ada.request.put(path, { data: { roles: given.roles } })).status()).toBe(200)
}

/** Where a link opens the dashboard of the member, as a host product with the key asks for it. */
async function linkOf(key: string, member: string): Promise<string> {
  const made = await fetch(`${server.address}${TEAM}/embed-links`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ member }),
  })
  const { url } = await made.json()
  return `${url}`
}

describe('a page that is open in another browser', () => {
  it('is signed out with its session, asks who is there, and goes on where it was', async () => {
    const open1 = await open('/account', ADA)
    const open2 = await open('/flows', ADA, /401/)
    await open2.getByRole('heading', { name: 'Flows credits' }).waitFor()
    await open1.reload()
    await open1.getByRole('button', { name: 'Sign out everywhere else' }).click()
    await open1.getByText('Signed out everywhere else.').waitFor()
    // Nobody touches it: its stream of events is over.
    await open2.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await open2.getByText('Flows credits').count()).toBe(0)
    await open2.getByLabel('E-mail address').fill(ADA.email)
    await open2.getByLabel('Password').fill(PASSWORD)
    await open2.getByRole('button', { name: 'Sign in', exact: true }).click()
    await open2.getByRole('heading', { name: 'Flows credits' }).waitFor()
    expect(new URL(open2.url()).pathname).toBe('/flows')
  })

  it('of somebody who gets another role, follows it without being touched', async () => {
    const eve = await open('/flows', EVE, /403/)
    const account = eve.getByRole('link', { name: /^Eve .*account$/ })
    await account.waitFor()
    const ada = await open('/team', ADA)
    for (const [role, word] of [['billing', 'Billing'] as const, ['member', 'Member'] as const]) {
      await giveRoles(ada, { email: EVE.email, roles: [role] })
      await account.getByText(word).waitFor()
      const locked = role === 'billing' ? null : 'true'
      const state = () => eve.getByRole('switch', { name: FLOWS }).getAttribute('aria-disabled')
      await expect.poll(state).toBe(locked)
    }
  })

  it('of somebody who is removed shows nothing of the team any more', async () => {
    const eve = await open('/', EVE, /404/)
    await eve.getByRole('link', { name: /^Eve .*account$/ }).waitFor()
    const ada = await open('/team', ADA)
    await ada.getByRole('button', { name: 'Remove Eve' }).click()
    await ada.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await ada.getByText('Eve is no longer in').waitFor()
    await eve.getByRole('heading', { name: 'You are in no team yet' }).waitFor()
    expect(await eve.getByText('Acme', { exact: true }).count()).toBe(0)
  })

  it('with a decision about money open, is refused it once the role is gone', async () => {
    const bo = await open('/flows', BO, /403/)
    // Else it would follow by itself, before it is asked.
    await bo.route(/\/events-stream$/, () => undefined)
    await bo.reload()
    await bo.getByRole('switch', { name: FLOWS }).click()
    const dialog = bo.getByRole('alertdialog')
    await dialog.getByText('$10 for each 1,000 credits').waitFor()
    const ada = await open('/team', ADA)
    await giveRoles(ada, { email: BO.email, roles: ['member'] })
    await dialog.getByRole('button', { name: 'Turn on' }).click()
    const said = bo.getByRole('region', { name: 'Notifications' })
    await said.getByText(/Only a Billing admin of the team can/).waitFor()
    const locked = () => bo.getByRole('switch', { name: FLOWS }).getAttribute('aria-disabled')
    await expect.poll(locked).toBe('true')
    const { entries } = await (await ada.request.get('/api/v1/teams/acme/audit')).json()
    const actions = entries.map(({ action }: { action: string }) => action)
    expect(actions).not.toContain('pay-as-you-go-switched')
  })

  it('that is embedded, follows the roles of its key’s maker, and the key', async () => {
    const ada = await open('/team', ADA)
    await giveRoles(ada, { email: BO.email, roles: ['billing', 'member'] })
    const data = { name: 'Portal', scopes: ['embed'], roles: ['billing', 'member'] }
    const made = await ada.request.post(`${TEAM}/service-keys`, { data })
    const { id, secret } = await made.json()
    const bo = await visit(await linkOf(secret, await idOf(ada, BO.email)), { expects: /40[13]/ })
    const header = bo.getByRole('banner')
    await header.getByText('Billing', { exact: false }).first().waitFor()
    await giveRoles(ada, { email: ADA.email, roles: ['admin'] })
    await header.getByText('Member', { exact: true }).waitFor()
    expect((await ada.request.delete(`${TEAM}/service-keys/${id}`)).status()).toBe(200)
    await bo.getByRole('heading', { name: 'This view is over' }).waitFor()
  })
})
