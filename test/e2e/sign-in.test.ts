import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserForTests } from '#test/support/browser.ts'
import type { ServerProcess } from '#test/support/server-process.ts'
import { startServerProcess } from '#test/support/server-process.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { visitsOf } from './support/visits.ts'

const ADA = { name: 'Ada Byron', email: 'ada@example.com', password: 'correct horse battery' }

let server: ServerProcess
const folder = temporaryFolder()
beforeAll(async () => {
  server = await startServerProcess({
    data: `${folder.path}/data`,
    args: ['--empty'],
    env: { HEADROOM_VIEW_AS: 'off' },
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
    const { keyboard } = page
    await page.getByLabel('Name', { exact: true }).focus()
    await keyboard.type(ADA.name)
    for (const text of [ADA.email, ADA.password, 'Acme']) {
      await keyboard.press('Tab')
      await keyboard.type(text)
    }
    await keyboard.press('Enter')
    await page.getByRole('link', { name: `${ADA.name}, account` }).waitFor()
    await page.getByText('Acme', { exact: true }).first().waitFor()
  })

  it('asks who is there, refuses a guess, and leads to the page that was asked for', async () => {
    const page = await visit('/flows', { expects: /401/ })
    await signIn(page, 'a wrong guess')
    await page.getByText('E-mail address or password is not right.').waitFor()
    await signIn(page, ADA.password)
    await page.getByRole('heading', { name: 'Flows credits' }).waitFor()
    await page.getByRole('link', { name: `${ADA.name}, account` }).click()
    await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await page.getByText('Acme', { exact: true }).count()).toBe(0)
  })
})
