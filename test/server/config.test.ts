import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCatalog, readConfig } from '#server/config.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'

describe('the environment', () => {
  it('may be empty: every variable has a default', () => {
    expect(readConfig({})).toEqual({
      port: 4280,
      host: '127.0.0.1',
      workers: 1,
      connections: 10,
      data: './data',
      databaseUrl: undefined,
      catalogFile: undefined,
      example: true,
      log: 'info',
      metrics: undefined,
      viewAs: 'example',
      oidc: undefined,
      proxies: [],
      embedIn: [],
      publicUrl: undefined,
      mail: { url: undefined, from: undefined },
      secret: undefined,
      webhooks: undefined,
      providers: { postman: 'https://api.getpostman.com', flowly: 'https://useflowlyapp.com' },
    })
  })

  it('takes NAME= as not set', () => {
    expect(readConfig({ HEADROOM_PORT: '', DATABASE_URL: '' }).port).toBe(4280)
  })

  it.each([
    [{ HEADROOM_PORT: 'http' }, 'HEADROOM_PORT'],
    [{ HEADROOM_PORT: '65536' }, 'HEADROOM_PORT'],
    [{ HEADROOM_WORKERS: '0' }, 'HEADROOM_WORKERS'],
    [{ HEADROOM_WORKERS: '2' }, 'has one writer: 2 workers need a PostgreSQL'],
    [{ HEADROOM_CONNECTIONS: '1' }, 'HEADROOM_CONNECTIONS'],
    [{ HEADROOM_HOST: '0.0.0.0', HEADROOM_VIEW_AS: 'on' }, 'HEADROOM_VIEW_AS=off'],
    [{ HEADROOM_HOST: '0.0.0.0' }, 'HEADROOM_PUBLIC_URL'],
    [{ HEADROOM_HOST: '0.0.0.0', HEADROOM_VIEW_AS: 'off' }, 'HEADROOM_PUBLIC_URL'],
    [{ HEADROOM_OIDC_URL: 'https://id.example' }, 'HEADROOM_OIDC_CLIENT_ID'],
    [{ HEADROOM_PROXIES: '10.0.0.1', HEADROOM_VIEW_AS: 'on' }, 'HEADROOM_VIEW_AS=off'],
    [{ HEADROOM_PROXIES: '10.0.0.1, proxy' }, 'HEADROOM_PROXIES'],
    [{ HEADROOM_EXAMPLE: 'maybe' }, 'HEADROOM_EXAMPLE'],
    [{ HEADROOM_METRICS: 'yes' }, 'HEADROOM_METRICS'],
    [{ DATABASE_URL: 'mysql://db' }, 'DATABASE_URL'],
    [{ SMTP_URL: 'http://mail' }, 'SMTP_URL'],
    [{ HEADROOM_PUBLIC_URL: 'headroom.example' }, 'HEADROOM_PUBLIC_URL'],
    [{ HEADROOM_SECRET: 'a secret of thirty-one bytes on' }, 'HEADROOM_SECRET'],
    [{ HEADROOM_POSTMAN_URL: 'api.getpostman.com' }, 'HEADROOM_POSTMAN_URL'],
    [{ HEADROOM_POSTMAN_URL: 'http://api.getpostman.com' }, 'HEADROOM_POSTMAN_URL'],
    [{ HEADROOM_FLOWLY_URL: 'file:///etc/passwd' }, 'HEADROOM_FLOWLY_URL'],
    [{ HEADROOM_MAIL_FROM: 'a@b.example, c@d.example' }, 'HEADROOM_MAIL_FROM'],
  ])('%o is refused, and the variable is named', (environment, name) => {
    expect(() => readConfig(environment)).toThrow(name)
  })

  it.each([
    [{}, 'example'],
    [{ HEADROOM_VIEW_AS: 'on' }, 'on'],
    [{ HEADROOM_VIEW_AS: 'off' }, 'off'],
    [{ HEADROOM_PROXIES: '10.0.0.1' }, 'off'],
    [{ HEADROOM_HOST: '0.0.0.0', HEADROOM_PUBLIC_URL: 'https://headroom.example' }, 'off'],
  ])('%o: who is let in without signing in', (environment, viewAs) => {
    expect(readConfig(environment).viewAs).toBe(viewAs)
  })

  it('takes the sites that may frame the dashboard, by their origins', () => {
    const two = 'https://app.example.com, http://localhost:3000'
    const { embedIn } = readConfig({ HEADROOM_EMBED_IN: two })
    expect(embedIn).toEqual(['https://app.example.com', 'http://localhost:3000'])
  })

  it.each([
    '*',
    'https://*.example.com',
    'https://app.example.com/',
    'https://app.example.com/page',
    'app.example.com',
    'http://app.example.com',
    'https://app.example.com;script-src *',
    "'self'",
    'javascript:alert(1)',
  ])('lets nobody frame it by %s', (origin) => {
    expect(() => readConfig({ HEADROOM_EMBED_IN: origin })).toThrow(/HEADROOM_EMBED_IN.*origins/)
  })

  it('is not framed without TLS, but on this machine: no browser would keep a session', () => {
    const embed = { HEADROOM_EMBED_IN: 'https://app.example.com' }
    const publicUrl = (HEADROOM_PUBLIC_URL: string) =>
      readConfig({ ...embed, HEADROOM_PUBLIC_URL, HEADROOM_HOST: '0.0.0.0' })
    expect(() => publicUrl('http://headroom.example')).toThrow('https://')
    expect(publicUrl('https://headroom.example').embedIn).toHaveLength(1)
  })

  it('counts a secret in bytes, and never says it', () => {
    expect(readConfig({ HEADROOM_SECRET: 'é'.repeat(16) }).secret).toBe('é'.repeat(16))
    const secret = 'planted-but-too-short'
    expect(() => readConfig({ HEADROOM_SECRET: secret })).not.toThrow(secret)
    expect(() => readConfig({ HEADROOM_SECRET: secret })).toThrow('at least 32 bytes')
  })

  it('takes a provider on this machine without TLS', () => {
    const { providers } = readConfig({ HEADROOM_POSTMAN_URL: 'http://127.0.0.1:9/' })
    expect(providers.postman).toBe('http://127.0.0.1:9/')
  })

  it('names every variable that is wrong, not only the first', () => {
    const wrong = { HEADROOM_PORT: '-1', HEADROOM_LOG: 'loud' }
    expect(() => readConfig(wrong)).toThrow(/HEADROOM_PORT[\s\S]*HEADROOM_LOG/)
  })
})

describe('the catalog', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headroom-catalog-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  let files = 0
  async function fileWith(text: string): Promise<string> {
    const file = join(folder, `${++files}.json`)
    await writeFile(file, text)
    return file
  }

  it('is the built-in one without a file', async () => {
    expect(await loadCatalog({ catalogFile: undefined })).toBe(DEFAULT_CATALOG)
  })

  it('is the operator’s own where there is a file', async () => {
    const own = { ...DEFAULT_CATALOG, currency: 'EUR' }
    const catalogFile = await fileWith(JSON.stringify(own))
    expect(await loadCatalog({ catalogFile })).toEqual(own)
  })

  it('may begin with the mark that some editors write', async () => {
    const catalogFile = await fileWith(`\ufeff${JSON.stringify(DEFAULT_CATALOG)}`)
    expect(await loadCatalog({ catalogFile })).toEqual(DEFAULT_CATALOG)
  })

  it('is refused with the path and reason of each fault', async () => {
    const broken = structuredClone<unknown>(DEFAULT_CATALOG)
    const text = JSON.stringify(broken).replace('"credits":50', '"credits":-50.5')
    const catalogFile = await fileWith(text)
    await expect(loadCatalog({ catalogFile })).rejects.toThrow(/\$\.plans\[\d\]\.entitlements/)
  })

  it.each([
    ['is not there', 'nowhere.json'],
    ['is no JSON', 'text'],
  ])('is refused where the file %s', async (_, name) => {
    const catalogFile = name === 'text' ? await fileWith('plans:') : join(folder, name)
    await expect(loadCatalog({ catalogFile })).rejects.toThrow('cannot be read')
  })
})
