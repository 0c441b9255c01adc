import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApi } from '#api/app.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { type Listening, listen } from '#server/listen.ts'
import { type Pages, readPages } from '#server/pages.ts'
import { createSite } from '#server/site.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { addAcme, NOW } from '#test/support/team.ts'

let folder = ''
let pages: Pages
let listening: Listening
const PAGE = '<!doctype html><title>Headroom</title>'

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'headroom-pages-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), PAGE)
  await writeFile(join(folder, 'assets', 'page-1a2b.js'), 'export {}')
  pages = await readPages(folder)
  const store = createMemoryStore()
  await addAcme(store)
  const api = createApi({
    store,
    catalog: DEFAULT_CATALOG,
    now: () => NOW,
    report: ({ error }) => {
      throw error
    },
  })
  listening = await listen({ fetch: siteOver(api).fetch, host: '127.0.0.1', port: 0 })
})

afterAll(async () => {
  await listening.stop()
  await rm(folder, { recursive: true, force: true })
})

function get(path: string, init?: RequestInit): Promise<Response> {
  return fetch(`${listening.address}${path}`, init)
}

describe('pages', () => {
  it.each(['/', '/ai-credits', '/flows?cycle=2026-10-31'])('%s is the page', async (path) => {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(PAGE)
  })

  it('allow no script but their own, and no frame around them', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  })

  it('keep what never changes, and ask again for what does', async () => {
    const asset = await get('/assets/page-1a2b.js')
    expect(asset.headers.get('cache-control')).toContain('immutable')
    for (const path of ['/', '/flows']) {
      expect((await get(path)).headers.get('cache-control')).toBe('no-cache')
    }
  })

  it('are answered to HEAD, too', async () => {
    const response = await get('/flows', { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  it('are served on when another build takes their place, or none', async () => {
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Newer</title>')
    await rm(join(folder, 'assets'), { recursive: true })
    expect(await (await get('/')).text()).toBe(PAGE)
    expect(await (await get('/assets/page-1a2b.js')).text()).toBe('export {}')
  })

  it('a script that is not there is not the page either', async () => {
    const response = await get('/assets/page-of-an-earlier-build.js')
    expect(response.status).toBe(404)
    expect(response.headers.get('cache-control')).toBeNull()
  })

  it.each(['/../package.json', '/assets/..%2f..%2fpackage.json', '/assets/%00'])(
    '%s leads out of the folder: it is the page or nothing',
    async (path) => {
      const response = await get(path)
      expect([PAGE, '404 Not Found']).toContain(await response.text())
    },
  )
})

describe('the guard of a server without sign-in', () => {
  const change = {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-headroom-view-as': 'billing' },
    body: JSON.stringify({ on: true, target: { kind: 'team' } }),
  }
  const path = '/api/v1/teams/acme/resources/flows/pay-as-you-go'

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:9' }],
    ['a frame without origin', { origin: 'null' }],
    ['a cross-site request without origin', { 'sec-fetch-site': 'cross-site' }],
    ['another site of this machine', { 'sec-fetch-site': 'same-site' }],
  ])('takes no change from %s', async (_, headers) => {
    const response = await get(path, { ...change, headers: { ...change.headers, ...headers } })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'forbidden-origin' })
  })

  it('answers to no foreign name that points here', async () => {
    const site = siteOver(emptyApi())
    const response = await site.request('http://evil.example/api/v1/session')
    expect(await response.json()).toMatchObject({ status: 403, code: 'forbidden-origin' })
  })

  it('without sign-in it does not answer by its public name either: a proxy would let anybody in', async () => {
    const site = siteOver(emptyApi(), 'https://credits.example.com')
    const response = await site.request('https://credits.example.com/api/v1/session')
    expect(response.status).toBe(403)
    expect((await site.request('http://127.0.0.1:4280/api/v1/session')).status).toBe(200)
  })

  it('takes a change from its own page, and from a program', async () => {
    const own = { ...change.headers, origin: listening.address }
    expect((await get(path, { ...change, headers: own })).status).toBe(200)
    expect((await get(path, change)).status).toBe(200)
  })
})

describe('a port', () => {
  it('that is taken is said in a sentence', async () => {
    const port = Number(new URL(listening.address).port)
    const site = siteOver(emptyApi())
    await expect(listen({ fetch: site.fetch, host: '127.0.0.1', port })).rejects.toThrow(
      `Port ${port} is taken`,
    )
  })
})

function emptyApi() {
  return createApi({
    store: createMemoryStore(),
    catalog: DEFAULT_CATALOG,
    now: () => NOW,
    report: () => undefined,
  })
}

function siteOver(api: ReturnType<typeof createApi>, publicUrl = 'http://127.0.0.1:4280') {
  const config = { host: '127.0.0.1', proxies: [] }
  return createSite({ api, pages, config, publicUrl })
}

describe('answers of the API', () => {
  const encodingOf = async (path: string) => {
    const response = await get(path, { headers: { 'accept-encoding': 'gzip' } })
    await response.arrayBuffer()
    return response.headers.get('content-encoding')
  }

  it('are compressed where that is worth it', async () => {
    expect(await encodingOf('/api/v1/teams/acme/usage')).toBe('gzip')
    expect(await encodingOf('/api/v1/teams/acme/invoices')).toBeNull()
    expect(await encodingOf('/api/v1/teams/nobody/usage')).toBeNull()
  })
})
