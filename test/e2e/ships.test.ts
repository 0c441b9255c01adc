import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { buildPages } from '#server/build-pages.ts'
import { SCENARIO_LABELS } from '#shared/demo/scenarios.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PAGES = join(ROOT, 'dist/web')

/** What the page is made of; all else belongs to the server, to the mocks or to tests. */
const OWN = ['src/main.tsx', 'src/web/', 'src/shared/contract/', 'src/shared/credits/']

const OF_MOCKS = [
  'mockServiceWorker',
  'headroom-preview',
  'setupWorker',
  'Tidewater Labs',
  'Preparing the preview',
]
/** Not those that the page itself could say. */
const SCENARIO_WORDS = [
  SCENARIO_LABELS.example,
  SCENARIO_LABELS.paused,
  SCENARIO_LABELS.enterprise,
  SCENARIO_LABELS.crowd,
]

beforeAll(() => buildPages(ROOT, PAGES))

describe('the build that ships', () => {
  it('holds no source of the server, of the mocks or of the examples', () => {
    const sources = sourcesOf(files('.map'))
    const ours = sources.filter((source) => source.startsWith('src/'))
    expect(ours.length).toBeGreaterThan(100)
    expect(ours.filter((source) => !OWN.some((own) => source.startsWith(own)))).toEqual([])
    expect(
      sources.filter((source) => /node_modules\/(@mswjs|msw|hono|kysely)\//.test(source)),
    ).toEqual([])
  })

  it('holds no word of the mocks, and no worker of theirs', () => {
    const words = [...OF_MOCKS, ...SCENARIO_WORDS]
    const scripts = files('.js').map((file) => readFileSync(file, 'utf8'))
    expect(scripts.length).toBeGreaterThan(5)
    expect(words.filter((word) => scripts.some((script) => script.includes(word)))).toEqual([])
    expect(scripts.filter((script) => /\bmsw\b/i.test(script))).toEqual([])
    expect(existsSync(join(PAGES, 'mockServiceWorker.js'))).toBe(false)
  })

  it('asks nobody else for anything', () => {
    const html = readFileSync(join(PAGES, 'index.html'), 'utf8')
    const styles = files('.css').map((file) => readFileSync(file, 'utf8'))
    for (const text of [html, ...styles])
      expect(text).not.toMatch(/(?:src|href)="\w+:|url\("?\w+:\/\//)
  })

  it('is built of the libraries for production', () => {
    const sources = sourcesOf(files('.map'))
    expect(sources.filter((source) => /react(-dom)?\/.*\.development\.js$/.test(source))).toEqual(
      [],
    )
  })

  it('has the first page in few files: a browser has six connections to ask for them by', () => {
    const chunks = manifestSchema.parse(
      JSON.parse(readFileSync(join(PAGES, '.vite/manifest.json'), 'utf8')),
    )
    const frame = neededBy('index.html', chunks)
    expect(frame.size).toBeLessThanOrEqual(6)
    const page = neededBy('src/web/pages/usage/usage-page.tsx', chunks)
    expect([...page].filter((key) => !frame.has(key)).length).toBeLessThanOrEqual(2)
  })

  it('is whole: each script that another names is there', () => {
    const names = new Set(files('.js').map((file) => file.slice(PAGES.length + 1)))
    const missing = files('.js').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/["'`]\.\/([\w.-]+\.js)["'`]/g)]
        .map(([, name]) => `assets/${name}`)
        .filter((name) => !names.has(name)),
    )
    expect(missing).toEqual([])
  })
})

function files(ending: string): string[] {
  return readdirSync(PAGES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(PAGES, name))
}

const manifestSchema = z.record(z.string(), z.object({ imports: z.array(z.string()).default([]) }))

/** The chunk itself, and all that it imports. */
function neededBy(key: string, chunks: z.infer<typeof manifestSchema>): Set<string> {
  const needed = new Set([key])
  for (const each of needed) for (const next of chunks[each]?.imports ?? []) needed.add(next)
  return needed
}

/** The sources that the maps name, from the project's root. */
function sourcesOf(maps: readonly string[]): string[] {
  const schema = z.object({ sources: z.array(z.string()) })
  return maps.flatMap((map) =>
    schema
      .parse(JSON.parse(readFileSync(map, 'utf8')))
      .sources.map((source) => normalize(join(map, '..', source)).slice(ROOT.length)),
  )
}
