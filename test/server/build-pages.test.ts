import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildPages } from '#server/build-pages.ts'
import { readPages } from '#server/pages.ts'

/** A page that builds in no time: its own sources, in a folder of its own. */
let root = ''
let pages = ''

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'headroom-build-'))
  pages = join(root, 'dist', 'web')
  mkdirSync(join(root, 'src'))
  await write('one')
})
afterEach(() => rmSync(root, { recursive: true }))

async function write(title: string): Promise<void> {
  await writeFile(join(root, 'src', 'main.js'), `document.title = '${title}'`)
  const script = '<script type="module" src="/src/main.js"></script>'
  await writeFile(join(root, 'index.html'), `<!doctype html><title>${title}</title>${script}`)
}

/** The title of the page and those that its scripts set: of one build they are the same. */
async function titles(): Promise<string[]> {
  const text = new TextDecoder()
  const files = [...(await readPages(pages))].filter(([name]) => /\.(?:js|html)$/.test(name))
  return files.flatMap(([, { bytes }]) => /one|two/.exec(text.decode(bytes))?.[0] ?? [])
}

describe('building the page', () => {
  it('where only what runs is installed serves the build that came along, however old it looks', async () => {
    const tool = join(root, 'not-installed')
    await expect(buildPages(root, pages, tool)).rejects.toThrow('The page is not built')
    await buildPages(root, pages)
    await write('two')
    await buildPages(root, pages, tool)
    expect(await titles()).toEqual(['one', 'one'])
  })

  it('twice at once leaves one whole build, and nothing beside it', async () => {
    await Promise.all([buildPages(root, pages), buildPages(root, pages)])
    expect(await titles()).toEqual(['one', 'one'])
    expect(readdirSync(join(root, 'dist'))).toEqual(['web'])
  })

  it('anew is never seen half: a reader gets the build before or the one after', async () => {
    await buildPages(root, pages)
    await write('two')
    const building = { done: false }
    const built = buildPages(root, pages).finally(() => {
      building.done = true
    })
    const seen = new Set<string>()
    while (!building.done) seen.add((await titles()).join())
    await built
    seen.add((await titles()).join())
    expect([...seen]).toEqual(['one,one', 'two,two'])
  })

  it('is done once for the same sources, and again for newer ones', async () => {
    await buildPages(root, pages)
    const made = readFileSync(join(pages, 'index.html'), 'utf8')
    await writeFile(join(pages, 'mine'), '')
    await buildPages(root, pages)
    expect(existsSync(join(pages, 'mine'))).toBe(true)
    await write('two')
    await buildPages(root, pages)
    expect(existsSync(join(pages, 'mine'))).toBe(false)
    expect(readFileSync(join(pages, 'index.html'), 'utf8')).not.toBe(made)
  })

  it('that fails leaves the build before as it was', async () => {
    await buildPages(root, pages)
    await writeFile(join(root, 'src', 'main.js'), 'import "./not-there.js"')
    await expect(buildPages(root, pages)).rejects.toThrow('not-there')
    expect(await titles()).toEqual(['one', 'one'])
    expect(readdirSync(join(root, 'dist'))).toEqual(['web'])
  })

  it('removes what was left by one that was broken off, not one under way', async () => {
    for (const name of ['web.draft-old', 'web.draft-new']) {
      mkdirSync(join(root, 'dist', name), { recursive: true })
    }
    utimesSync(join(root, 'dist', 'web.draft-old'), 0, 0)
    await buildPages(root, pages)
    expect(readdirSync(join(root, 'dist')).sort()).toEqual(['web', 'web.draft-new'])
  })
})
