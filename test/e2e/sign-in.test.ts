import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserForTests } from '#test/support/browser.ts'
import type { ServerProcess } from '#test/support/server-process.ts'
import { startServerProcess } from '#test/support/server-process.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { operator } from './support/acme.ts'
import { expectAccessible } from './support/checks.ts'
import { visitsOf } from './support/visits.ts'

const ADA = { name: 'Ada Byron', email: 'ada@example.com', password: 'correct horse battery' }

let server: ServerProcess
const folder = temporaryFolder()
beforeAll(async () => {
  server = await startServerProcess({
    data: `${folder.path}/data`,
    args: ['--empty'],
  })
})
afterAll(async () => {
  await server?.stop()
  folder.remove()
})

const browser = browserForTests()
const visit = visitsOf(browser, () => server.address)

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(ADA.email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

describe('a server of one’s own', () => {
  it('is set up with the link of its terminal, by keyboard, and shows the first team', async () => {
    const link = /http\S+\/set-up#token=\S+/.exec(server.stdout())?.[0] ?? ''
    const page = await visit(link.slice(server.address.length))
    await page.getByRole('button', { name: 'Set up', exact: true }).waitFor()
    await expectAccessible(page)
    const { keyboard } = page
    await page.getByLabel('Name', { exact: true }).focus()
    await keyboard.type(ADA.name)
    for (const text of [ADA.email, ADA.password, 'Acme']) {
      await keyboard.press('Tab')
      await keyboard.type(text)
    }
    await keyboard.press('Enter')
    await page.getByRole('link', { name: /^Ada Byron .*, account$/ }).waitFor()
    await page.getByText('Acme', { exact: true }).first().waitFor()
  })

  it('asks who is there, refuses a guess, and leads to the page that was asked for', async () => {
    const page = await visit('/flows', { expects: /401/ })
    await signIn(page, 'a wrong guess')
    await page.getByText('E-mail address or password is not right.').waitFor()
    await signIn(page, ADA.password)
    await page.getByRole('heading', { name: 'Flows credits' }).waitFor()
    await page.getByRole('link', { name: /^Ada Byron .*, account$/ }).click()
    await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await page.getByText('Acme', { exact: true }).count()).toBe(0)
  })

  it('its operator makes another team, and a key of their own that reads it', async () => {
    const page = await visit('/account')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await expectAccessible(page)
    await signIn(page, ADA.password)
    await page.getByRole('link', { name: 'New team' }).click()
    await page.getByRole('heading', { name: 'New team' }).waitFor()
    await expectAccessible(page)
    await page.getByLabel('Team name').fill('Beta & Söhne')
    await page.getByRole('button', { name: 'Make the team' }).click()
    await page.getByRole('button', { name: /^Team: Beta & Söhne/ }).waitFor()
    await page.getByRole('link', { name: /^Ada Byron .*, account$/ }).click()
    const keys = page.getByRole('region', { name: 'Your keys for Beta & Söhne' })
    await keys.getByLabel('What it is for').fill('My script')
    await keys.getByRole('button', { name: 'Make a key' }).click()
    const secret = await keys.getByText(/^hrp_[0-9a-f]{16}_[\w-]{43}$/).textContent()
    await expectAccessible(page)
    const headers = { 'x-api-key': secret ?? '' }
    const reads = async () =>
      (await fetch(`${server.address}/api/v1/teams/beta-sohne/usage`, { headers })).status
    expect(await reads()).toBe(200)
    await keys.getByRole('button', { name: 'Revoke My script' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('The key My script is revoked.').waitFor()
    expect(await reads()).toBe(401)
  })

  it('somebody who is invited joins, and is in no team once they are removed', async () => {
    const data = ['--data', `${folder.path}/data`]
    const invite = ['invite', 'acme', 'eve@example.com', ...data]
    expect((await operator('team', invite)).stderr).toBe(
      'The Free plan has 1 seat, and it is taken.\n',
    )
    await operator('team', ['plan', 'acme', 'team', ...data])
    const invited = await operator('team', invite)
    const link = /#token=\S+/.exec(invited.stdout)?.[0] ?? ''
    const page = await visit(`/invitation${link}`, { expects: /404/ })
    await page.getByRole('heading', { name: 'Join Acme' }).waitFor()
    await expectAccessible(page)
    await page.getByLabel('Your name').fill('Eve')
    await page.getByLabel('Password').fill('another horse battery')
    await page.getByRole('button', { name: 'Join the team' }).click()
    await page.getByRole('link', { name: 'Eve Member, account' }).waitFor()

    const admin = await visit('/team?team=acme')
    await signIn(admin, ADA.password)
    await admin.getByRole('button', { name: 'Remove Eve' }).click()
    await admin.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await admin.getByText('Eve is no longer in').waitFor()
    await page.goto('/')
    await page.getByRole('heading', { name: 'You are in no team yet' }).waitFor()
    await expectAccessible(page)
  })
})
