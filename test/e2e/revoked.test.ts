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
const MEMBERS = '/api/v1/teams/acme/members'

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
    await bo.getByRole('switch', { name: FLOWS }).click()
    const dialog = bo.getByRole('alertdialog')
    await dialog.getByText('$10 for each 1,000 credits').waitFor()
    const ada = await open('/team', ADA)
    const { members } = await (await ada.request.get(MEMBERS)).json()
    const { id } = members.find(({ email }: { email: string }) => email === BO.email)
    const data = { roles: ['member'] }
    expect((await ada.request.put(`${MEMBERS}/${id}/roles`, { data })).status()).toBe(200)
    await dialog.getByRole('button', { name: 'Turn on' }).click()
    const said = bo.getByRole('region', { name: 'Notifications' })
    await said.getByText(/Only a Billing admin of the team can/).waitFor()
    const locked = () => bo.getByRole('switch', { name: FLOWS }).getAttribute('aria-disabled')
    await expect.poll(locked).toBe('true')
    const { entries } = await (await ada.request.get('/api/v1/teams/acme/audit')).json()
    const actions = entries.map(({ action }: { action: string }) => action)
    expect(actions).not.toContain('pay-as-you-go-switched')
  })
})
