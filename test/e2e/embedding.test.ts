import { createServer, type Server } from 'node:http'
import type { BrowserContext, Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { browserForTests } from '#test/support/browser.ts'
import { runToEnd, type ServerProcess, startServerProcess } from '#test/support/server-process.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { makeAcme } from './support/acme.ts'
import { axeViolations, ready, sidewaysScroll } from './support/checks.ts'

const PATIENCE_MS = 40_000
const ADA = { name: 'Ada Owner', email: 'ada@own.example', password: 'correct horse battery' }
const linkSchema = z.object({ url: z.string(), expiresAt: z.number() })

const folder = temporaryFolder()
const data = `${folder.path}/data`
/** Pages of other sites: `localhost` is another one than `127.0.0.1`. */
let product: Site
let stranger: Site
let server: ServerProcess
let key = ''

beforeAll(async () => {
  product = await openSite()
  stranger = await openSite()
  server = await startServerProcess({
    data,
    args: ['--empty'],
    env: { HEADROOM_VIEW_AS: 'off', HEADROOM_EMBED_IN: product.origin },
  })
  await makeAcme(data)
  key = await makeKey()
})
afterAll(async () => {
  await server?.stop()
  product?.close()
  stranger?.close()
  folder.remove()
})

const browser = browserForTests()
const contexts: BrowserContext[] = []
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
})

async function profile(): Promise<BrowserContext> {
  const context = await browser().newContext({ reducedMotion: 'reduce', locale: 'en-GB' })
  context.setDefaultTimeout(PATIENCE_MS)
  contexts.push(context)
  return context
}

/** A page of the site with `src` in a frame, and that frame. */
async function framed(site: Site, src: string): Promise<{ page: Page; frame: () => Frame }> {
  const page = await (await profile()).newPage()
  await page.goto(`${site.origin}/?${new URLSearchParams({ src })}`)
  const frame = () => {
    const [, inner] = page.frames()
    if (!inner) throw new Error('there is no frame')
    return inner
  }
  return { page, frame }
}

async function link(member: string, path = '/'): Promise<string> {
  const response = await fetch(`${server.address}/api/v1/teams/acme/embed-links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ member, path }),
  })
  return linkSchema.parse(await response.json()).url
}

describe('a host product', () => {
  it('shows the dashboard of a member in a frame of its own page', async () => {
    const { frame } = await framed(product, await link('cleo'))
    await frame().getByText('Cleo Marsh').waitFor()
    expect(
      await frame()
        .getByRole('link', { name: /account/ })
        .count(),
    ).toBe(0)
    expect(await frame().getByRole('link', { name: 'Team', exact: true }).count()).toBe(0)
    await frame().getByRole('navigation').getByRole('link', { name: 'AI credits' }).click()
    await frame().getByRole('heading', { name: 'AI credits' }).waitFor()
    // Its session is the frame's, not the link's.
    await frame().evaluate(() => location.reload())
    await frame().getByRole('heading', { name: 'AI credits' }).waitFor()
    await frame().getByText('Cleo Marsh').waitFor()
  })

  it('shows the page that it asked for, to whoever may see it', async () => {
    const { frame } = await framed(product, await link('ada', '/flows'))
    await frame().getByRole('heading', { name: 'Flows credits' }).waitFor()
    await frame().getByText('Ada Byron').waitFor()
  })

  it.each([
    ['the embedded dashboard, in a page of another site', () => stranger, () => link('cleo')],
    ['any other page, in its own', () => product, async () => `${server.address}/flows`],
    ['a page that only looks embedded', () => product, async () => `${server.address}/%65mbed/x`],
  ])('is not shown %s', async (_, site, src) => {
    const { page, frame } = await framed(site(), await src())
    await expect.poll(() => frame().url()).toMatch(/^chrome-error:/)
    expect(await page.locator('iframe').count()).toBe(1)
  })

  it('a link that is used up says so, and what to do', async () => {
    const url = await link('cleo')
    await framed(product, url).then(({ frame }) => frame().getByText('Cleo Marsh').waitFor())
    const { page, frame } = await framed(product, url)
    await frame().getByRole('heading', { name: 'This link is used up' }).waitFor()
    await frame().getByText('Open it again from the product that you came from.').waitFor()
    await page.close()
  })

  it('a person in the same browser stays who they are', async () => {
    const context = await profile()
    const own = await context.newPage()
    await own.goto(/http\S+\/set-up#token=\S+/.exec(server.stdout())?.[0] ?? '')
    await own.waitForLoadState('networkidle')
    await own.getByLabel('Name', { exact: true }).fill(ADA.name)
    await own.getByLabel('E-mail address').fill(ADA.email)
    await own.getByLabel('Password').fill(ADA.password)
    await own.getByLabel('Team name').fill('Own')
    await own.keyboard.press('Enter')
    const account = own.getByRole('link', { name: new RegExp(`^${ADA.name}.*account$`) })
    await account.waitFor()
    const [cleo, bo] = [await context.newPage(), await context.newPage()]
    await cleo.goto(await link('cleo'))
    await cleo.getByText('Cleo Marsh').waitFor()
    await bo.goto(await link('bo', '/invoices'))
    await bo.getByText('Bo Lindqvist').waitFor()
    expect(new URL(bo.url()).pathname).toMatch(/^\/embed\/[\w-]{16}\/invoices$/)
    for (const page of [own, cleo, bo]) await page.reload()
    await account.waitFor()
    await cleo.getByText('Cleo Marsh').waitFor()
    await bo.getByText('Bo Lindqvist').waitFor()
    // A person's own pages are none of an embedded dashboard's.
    await cleo.goto(cleo.url().replace(/\/embed\/([\w-]{16}).*/, '/embed/$1/sign-in'))
    await cleo.getByRole('heading', { name: 'Not found' }).waitFor()
  })

  it('an address of an embedded dashboard shows nothing to whoever did not open it', async () => {
    const page = await (await profile()).newPage()
    await page.goto(`${server.address}/embed/AAAAAAAAAAAAAAAA/flows`)
    await page.getByRole('heading', { name: 'This view is over' }).waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 700 })
    expect(await sidewaysScroll(page)).toBe(0)
  })

  it('is shown nothing more once its key is revoked', async () => {
    const page = await (await profile()).newPage()
    await page.goto(await link('bo'))
    // The page of the link has a heading, too, and then goes on to the dashboard.
    await page.getByRole('navigation').waitFor()
    await ready(page)
    expect(await axeViolations(page)).toEqual([])
    const [id = ''] = /[0-9a-f]{16}/.exec(key) ?? []
    await keyCommand('end', id)
    await page.getByRole('navigation').getByRole('link', { name: 'AI credits' }).click()
    await page.getByRole('heading', { name: 'This view is over' }).waitFor()
  })
})

type Site = { origin: string; close: () => void }

/** A site with one page, which frames what its address says. */
async function openSite(): Promise<Site> {
  const site: Server = createServer((request, response) => {
    const src = new URL(request.url ?? '/', 'http://localhost').searchParams.get('src') ?? ''
    response.setHeader('content-type', 'text/html')
    const quoted = src.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
    response.end(
      `<!doctype html><title>Product</title><iframe src="${quoted}" width="1000" height="800"></iframe>`,
    )
  })
  await new Promise<void>((resolve) => site.listen(0, 'localhost', resolve))
  const address = site.address()
  if (!address || typeof address === 'string') throw new Error('the site has no port')
  return { origin: `http://localhost:${address.port}`, close: () => site.close() }
}

async function makeKey(): Promise<string> {
  const said = await keyCommand('add', 'portal', '--scopes', 'embed', '--teams', 'acme')
  return /hrs_\S+/.exec(said)?.[0] ?? ''
}

async function keyCommand(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runToEnd([
    'src/server/cli/key.ts',
    ...args,
    '--data',
    data,
  ])
  expect(`${code} ${stderr}`).toBe('0 ')
  return stdout
}
